using System.Diagnostics;
using System.Globalization;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Exchange.Calendars;

/// <summary>
/// Stable keys (SEMANTICS §4). A word in front says what the identity is made of, so that identities of different kinds never meet.
/// </summary>
internal static class AppointmentKeys
{
    private const int UsualLength = 256;

    /// <summary>The key of an item of a calendar.</summary>
    public static AppointmentKey OfItem(in CalendarItem item)
    {
        if (string.IsNullOrEmpty(item.Uid))
        {
            // Without UID, Exchange's own id is what is left: it changes when the item moves. Synthesised ids of occurrences differ from each other.
            return item.ItemId.Length > 0 ? Key("item", item.ItemId.Span) : AppointmentKey.Of($"nameless\n{item.Start.UtcTicks}\n{item.End.UtcTicks}\n{item.Subject}");
        }

        // Somebody who was invited to a few meetings of a series has each of them as a single item, with the UID of the series: the RecurrenceId tells them apart.
        return item.IsOccurrence || item.RecurrenceId is not null
            ? Key("occurrence", item.Uid, item.RecurrenceId ?? item.OriginalStart ?? item.Start)
            : Key("single", item.Uid);
    }

    /// <summary>The key of an event of free/busy.</summary>
    public static AppointmentKey OfFreeBusy(string? entryId, DateTimeOffset start, DateTimeOffset end, string subject) =>
        string.IsNullOrEmpty(entryId)
            ? AppointmentKey.Of($"free/busy\n{start.UtcTicks}\n{end.UtcTicks}\n{subject}")
            : Key("entry", entryId, start);

    private static AppointmentKey Key(string kind, ReadOnlySpan<char> name, DateTimeOffset? start = null)
    {
        // Written where it costs nothing, unless somebody's UID is a novel.
        Span<char> usual = stackalloc char[UsualLength];
        var identity = usual.Length >= kind.Length + name.Length + 32 ? usual : new char[kind.Length + name.Length + 32];
        var written = start is { } instant
            ? identity.TryWrite(CultureInfo.InvariantCulture, $"{kind}\n{name}\n{instant.UtcTicks}", out var length)
            : identity.TryWrite(CultureInfo.InvariantCulture, $"{kind}\n{name}", out length);
        return written ? AppointmentKey.Of(identity[..length]) : throw new UnreachableException("The identity is longer than its parts.");
    }
}
