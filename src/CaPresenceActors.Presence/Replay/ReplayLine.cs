using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CaPresenceActors.Presence.Replay;

/// <summary>A presence change as replay prints it.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="From">What was shown before.</param>
/// <param name="To">What is shown then.</param>
/// <param name="Cause">Why, as a word of SEMANTICS §6.</param>
/// <param name="Event">The id of the winner, when its presence is shown.</param>
/// <param name="Keyword">Its keyword as written, when its presence is shown.</param>
public sealed record ReplayLine(DateTimeOffset At, string From, string To, string Cause, string? Event, string? Keyword)
{
    private static readonly JsonWriterOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One JSON object in one line.</summary>
    public override string ToString()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, AsWritten))
        {
            writer.WriteStartObject();
            writer.WriteString("at", Instants.Print(At));
            writer.WriteString("from", From);
            writer.WriteString("to", To);
            writer.WriteString("cause", Cause);
            if (Event is not null)
            {
                writer.WriteString("event", Event);
            }

            if (Keyword is not null)
            {
                writer.WriteString("keyword", Keyword);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal static ReplayLine Of(Scenario scenario, DateTimeOffset at, PresenceChange change) =>
        new(at, change.From, change.To, CauseWord(change.Cause), change.Appointment is { } key ? scenario.IdOf(key) : null, change.Keyword);

    internal static ReplayLine Expected(JsonElement element, int index)
    {
        var line = new ScenarioObject($"expect {index + 1}", element, "at", "from", "to", "cause", "event", "keyword");
        return new ReplayLine(
            line.RequiredInstant("at"), line.RequiredText("from"), line.RequiredText("to"), line.RequiredText("cause"), line.OptionalText("event"), line.OptionalText("keyword"));
    }

    private static string CauseWord(PresenceCause cause) => JsonNamingPolicy.CamelCase.ConvertName(cause.ToString());
}
