using System.Text.Json;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Web.Json;

namespace CaPresenceActors.Web.Board;

/// <summary>The one definition of a row of the board in JSON. Written by hand, since a board has up to 100,000 of them.</summary>
internal static class PresenceJson
{
    /// <summary>Writes a row. The times of who keeps them are left out, unless the row is for somebody who may see them.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="view">The row.</param>
    /// <param name="tellsHiddenTimes">Whether it is for a receptionist or for the person: see <see cref="SeenView"/>.</param>
    public static void Write(Utf8JsonWriter writer, PresenceView view, bool tellsHiddenTimes = false)
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

        if (!view.TimesHidden || tellsHiddenTimes)
        {
            WriteInstant(writer, "until"u8, view.Until);
            WriteText(writer, "next"u8, view.Next);
        }

        if (view.TimesHidden)
        {
            writer.WriteBoolean("timesHidden"u8, true);
        }

        if (view.Manual is { } hold)
        {
            writer.WriteString("manual"u8, Words<Presence.Hold>.Of(hold));
        }

        writer.WriteBoolean("integrated"u8, view.Integrated);
        WriteInstant(writer, "staleSince"u8, view.StaleSince);
        WriteInstant(writer, "coveredUntil"u8, view.CoveredUntil);
        writer.WriteNumber("sequence"u8, view.Sequence);
        WriteText(writer, "group"u8, view.Group);
        writer.WriteEndObject();
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
            writer.WriteString(name, known.UtcDateTime);
        }
    }
}
