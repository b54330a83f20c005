using System.Text.Json;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Web.Json;

namespace CaPresenceActors.Web.Board;

/// <summary>The one definition of a row of the board in JSON. Written by hand, since a board has up to 100,000 of them.</summary>
internal static class PresenceJson
{
    public static void Write(Utf8JsonWriter writer, PresenceView view)
    {
        writer.WriteStartObject();
        writer.WriteString("extension"u8, view.Extension);
        writer.WriteString("name"u8, view.Name);
        writer.WriteString("presence"u8, view.Presence);
        writer.WriteString("availability"u8, Words<Presence.Availability>.Of(view.Availability));
        writer.WriteString("since"u8, view.Since.UtcDateTime);
        if (view.Cause is { } cause)
        {
            writer.WriteString("cause"u8, ChangeJson.Word(cause));
        }

        WriteInstant(writer, "until"u8, view.Until);
        if (view.Next is { } next)
        {
            writer.WriteString("next"u8, next);
        }

        if (view.Manual is { } hold)
        {
            writer.WriteString("manual"u8, Words<Presence.Hold>.Of(hold));
        }

        writer.WriteBoolean("integrated"u8, view.Integrated);
        WriteInstant(writer, "staleSince"u8, view.StaleSince);
        WriteInstant(writer, "coveredUntil"u8, view.CoveredUntil);
        writer.WriteNumber("sequence"u8, view.Sequence);
        writer.WriteEndObject();
    }

    private static void WriteInstant(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? instant)
    {
        if (instant is { } known)
        {
            writer.WriteString(name, known.UtcDateTime);
        }
    }
}
