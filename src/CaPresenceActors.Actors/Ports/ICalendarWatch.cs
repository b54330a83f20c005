namespace CaPresenceActors.Actors.Ports;

/// <summary>
/// Tells which calendars have changed, without saying what: who hears it reads the calendar. Made by <see cref="ICalendarSource.Watch"/>.
/// </summary>
/// <remarks>
/// <para>
/// It looks after itself: it subscribes at a pace that the server bears, notices dead connections, subscribes anew after every gap, and never throws because of the server. A mailbox about which it has
/// said nothing yet is not followed. Nothing hides in a gap: whatever may have been missed is reported by <see cref="ICalendarChangeObserver.Follows"/> or
/// <see cref="ICalendarChangeObserver.Changed"/> once a notification could be heard again.
/// </para>
/// <para>It ends its subscriptions when it is disposed of, in a few seconds at most. Dispose of it before its source. Nothing is reported after that.</para>
/// </remarks>
public interface ICalendarWatch : IAsyncDisposable
{
    /// <summary>What there is to see of it at the moment.</summary>
    WatchFigures Figures { get; }

    /// <summary>The mailboxes to follow, all of them; those that are not among them any more are let go without a word. Returns at once, and may be called from any thread.</summary>
    void Follow(IReadOnlyCollection<string> accounts);
}

/// <summary>
/// Hears which calendars have changed. Called from any thread, one call at a time for each watch, in the order in which it happened. Must not block and must not throw. Accounts are spelled as they
/// were given to <see cref="ICalendarWatch.Follow"/>.
/// </summary>
public interface ICalendarChangeObserver
{
    /// <summary>The calendar has changed, or may have: read it. Comes again and again within a second or two for one action of a user, so wait a moment for more.</summary>
    void Changed(string account);

    /// <summary>
    /// From now on changes of this calendar are heard. What happened before may have been missed: read it once now; afterwards a slow safety re-read is enough. Comes again after every gap, also without a
    /// <see cref="Lost"/> before it, and means the same then.
    /// </summary>
    void Follows(string account);

    /// <summary>Changes of this calendar are not heard at the moment: poll it. Comes again when the kind of loss or its reason changes.</summary>
    void Lost(string account, WatchLoss loss);
}

/// <summary>Why changes of a calendar are not heard.</summary>
public abstract record WatchLoss
{
    private WatchLoss(string reason) => Reason = reason;

    /// <summary>A sentence for the administrator: what was found, and what to do. Without secrets and subjects.</summary>
    public string Reason { get; }

    /// <summary>The connection or the subscription has gone and is being made anew. Passes by itself.</summary>
    public sealed record Passing(string Reason) : WatchLoss(Reason);

    /// <summary>The mailbox cannot be followed, for want of rights or because of a limit, say. It will stay so until somebody acts; it is tried again now and then.</summary>
    /// <param name="Failure">What kind of trouble it is.</param>
    /// <param name="Reason">The sentence.</param>
    /// <param name="RetryIn">How long until it is tried again; null when that waits for something else, such as other settings.</param>
    public sealed record Lasting(ReadFailure Failure, string Reason, TimeSpan? RetryIn) : WatchLoss(Reason);
}

/// <summary>The figures of a watch, for the health page and metrics. Counters begin with the watch and only grow.</summary>
public sealed record WatchFigures
{
    /// <summary>A watch that has not begun.</summary>
    public static WatchFigures None { get; } = new();

    /// <summary>How many mailboxes are to be followed.</summary>
    public int Wanted { get; init; }

    /// <summary>How many are carried by a live stream.</summary>
    public int Followed { get; init; }

    /// <summary>How many cannot be followed until somebody acts.</summary>
    public int LastingLosses { get; init; }

    /// <summary>Streams that are open and have been answered.</summary>
    public int Streams { get; init; }

    /// <summary>Subscriptions that the server holds for this watch, as far as it knows.</summary>
    public int Subscriptions { get; init; }

    /// <summary>Counter: requests sent (Subscribe, Unsubscribe, and every opening of a stream).</summary>
    public long Requests { get; init; }

    /// <summary>Counter: requests that were not answered with what they asked for.</summary>
    public long Refused { get; init; }

    /// <summary>Counter: streams that ended other than planned.</summary>
    public long BrokenStreams { get; init; }

    /// <summary>Counter: notifications of changed calendars received.</summary>
    public long Notifications { get; init; }

    /// <summary>Counter: bytes received on streams.</summary>
    public long Bytes { get; init; }

    /// <summary>How many requests may be under way at the moment; 0 while all wait.</summary>
    public int Concurrency { get; init; }

    /// <summary>Until when all requests wait, UTC; null when they do not, or wait for something else than time.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>Why all requests wait, in a sentence; null when they do not.</summary>
    public string? Trouble { get; init; }
}
