using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Board;

/// <summary>
/// The one definition of a presence change in JSON: the change stream and the history tell it alike. Members whose value is null are left out; instants are ISO 8601 with <c>Z</c> and without trailing zeros.
/// </summary>
/// <remarks>
/// Written by hand rather than by a serializer: a storm encodes 100,000 of these, once for all subscribers, and this is what the time goes into.
/// </remarks>
public static class ChangeJson
{
    private static readonly JsonWriterOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly ImmutableArray<JsonEncodedText> Causes = [.. Enum.GetNames<PresenceCause>().Select(name => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(name)))];

    // One for each thread that encodes: a writer is some hundred bytes, and a storm would make 100,000 of them.
    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    private static ReadOnlySpan<byte> LongestId => "-9223372036854775808"u8;

    /// <summary>The word of a cause (SEMANTICS §6).</summary>
    public static JsonEncodedText Word(PresenceCause cause) => Causes[(int)cause];

    /// <summary>Writes a change as a server-sent event: <c>id</c> (the position), <c>event: change</c>, <c>data</c> in one line, and the empty line that ends it.</summary>
    public static void WriteSse(IBufferWriter<byte> output, PresenceChangeView change)
    {
        output.Write("id: "u8);
        var digits = output.GetSpan(LongestId.Length);
        _ = Utf8Formatter.TryFormat(change.Position, digits, out var written);
        output.Advance(written);
        output.Write("\nevent: change\ndata: "u8);

        var writer = s_writer ??= new Utf8JsonWriter(output, AsWritten);
        writer.Reset(output);
        Write(writer, change);
        writer.Flush();
        writer.Reset(Stream.Null); // The buffer is the caller's; do not keep it alive.
        output.Write("\n\n"u8);
    }

    /// <summary>Writes a change as a JSON object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="change">The change.</param>
    /// <param name="name">The person's name, where changes of many stand side by side.</param>
    public static void Write(Utf8JsonWriter writer, PresenceChangeView change, string? name = null)
    {
        writer.WriteStartObject();
        writer.WriteNumber("position"u8, change.Position);
        writer.WriteString("extension"u8, change.Extension);
        WriteText(writer, "name"u8, name);
        writer.WriteNumber("sequence"u8, change.Sequence);
        WriteInstant(writer, "at"u8, change.At);
        WriteInstant(writer, "recordedAt"u8, change.RecordedAt);
        writer.WriteString("from"u8, change.From);
        writer.WriteString("to"u8, change.To);
        writer.WriteString("cause"u8, Word(change.Cause));
        WriteText(writer, "event"u8, change.Event);
        WriteText(writer, "keyword"u8, change.Keyword);
        WriteInstant(writer, "until"u8, change.Until);
        WriteText(writer, "next"u8, change.Next);
        if (change.TimesHidden)
        {
            writer.WriteBoolean("timesHidden"u8, true);
        }

        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    // A DateTime of kind UTC is written with Z and without trailing zeros; a DateTimeOffset would end in +00:00.
    private static void WriteInstant(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? instant)
    {
        if (instant is { } known)
        {
            writer.WriteString(name, known.UtcDateTime);
        }
    }
}
