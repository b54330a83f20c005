using CaPresenceActors.Presence;

namespace CaPresenceActors.Exchange.Calendars;

/// <summary>The fields of a <c>CalendarItem</c> while it is being read. What the item leaves out stays as it is here.</summary>
internal struct CalendarItem
{
    public CalendarItem()
    {
    }

    /// <summary>Lent by the reader: good until the next item.</summary>
    public ReadOnlyMemory<char> ItemId { get; set; }

    public string? Uid { get; set; }

    public string? Subject { get; set; }

    public string? ZoneId { get; set; }

    public bool HasStart { get; set; }

    public bool HasEnd { get; set; }

    public DateTimeOffset Start { get; set; }

    public DateTimeOffset End { get; set; }

    public DateTimeOffset? RecurrenceId { get; set; }

    public DateTimeOffset? OriginalStart { get; set; }

    public FreeBusy FreeBusy { get; set; } = FreeBusy.Busy;

    public MeetingResponse Response { get; set; }

    public bool IsOccurrence { get; set; }

    public bool AllDay { get; set; }

    public bool Private { get; set; }

    public bool Cancelled { get; set; }
}
