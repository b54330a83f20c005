using System.Globalization;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Exchange.Calendars;

/// <summary>
/// Stable keys (SEMANTICS §4). A word in front says what the identity is made of, so that identities of different kinds never meet.
/// </summary>
internal static class AppointmentKeys
{
    /// <summary>The key of an item of a calendar.</summary>
    public static AppointmentKey OfItem(in CalendarItem item)
    {
        if (string.IsNullOrEmpty(item.Uid))
        {
            // Without UID, Exchange's own id is what is left: it changes when the item moves. Synthesised ids of occurrences differ from each other.
            return item.ItemId is { Length: > 0 } id
                ? AppointmentKey.Of($"item\n{id}")
                : AppointmentKey.Of($"nameless\n{Instant(item.Start)}\n{Instant(item.End)}\n{item.Subject}");
        }

        // Somebody who was invited to a few meetings of a series has each of them as a single item, with the UID of the series: the RecurrenceId tells them apart.
        return item.IsOccurrence || item.RecurrenceId is not null
            ? AppointmentKey.Of($"occurrence\n{item.Uid}\n{Instant(item.RecurrenceId ?? item.OriginalStart ?? item.Start)}")
            : AppointmentKey.Of($"single\n{item.Uid}");
    }

    /// <summary>The key of an event of free/busy.</summary>
    public static AppointmentKey OfFreeBusy(string? entryId, DateTimeOffset start, DateTimeOffset end, string subject) =>
        string.IsNullOrEmpty(entryId)
            ? AppointmentKey.Of($"free/busy\n{Instant(start)}\n{Instant(end)}\n{subject}")
            : AppointmentKey.Of($"entry\n{entryId}\n{Instant(start)}");

    private static string Instant(DateTimeOffset instant) => instant.UtcTicks.ToString(CultureInfo.InvariantCulture);
}
