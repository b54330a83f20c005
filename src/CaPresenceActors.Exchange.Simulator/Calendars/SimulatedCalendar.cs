using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace CaPresenceActors.Exchange.Simulator.Calendars;

/// <summary>What happened to an item, in the words of Exchange's notifications.</summary>
internal enum CalendarChangeKind
{
    Created,
    Modified,
    Moved,
    Deleted,
}

/// <summary>A change of one calendar: its number, what happened, and to which item.</summary>
internal readonly record struct CalendarChange(long Number, CalendarChangeKind Kind, long Item);

/// <summary>
/// The default calendar of one mailbox, in memory. Readers see a snapshot and never wait; writers take turns. Every change has a
/// number, from which SyncFolderItems makes its states.
/// </summary>
public sealed class SimulatedCalendar
{
    private readonly Lock _writing = new();
    private readonly string _owner;
    private readonly TimeProvider _time;
    private volatile Snapshot _now;
    private long _lastNumber;

    internal SimulatedCalendar(string owner, TimeProvider time)
    {
        _owner = owner;
        _time = time;
        _now = new Snapshot([], [], 0, time.GetUtcNow());
    }

    /// <summary>Called after a change, on the thread that made it.</summary>
    internal Action<CalendarChange>? Changed { get; set; }

    /// <summary>How many items there are; a series counts once.</summary>
    public int Count => _now.Items.Length;

    internal long LastChange => _now.LastChange;

    internal int DeletedCount => _now.Deletions.Count;

    /// <summary>When the calendar was last written.</summary>
    internal DateTimeOffset LastCommit => _now.LastCommit;

    internal ImmutableArray<CalendarItem> Items => _now.Items;

    /// <summary>Puts an appointment or a series into the calendar.</summary>
    /// <exception cref="EwsErrorException">The end is before the start, or the recurrence makes no occurrence.</exception>
    public AppointmentKey Add(Appointment appointment) => AddAll([appointment])[0];

    /// <summary>Puts several appointments into the calendar at once.</summary>
    public ImmutableArray<AppointmentKey> AddAll(IEnumerable<Appointment> appointments)
    {
        var settled = appointments.Select(AppointmentRules.Settle).ToList();
        var keys = ImmutableArray.CreateBuilder<AppointmentKey>(settled.Count);
        var changes = new List<CalendarChange>(settled.Count);
        lock (_writing)
        {
            var items = _now.Items.ToBuilder();
            var change = _now.LastChange;
            foreach (var appointment in settled)
            {
                var number = ++_lastNumber;
                var now = _time.GetUtcNow();
                items.Add(new CalendarItem
                {
                    Number = number,
                    Uid = appointment.Uid ?? MakeUid(number),
                    Appointment = appointment,
                    CreatedByChange = ++change,
                    LastChange = change,
                    Created = now,
                    LastModified = now,
                });
                keys.Add(new AppointmentKey(number));
                changes.Add(new CalendarChange(change, CalendarChangeKind.Created, number));
            }

            _now = _now with { Items = items.ToImmutable(), LastChange = change, LastCommit = _time.GetUtcNow() };
        }

        changes.ForEach(Announce);
        return keys.ToImmutable();
    }

    /// <summary>Gives an appointment, a series or one occurrence another start and end.</summary>
    public void Move(AppointmentKey key, DateTimeOffset start, DateTimeOffset end) => Change(key, a => a with { Start = start, End = end });

    /// <summary>Gives it another subject.</summary>
    public void Rename(AppointmentKey key, string subject) => Change(key, a => a with { Subject = subject });

    /// <summary>Marks it as cancelled by its organizer. It stays in the calendar, as in Exchange, until somebody removes it.</summary>
    public void Cancel(AppointmentKey key) => Change(key, a => a with { IsMeeting = true, IsCancelled = true, ShowAs = FreeBusyStatus.Free });

    /// <summary>Answers the invitation on behalf of the calendar's owner.</summary>
    public void Respond(AppointmentKey key, ResponseType response) => Change(key, a => a with { IsMeeting = true, MyResponse = response });

    /// <summary>Changes whatever else; all but recurrence and zone may be changed for one occurrence too.</summary>
    /// <exception cref="EwsErrorException">There is no such item, or the result breaks a rule of calendars.</exception>
    public void Change(AppointmentKey key, Func<Appointment, Appointment> change)
    {
        Write(key, item => key.Occurrence is { } date ? ChangeOccurrence(item, date, change) : ChangeItem(item, change));
    }

    /// <summary>Deletes an appointment, a series with all its occurrences, or one occurrence.</summary>
    public void Delete(AppointmentKey key) => Delete(key, CalendarChangeKind.Deleted);

    internal void Delete(AppointmentKey key, CalendarChangeKind kind)
    {
        if (key.Occurrence is { } date)
        {
            Write(key, item => item with { Deleted = item.Deleted.Add(date), Exceptions = item.Exceptions.Remove(date) });
            return;
        }

        CalendarChange change;
        lock (_writing)
        {
            var item = Find(_now.Items, key.Number);
            change = new CalendarChange(_now.LastChange + 1, kind, item.Number);
            _now = new Snapshot(
                _now.Items.Remove(item),
                _now.Deletions.Add(new Deletion(item.Number, item.CreatedByChange, change.Number)),
                change.Number,
                _time.GetUtcNow());
        }

        Announce(change);
    }

    /// <summary>The item or occurrence.</summary>
    /// <exception cref="EwsErrorException">There is none, or it was deleted.</exception>
    internal CalendarEntry Get(AppointmentKey key)
    {
        var item = Find(_now.Items, key.Number);
        if (key.Occurrence is not { } date)
        {
            return CalendarEntry.Of(item);
        }

        return item.IsSeries && Series.At(item, date) is { } entry ? entry : throw NotFound();
    }

    /// <summary>What a CalendarView shows, by start.</summary>
    internal List<CalendarEntry> View(DateTimeOffset from, DateTimeOffset to)
    {
        var entries = new List<CalendarEntry>();
        foreach (var item in _now.Items)
        {
            if (item.IsSeries)
            {
                entries.AddRange(Series.Between(item, from, to));
            }
            else if (CalendarEntry.Of(item) is var entry && Series.Shows(entry, from, to))
            {
                entries.Add(entry);
            }
        }

        entries.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Item.Number.CompareTo(b.Item.Number));
        return entries;
    }

    /// <summary>What changed after a change number, oldest first, and up to which number that goes.</summary>
    internal (ImmutableArray<SyncChange> Changes, long UpTo, bool All) ChangesSince(long change, int limit)
    {
        var now = _now;
        var changes = now.Items.Where(i => i.LastChange > change).Select(i => new SyncChange(i.LastChange, i.Number, i.CreatedByChange > change, i))
            .Concat(now.Deletions.Where(d => d.Change > change && d.CreatedByChange <= change).Select(d => new SyncChange(d.Change, d.Number, false, null)))
            .OrderBy(c => c.Change)
            .ToList();
        return changes.Count > limit
            ? ([.. changes.Take(limit)], changes[limit - 1].Change, false)
            : ([.. changes], now.LastChange, true);
    }

    private static CalendarItem ChangeItem(CalendarItem item, Func<Appointment, Appointment> change)
    {
        var before = item.Appointment;
        var after = change(before);

        // A series that is moved as a whole begins on another date; the pattern stays.
        if (after.Recurrence is { } recurrence && recurrence == before.Recurrence && (after.Start != before.Start || after.Zone != before.Zone))
        {
            var zone = TimeZones.Get(after.Zone);
            var moved = TimeZones.ToLocal(zone, after.Start).Date - TimeZones.ToLocal(TimeZones.Get(before.Zone), before.Start).Date;
            after = after with { Recurrence = recurrence with { StartDate = recurrence.StartDate.AddDays(moved.Days) } };
        }

        after = AppointmentRules.Settle(after);
        var sameTimes = after.Start == before.Start && after.End == before.End && after.Zone == before.Zone && after.Recurrence == before.Recurrence;

        // As in Exchange, a new pattern or time forgets the exceptions of the old one.
        return sameTimes
            ? item with { Appointment = after }
            : item with { Appointment = after, Exceptions = item.Exceptions.Clear(), Deleted = item.Deleted.Clear() };
    }

    private static CalendarItem ChangeOccurrence(CalendarItem item, DateOnly date, Func<Appointment, Appointment> change)
    {
        var now = item.IsSeries && Series.At(item, date) is { } entry ? entry : throw NotFound();
        var after = AppointmentRules.SettleOccurrence(change(now.Appointment));
        AppointmentRules.CheckNeighbours(item, date, after);
        return item with { Exceptions = item.Exceptions.SetItem(date, OccurrenceChange.Between(Series.Planned(item, date).Appointment, after)) };
    }

    private void Write(AppointmentKey key, Func<CalendarItem, CalendarItem> change)
    {
        CalendarChange announced;
        lock (_writing)
        {
            var before = Find(_now.Items, key.Number);
            if (key.Occurrence is { } date && (!before.IsSeries || Series.At(before, date) is null))
            {
                throw NotFound();
            }

            announced = new CalendarChange(_now.LastChange + 1, CalendarChangeKind.Modified, key.Number);
            var after = change(before) with { LastChange = announced.Number, LastModified = _time.GetUtcNow() };
            _now = _now with { Items = _now.Items.Replace(before, after), LastChange = announced.Number, LastCommit = after.LastModified };
        }

        Announce(announced);
    }

    private void Announce(CalendarChange change) => Changed?.Invoke(change);

    private static CalendarItem Find(ImmutableArray<CalendarItem> items, long number)
    {
        foreach (var item in items)
        {
            if (item.Number == number)
            {
                return item;
            }
        }

        throw NotFound();
    }

    private static EwsErrorException NotFound() => new("ErrorItemNotFound", "The specified object was not found in the store.");

    // The shape of a global object id: a fixed class id, no instance date, and sixteen bytes of identity.
    private string MakeUid(long number)
    {
        var identity = SHA256.HashData(Encoding.UTF8.GetBytes($"{_owner}/{number}"));
        return "040000008200E00074C5B7101A82E0080000000000000000000000000000000000000000" + "10000000" + Convert.ToHexString(identity, 0, 16);
    }

    private sealed record Snapshot(ImmutableArray<CalendarItem> Items, ImmutableList<Deletion> Deletions, long LastChange, DateTimeOffset LastCommit);

    private readonly record struct Deletion(long Number, long CreatedByChange, long Change);
}

/// <summary>One change as SyncFolderItems tells it; without an item it is a deletion.</summary>
internal readonly record struct SyncChange(long Change, long Number, bool IsNew, CalendarItem? Item);
