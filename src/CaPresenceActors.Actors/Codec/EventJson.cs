using System.Buffers;
using System.Globalization;
using System.Text.Json;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Codec;

/// <summary>
/// Writes the events of extensions, member for member as <see cref="WrittenEvent"/> reads them.
/// </summary>
/// <remarks>
/// Written by hand rather than by way of the forms: a storm writes 100,000 of these at once, and the forms were most of what that allocated. The golden files hold both sides together.
/// </remarks>
internal static class EventJson
{
    private static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };

    // One for each thread that writes; what is returned is a copy of the exact length, which the journal keeps until it is on the disk.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    /// <summary>The event in the form in which it stands in the journal.</summary>
    public static byte[] Of(PresenceEvent happened)
    {
        var buffer = s_buffer ??= new ArrayBufferWriter<byte>(1024);
        var writer = s_writer ??= new Utf8JsonWriter(buffer, Unchecked);
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        Write(writer, happened);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, PresenceEvent happened)
    {
        writer.WriteStartObject();
        writer.WriteString("at"u8, happened.At);
        writer.WriteStartObject("is"u8);
        Write(writer, happened.Settlement);
        writer.WriteEndObject();
        WriteOwn(writer, happened);
        writer.WriteEndObject();
    }

    // What only some events have. These come one at a time, so that forms may do.
    private static void WriteOwn(Utf8JsonWriter writer, PresenceEvent happened)
    {
        switch (happened)
        {
            case PresenceEvent.CalendarReplaced replaced:
                writer.WriteNumber("appointments"u8, replaced.Calendar.Count);
                break;

            case PresenceEvent.SiteApplied applied:
                writer.WriteNumber("site"u8, applied.Site.Version);
                if (Forms.Of(applied.Rename) is { } rename)
                {
                    writer.WritePropertyName("rename"u8);
                    JsonSerializer.Serialize(writer, rename, JournalJson.Default.RenameForm);
                }

                break;

            case PresenceEvent.UserApplied applied:
                writer.WritePropertyName("user"u8);
                JsonSerializer.Serialize(writer, Forms.Of(applied.User), JournalJson.Default.UserForm);
                if (applied.CalendarForgotten)
                {
                    writer.WriteBoolean("forgot"u8, true);
                }

                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, Settlement settlement)
    {
        writer.WriteString("shown"u8, settlement.Shown);
        Write(writer, settlement.Change);
        Write(writer, settlement.Episode);
        if (!settlement.Losers.IsEmpty)
        {
            writer.WriteStartArray("losers"u8);
            foreach (var loser in settlement.Losers)
            {
                Write(writer, loser);
            }

            writer.WriteEndArray();
        }

        Write(writer, settlement.Manual);
        WriteInstant(writer, "until"u8, settlement.Outlook.Until);
        WriteText(writer, "next"u8, settlement.Outlook.Next);
    }

    private static void Write(Utf8JsonWriter writer, PresenceChange? change)
    {
        if (change is null)
        {
            return;
        }

        writer.WriteStartObject("change"u8);
        writer.WriteString("from"u8, change.From);
        writer.WriteString("cause"u8, Words<PresenceCause>.Of(change.Cause));
        if (change.Appointment is { } appointment)
        {
            WriteKey(writer, appointment);
        }

        WriteText(writer, "keyword"u8, change.Keyword);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Episode? episode)
    {
        if (episode is null)
        {
            return;
        }

        writer.WriteStartObject("episode"u8);
        WriteKey(writer, episode.Appointment);
        writer.WriteString("presence"u8, episode.Presence);
        writer.WriteString("keyword"u8, episode.Keyword);
        writer.WriteNumber("position"u8, episode.Position);
        writer.WriteString("start"u8, episode.Start);
        writer.WriteString("end"u8, episode.End);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Contender loser)
    {
        writer.WriteStartObject();
        WriteKey(writer, loser.Key);
        writer.WriteNumber("position"u8, loser.Position);
        writer.WriteString("keyword"u8, loser.Keyword);
        writer.WriteString("start"u8, loser.Start);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ManualPresence? manual)
    {
        if (manual is null)
        {
            return;
        }

        writer.WriteStartObject("manual"u8);
        writer.WriteString("presence"u8, manual.Presence);
        writer.WriteString("hold"u8, Words<Hold>.Of(manual.Hold));
        WriteInstant(writer, "until"u8, manual.Until);
        writer.WriteBoolean("within"u8, manual.Within);
        writer.WriteString("setAt"u8, manual.SetAt);
        WriteText(writer, "setBy"u8, manual.SetBy);
        writer.WriteEndObject();
    }

    private static void WriteKey(Utf8JsonWriter writer, AppointmentKey key)
    {
        Span<byte> digits = stackalloc byte[32];
        _ = key.Value.TryFormat(digits, out _, "x32", CultureInfo.InvariantCulture);
        writer.WriteString("event"u8, digits);
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteInstant(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? instant)
    {
        if (instant is { } known)
        {
            writer.WriteString(name, known);
        }
    }

    /// <summary>The names of an enumeration's values, which stand in the journal, ready to be written.</summary>
    private static class Words<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<T, JsonEncodedText> Names = Enum.GetValues<T>().ToDictionary(value => value, value => JsonEncodedText.Encode(value.ToString()));

        public static JsonEncodedText Of(T value) => Names[value];
    }
}
