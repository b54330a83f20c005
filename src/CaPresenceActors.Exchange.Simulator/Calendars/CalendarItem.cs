using System.Collections.Immutable;

namespace CaPresenceActors.Exchange.Simulator.Calendars;

/// <summary>Names an item of a calendar, or one occurrence of a series by the date on which it was planned.</summary>
public readonly record struct AppointmentKey(long Number, DateOnly? Occurrence = null)
{
    /// <summary>The occurrence of this series that was planned on a date, in the series' own zone.</summary>
    public AppointmentKey On(DateOnly date) => this with { Occurrence = date };
}

/// <summary>An item as the store keeps it. A series keeps its exceptions and deleted dates with it, as Exchange does.</summary>
internal sealed record CalendarItem
{
    public required long Number { get; init; }

    public required string Uid { get; init; }

    public required Appointment Appointment { get; init; }

    /// <summary>The change of the calendar that made the item, and the last one that touched it.</summary>
    public required long CreatedByChange { get; init; }

    public required long LastChange { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public ImmutableSortedDictionary<DateOnly, OccurrenceChange> Exceptions { get; init; } = ImmutableSortedDictionary<DateOnly, OccurrenceChange>.Empty;

    public ImmutableSortedSet<DateOnly> Deleted { get; init; } = [];

    public bool IsSeries => Appointment.Recurrence is not null;
}

/// <summary>How an exception differs from its series; null means that it does not.</summary>
internal sealed record OccurrenceChange
{
    public string? Subject { get; init; }

    public DateTimeOffset? Start { get; init; }

    public DateTimeOffset? End { get; init; }

    public string? Location { get; init; }

    public bool? IsAllDay { get; init; }

    public FreeBusyStatus? ShowAs { get; init; }

    public Sensitivity? Sensitivity { get; init; }

    public bool? IsCancelled { get; init; }

    public ResponseType? MyResponse { get; init; }

    public bool? ReminderIsSet { get; init; }

    public string? Body { get; init; }

    public static OccurrenceChange Between(Appointment planned, Appointment actual) => new()
    {
        Subject = actual.Subject == planned.Subject ? null : actual.Subject,
        Start = actual.Start == planned.Start ? null : actual.Start,
        End = actual.End == planned.End ? null : actual.End,
        Location = actual.Location == planned.Location ? null : actual.Location ?? "",
        IsAllDay = actual.IsAllDay == planned.IsAllDay ? null : actual.IsAllDay,
        ShowAs = actual.ShowAs == planned.ShowAs ? null : actual.ShowAs,
        Sensitivity = actual.Sensitivity == planned.Sensitivity ? null : actual.Sensitivity,
        IsCancelled = actual.IsCancelled == planned.IsCancelled ? null : actual.IsCancelled,
        MyResponse = actual.MyResponse == planned.MyResponse ? null : actual.MyResponse,
        ReminderIsSet = actual.ReminderIsSet == planned.ReminderIsSet ? null : actual.ReminderIsSet,
        Body = actual.Body == planned.Body ? null : actual.Body ?? "",
    };

    public Appointment ApplyTo(Appointment planned) => planned with
    {
        Subject = Subject ?? planned.Subject,
        Start = Start ?? planned.Start,
        End = End ?? planned.End,
        Location = Location ?? planned.Location,
        IsAllDay = IsAllDay ?? planned.IsAllDay,
        ShowAs = ShowAs ?? planned.ShowAs,
        Sensitivity = Sensitivity ?? planned.Sensitivity,
        IsCancelled = IsCancelled ?? planned.IsCancelled,
        MyResponse = MyResponse ?? planned.MyResponse,
        ReminderIsSet = ReminderIsSet ?? planned.ReminderIsSet,
        Body = Body ?? planned.Body,
    };
}

/// <summary>What a calendar item is to a reader. The names are the protocol's.</summary>
internal enum CalendarEntryKind
{
    Single,
    Occurrence,
    Exception,
    RecurringMaster,
}

/// <summary>An item or an occurrence as a reader sees it: what it says, with its own start and end.</summary>
internal readonly record struct CalendarEntry(CalendarItem Item, CalendarEntryKind Kind, Appointment Appointment, DateOnly? Date, DateTimeOffset OriginalStart)
{
    public static CalendarEntry Of(CalendarItem item) =>
        new(item, item.IsSeries ? CalendarEntryKind.RecurringMaster : CalendarEntryKind.Single, item.Appointment, null, item.Appointment.Start);

    public AppointmentKey Key => new(Item.Number, Date);

    public DateTimeOffset Start => Appointment.Start;

    public DateTimeOffset End => Appointment.End;
}
