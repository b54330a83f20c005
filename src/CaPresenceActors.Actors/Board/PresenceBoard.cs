using System.Collections.Concurrent;
using System.Collections.Immutable;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Board;

/// <summary>
/// What everybody shows now. A change gets here from the journal and nowhere else, in order of position, so that nothing is shown that a restart could take back.
/// </summary>
public sealed class PresenceBoard : IPresenceBoard, IJournalObserver
{
    private static readonly TimeSpan ShortestStaleness = TimeSpan.FromMinutes(3);

    private readonly ConcurrentDictionary<string, BoardRow> _rows = new(StringComparer.Ordinal);

    // Changes take it one after the other; a reader takes it only to copy references, so that a view stands at one position.
    private readonly Lock _gate = new();

    private readonly SiteBook _site;
    private readonly TimeProvider _clock;
    private readonly ChangeStream _stream;
    private long _position;
    private volatile StoredSweep _remembered = StoredSweep.None;

    // The rows in order of the extension; null when somebody came or went. Sorting is most of what a view would cost.
    private BoardRow[]? _order;
    private long _comings;

    /// <summary>An empty board.</summary>
    /// <param name="site">Knows the presences and the polling interval.</param>
    /// <param name="clock">The corrected clock.</param>
    /// <param name="stream">Takes the changes on to the subscribers.</param>
    /// <param name="position">Head of the journal when the engine starts.</param>
    public PresenceBoard(SiteBook site, TimeProvider clock, ChangeStream stream, long position)
    {
        _site = site;
        _clock = clock;
        _stream = stream;
        _position = position;
    }

    /// <inheritdoc/>
    public long Position => Volatile.Read(ref _position);

    /// <inheritdoc/>
    public int Count => _rows.Count;

    /// <summary>How many extensions are stale.</summary>
    public int StaleCount => _rows.Values.Count(row => StaleSince(row, row.Shown, Moment()) is not null);

    /// <summary>Who is on the board, in no order.</summary>
    internal ICollection<string> Extensions => _rows.Keys;

    /// <summary>How many change streams are open.</summary>
    public int Subscribers => _stream.Subscribers;

    /// <inheritdoc/>
    public PresenceView? Find(string extension) => _rows.TryGetValue(extension, out var row) ? ViewOf(row, row.Shown, Moment()) : null;

    /// <inheritdoc/>
    public BoardView View()
    {
        (BoardRow Row, Shown Shown)[] copy;
        long position;
        long comings;
        bool inOrder;
        lock (_gate)
        {
            (position, comings, inOrder) = (_position, _comings, _order is not null);
            copy = Array.ConvertAll(_order ?? [.. _rows.Values], row => (row, row.Shown));
        }

        if (!inOrder)
        {
            Array.Sort(copy, (left, right) => string.CompareOrdinal(left.Row.Extension, right.Row.Extension));
            Remember(Array.ConvertAll(copy, entry => entry.Row), comings);
        }

        var moment = Moment();
        return new BoardView(position, new RowsInView(copy, entry => ViewOf(entry.Row, entry.Shown, moment)));
    }

    /// <inheritdoc/>
    public IChangeSubscription Subscribe(long? after) => _stream.Subscribe(after, View);

    /// <inheritdoc/>
    public void Committed(ReadOnlySpan<JournalEntry> entries)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                Take(entry);
            }

            Volatile.Write(ref _position, entries[^1].Position);
        }

        _stream.Publish(entries);
    }

    /// <summary>This is what was known of good reads before the process started. Said before any extension is placed.</summary>
    internal void Remember(StoredSweep sweep) => _remembered = sweep;

    /// <summary>Who was read at an instant or later and who was not, to be remembered. Somebody of whom no calendar is known is neither.</summary>
    internal StoredSweep ReadSince(DateTimeOffset instant) => new(
        instant,
        _rows.Values.Where(row => !row.IsVouchedFor).Select(row => (row.Extension, row.LastGoodRead)).Where(row => row.LastGoodRead < instant).ToImmutableDictionary(row => row.Extension, row => row.LastGoodRead!.Value, StringComparer.Ordinal));

    /// <summary>An extension has recovered: this is what it shows.</summary>
    /// <param name="extension">The extension.</param>
    /// <param name="state">Its state.</param>
    /// <param name="sequence">Its count of events.</param>
    /// <param name="storedRead">When the calendar that it keeps was read, UTC; it may have been read again unchanged since. Null when it keeps none.</param>
    /// <param name="coveredUntil">How far that reaches, UTC.</param>
    /// <param name="returnedAt">When its integration came on again last, UTC; null when it never did while a calendar was kept.</param>
    internal void Place(string extension, PresenceState state, long sequence, DateTimeOffset? storedRead, DateTimeOffset? coveredUntil, DateTimeOffset? returnedAt = null)
    {
        lock (_gate)
        {
            var shown = Shown.Of(state, sequence);
            if (!_rows.TryGetValue(extension, out var row))
            {
                _rows[extension] = row = new BoardRow(extension) { Shown = shown };
                SomebodyCameOrWent();
            }

            row.Shown = shown;
            row.Awaited = false;
            row.LastGoodRead = storedRead is { } read ? Latest(read, row.LastGoodRead, _remembered.LastGoodReadOf(extension)) : null;
            row.CoveredUntil = coveredUntil;
            row.StaleUntilRead = returnedAt > row.LastGoodRead;
            row.UnconfirmedSince ??= _clock.GetUtcNow();
        }
    }

    /// <summary>Who the person is, for people who read the board.</summary>
    internal void Describe(UserProfile profile)
    {
        if (_rows.TryGetValue(profile.Extension, out var row))
        {
            row.Describe(profile);
        }
    }

    /// <summary>Whether the times of an extension are kept from users, by the person or by the site. Of one that is not on the board, they are.</summary>
    internal bool HidesTimes(string extension) => !_rows.TryGetValue(extension, out var row) || row.HidesTimes || Hides(_site.Current);

    /// <summary>A calendar was read, changed or not.</summary>
    internal void Confirm(GoodReading reading)
    {
        if (_rows.TryGetValue(reading.Extension, out var row))
        {
            row.LastGoodRead = reading.ReadAt;
            row.CoveredUntil = reading.Window.To;
            row.UnconfirmedSince = null;
            row.StaleUntilRead = false;
            row.OutdatedSince = reading.RequestedAt < row.OutdatedSince ? row.OutdatedSince : null;
            row.Trouble = null;
        }
    }

    /// <summary>The server tells of changes of a calendar from now on, or does so no longer.</summary>
    internal void Follow(string extension, bool isFollowed)
    {
        if (_rows.TryGetValue(extension, out var row))
        {
            HoldUntilNow(row);
            row.IsFollowed = isFollowed;
        }
    }

    /// <summary>The server has told of a change, or may have missed one. Until the calendar is asked for again, which may be a while when the server refuses to be read, nobody vouches for it.</summary>
    internal void Outdate(string extension)
    {
        if (_rows.TryGetValue(extension, out var row))
        {
            HoldUntilNow(row);
            row.OutdatedSince = _clock.GetUtcNow();
        }
    }

    /// <summary>A calendar could not be read.</summary>
    internal void Doubt(FailedReading reading)
    {
        if (_rows.TryGetValue(reading.Extension, out var row))
        {
            HoldUntilNow(row);
            row.Trouble = reading;
        }
    }

    /// <summary>Why the last try to read an extension's calendar failed; null when it did not.</summary>
    internal FailedReading? TroubleOf(string extension) => _rows.TryGetValue(extension, out var row) ? row.Trouble : null;

    /// <summary>When an extension's calendar was last read, UTC; null when never.</summary>
    internal DateTimeOffset? LastGoodReadOf(string extension) => _rows.TryGetValue(extension, out var row) ? row.LastGoodRead : null;

    /// <summary>How reading an extension's calendar goes; null when the calendar does not drive its presence.</summary>
    internal MailboxHealth? MailboxOf(string extension, string account) => MailboxOf(extension, account, Moment());

    /// <summary>How reading goes, for all of these whose calendars drive their presence.</summary>
    internal IEnumerable<MailboxHealth> MailboxesOf(IEnumerable<UserProfile> users)
    {
        var moment = Moment();
        return users.Select(user => user.Account is { } account ? MailboxOf(user.Extension, account, moment) : null).OfType<MailboxHealth>();
    }

    private MailboxHealth? MailboxOf(string extension, string account, (DateTimeOffset Now, TimeSpan Patience, PresenceList Presences, bool HidesTimes) moment)
    {
        if (!_rows.TryGetValue(extension, out var row) || !row.Shown.Integrated)
        {
            return null;
        }

        var staleSince = StaleSince(row, row.Shown, moment);
        var trouble = row.Trouble;
        var state = trouble is not null ? MailboxHealth.StateAfter(trouble.Failure)
            : row.LastGoodRead is null ? MailboxState.Waiting
            : staleSince is not null ? MailboxState.Stale
            : MailboxState.Reading;
        return new MailboxHealth(extension, account, state, trouble?.Reason, row.IsVouchedFor ? moment.Now : row.LastGoodRead, staleSince, trouble?.NextTry, row.IsFollowed);
    }

    private void Remember(BoardRow[] order, long comings)
    {
        lock (_gate)
        {
            if (comings == _comings)
            {
                _order = order;
            }
        }
    }

    private void SomebodyCameOrWent()
    {
        _order = null;
        _comings++;
    }

    private void Take(JournalEntry entry)
    {
        if (entry.Event is UserChanged user)
        {
            Take(user);
        }
        else if (PresenceIds.ExtensionOf(entry.PersistenceId) is { } extension && RowOf(extension, entry.Event) is { } row)
        {
            Take(row, entry);
        }
    }

    // A life begins with the site's settings; whatever else is said of somebody who is not on the board comes too late.
    private BoardRow? RowOf(string extension, object? happened) =>
        _rows.TryGetValue(extension, out var row) ? row
        : happened is PresenceEvent.SiteApplied first ? Await(extension, first.At)
        : null;

    private BoardRow Await(string extension, DateTimeOffset at)
    {
        SomebodyCameOrWent();
        return _rows[extension] = new BoardRow(extension)
        {
            Shown = Shown.Of(_site.Current.Rules, at),
            UnconfirmedSince = _clock.GetUtcNow(),
            Awaited = true,
        };
    }

    private void Leave(string extension)
    {
        SomebodyCameOrWent();
        _rows.TryRemove(extension, out _);
    }

    // Who was told that a user was added or removed finds that on the board, although the actor of the extension has yet to hear of it.
    private void Take(UserChanged change)
    {
        if (change.Profile is null)
        {
            Leave(change.Extension);
        }
        else
        {
            var row = _rows.TryGetValue(change.Extension, out var known) ? known : Await(change.Extension, change.At);
            row.Describe(change.Profile);
        }
    }

    private void Take(BoardRow row, JournalEntry entry)
    {
        switch (entry.Event)
        {
            case ExtensionRetired when !row.Awaited:
                Leave(row.Extension);
                break;

            case PresenceEvent.SiteApplied first when row.Awaited:
                row.Awaited = false;
                row.Shown = Shown.Of(first.Site, first.At);
                Take(row, first, entry.Sequence);
                break;

            case PresenceEvent happened when !row.Awaited:
                Take(row, happened, entry.Sequence);
                break;
        }
    }

    private void Take(BoardRow row, PresenceEvent happened, long sequence)
    {
        var before = row.Shown;
        row.Shown = before.After(happened, sequence);
        if (happened is PresenceEvent.UserApplied { CalendarForgotten: true })
        {
            (row.LastGoodRead, row.CoveredUntil, row.OutdatedSince, row.Trouble) = (null, null, null, null);
            (row.UnconfirmedSince, row.StaleUntilRead) = (_clock.GetUtcNow(), false);
        }
        else if (row.Shown.Integrated && !before.Integrated)
        {
            // The kept calendar drives presence from now on, although nobody has looked whether it still holds (SEMANTICS §1).
            (row.UnconfirmedSince, row.StaleUntilRead) = (_clock.GetUtcNow(), row.LastGoodRead is not null);
        }
    }

    private static bool Hides(SiteConfiguration site) => site.ScheduleTimes == ScheduleTimes.Receptionists;

    // As long as the server would have told of a change, the last reading was as good as a new one.
    private void HoldUntilNow(BoardRow row)
    {
        if (row.IsVouchedFor)
        {
            row.LastGoodRead = _clock.GetUtcNow();
        }
    }

    // An extension may also be placed because its actor failed and began again; then the row knows best.
    private static DateTimeOffset Latest(DateTimeOffset stored, DateTimeOffset? onBoard, DateTimeOffset remembered)
    {
        var later = stored > remembered ? stored : remembered;
        return onBoard > later ? onBoard.Value : later;
    }

    private (DateTimeOffset Now, TimeSpan Patience, PresenceList Presences, bool HidesTimes) Moment()
    {
        var site = _site.Current;
        var threeIntervals = 3 * site.PollInterval;
        return (_clock.GetUtcNow(), threeIntervals > ShortestStaleness ? threeIntervals : ShortestStaleness, site.Rules.Presences, Hides(site));
    }

    private static DateTimeOffset? StaleSince(BoardRow row, Shown shown, (DateTimeOffset Now, TimeSpan Patience, PresenceList Presences, bool HidesTimes) moment)
    {
        if (!shown.Integrated || (row.IsVouchedFor && !row.StaleUntilRead))
        {
            return null;
        }

        // Only who was never read is given time from when reading could begin: a restart makes no calendar fresher than it is.
        var known = row.LastGoodRead ?? row.UnconfirmedSince;
        return row.StaleUntilRead || moment.Now - known > moment.Patience ? known : null;
    }

    private static PresenceView ViewOf(BoardRow row, Shown shown, (DateTimeOffset Now, TimeSpan Patience, PresenceList Presences, bool HidesTimes) moment) => new()
    {
        Extension = row.Extension,
        Name = row.Name,
        Presence = shown.Presence,
        Availability = moment.Presences.Find(shown.Presence)?.Availability ?? Availability.Open,
        Since = shown.Since,
        Cause = shown.Cause,
        Until = shown.Outlook.Until,
        Next = shown.Outlook.Next,
        Manual = shown.Manual,
        Integrated = shown.Integrated,
        StaleSince = StaleSince(row, shown, moment),
        CoveredUntil = row.CoveredUntil,
        Sequence = shown.Sequence,
        Group = row.Group,
        TimesHidden = row.HidesTimes || moment.HidesTimes,
    };
}
