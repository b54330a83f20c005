using System.Collections.Immutable;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;

namespace CaPresenceActors.Exchange.Streaming;

/// <summary>
/// Decides what the watch does: whom to subscribe when, which stream to open, what an error means, and what the observer is told. It does nothing itself: what happens is brought to it, with the time since the
/// watch began, and what is to be done is fetched by <see cref="Step"/>. Not for several threads.
/// </summary>
/// <remarks>
/// <para>
/// Mailboxes are put into groups as they come. The first of a group is its anchor: it is subscribed alone, and its answer leads the others to the same back end. When nobody of a group waits to be subscribed,
/// its stream is opened; who comes later joins when the stream is opened anew, some seconds later.
/// </para>
/// <para>
/// A stream that ends keeps its subscriptions: they outlive it, and the one request that opens the next one tells which of them are dead. They are made anew, all of them, when the server refuses the stream
/// without saying which is at fault, when it was silent twice, and when the group loses its anchor. Whatever was the reason, the new stream reports every mailbox that it carries as followed again, and thereby
/// to be read: what happened in between does not hide.
/// </para>
/// </remarks>
internal sealed partial class WatchPlan
{
    private const int StrikesUntilLeaving = 3;
    private const int StrikesUntilGivingUp = 6;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ThrottledPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstMovePause = TimeSpan.FromMinutes(1);

    /// <summary>What lived so long was sound: what fails next fails for the first time.</summary>
    private static readonly TimeSpan SoundAfter = TimeSpan.FromSeconds(60);

    private readonly WatchSettings _settings;
    private readonly BackOff _backOff;
    private readonly WatchGate _gate;
    private readonly WatchTelling _telling;
    private readonly List<WatchOrder> _orders = [];
    private readonly Dictionary<string, WatchedMailbox> _mailboxes = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SubscriptionGroup> _groups = [];
    private readonly PriorityQueue<WatchedMailbox, (TimeSpan DueAt, long Order)> _due = new();
    private readonly Queue<Subscription> _departures = new();
    private long _lastMailbox;
    private int _lastGroup;
    private bool _toldToWait;

    public WatchPlan(WatchSettings settings)
    {
        _settings = settings;
        _backOff = new BackOff(settings.Chance);
        _gate = new WatchGate(settings);
        _telling = new WatchTelling(_orders);
    }

    /// <summary>Everything the server holds for us, to be ended when the watch ends.</summary>
    public ImmutableArray<Subscription> Holdings =>
    [
        .. _groups.SelectMany(g => g.Members.Select(m => m.Subscription).OfType<Subscription>().Concat(g.Departing)),
        .. _departures,
    ];

    /// <summary>What there is to see, without what only the doer knows.</summary>
    public WatchFigures Figures(TimeSpan now) => new()
    {
        Wanted = _mailboxes.Count,
        Followed = _telling.Followed,
        LastingLosses = _telling.LastingLosses,
        Notifications = _telling.Notifications,
        Streams = _groups.Count(g => g.LiveSince is not null),
        Subscriptions = _groups.Sum(g => g.SubscriptionCount + g.Departing.Count) + _departures.Count,
        BrokenStreams = _brokenStreams,
        Concurrency = _gate.Allows(now),
        Trouble = _gate.Trouble?.Reason,
    };

    /// <summary>When the gate opens; null when it is open, or waits for something else.</summary>
    public TimeSpan? WaitsUntil => _gate.OpensAt;

    /// <summary>Whether it is of interest that the account is accepted at reading.</summary>
    public bool WaitsForAccount => _gate.Trouble is { Failure: ReadFailure.NotAuthenticated };

    /// <summary>The mailboxes to follow, all of them.</summary>
    public void Follow(IEnumerable<string> accounts, TimeSpan now)
    {
        var wanted = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var account in accounts)
        {
            if (wanted.Add(account) && !_mailboxes.ContainsKey(account))
            {
                Take(new WatchedMailbox(account, ++_lastMailbox), now);
            }
        }

        foreach (var mailbox in _mailboxes.Values.Where(m => !wanted.Contains(m.Account)).ToList())
        {
            _mailboxes.Remove(mailbox.Account);
            mailbox.IsGone = true;
            _telling.Gone(mailbox);
            LeaveGroup(mailbox, now);
        }
    }

    /// <summary>A Subscribe was answered.</summary>
    public void Subscribed(WatchOrder.Subscribe order, string? subscriptionId, Trouble? trouble, TimeSpan now)
    {
        var (mailbox, group) = (order.Mailbox, order.Group);
        mailbox.IsSubscribing = false;
        Settle(order.Epoch, trouble, now);
        if (subscriptionId is not null && (mailbox.IsGone || mailbox.Group != group || group.Affinity != order.Affinity))
        {
            // Meanwhile it was let go, or its group has gone elsewhere.
            _departures.Enqueue(new Subscription(mailbox.Account, subscriptionId, order.Affinity));
            subscriptionId = null;
        }

        if (mailbox.IsGone)
        {
            Unlead(mailbox, group, now);
        }
        else if (subscriptionId is not null)
        {
            Hold(mailbox, group, subscriptionId, now);
        }
        else if (trouble is null)
        {
            Unlead(mailbox, group, now);
            Schedule(mailbox, now);
        }
        else
        {
            Unlead(mailbox, group, now);
            Fail(mailbox, trouble, now);
        }
    }

    /// <summary>An Unsubscribe was answered. Whether it went well does not matter: what is left expires.</summary>
    public void Unsubscribed(WatchOrder.Unsubscribe order, Trouble? trouble, TimeSpan now) =>
        Settle(order.Epoch, trouble is not null && SubscriptionFates.IsOfTheServer(trouble) ? trouble : null, now);

    /// <summary>Reading has shown whether the account is accepted.</summary>
    public void SeeAccount(bool accepted, string reason, TimeSpan now) =>
        _gate.SeeAccount(accepted, new Trouble(ReadFailure.NotAuthenticated, reason), now);

    /// <summary>Fetches what is to be done now, in its order, and when to ask again if nothing happens before.</summary>
    public (ImmutableArray<WatchOrder> Orders, TimeSpan? LookAgainAt) Step(TimeSpan now)
    {
        TellOfGate(now);
        StepStreams(now);
        StepMailboxes(now);
        StepDepartures(now);
        _telling.Settled(_mailboxes.Count, _groups.Count(g => g.LiveSince is not null));
        var orders = _orders.ToImmutableArray();
        _orders.Clear();
        return (orders, LookAgainAt(now));
    }

    private void Take(WatchedMailbox mailbox, TimeSpan now)
    {
        _mailboxes.Add(mailbox.Account, mailbox);
        if (AccountAddress.Problem(mailbox.Account) is { } problem)
        {
            _telling.Lost(mailbox, new WatchLoss.Lasting(problem.Failure, problem.Reason, RetryIn: null));
        }
        else
        {
            // Placed at once, so that its group's stream waits for it.
            Place(mailbox);
            Schedule(mailbox, now);
        }
    }

    private void Schedule(WatchedMailbox mailbox, TimeSpan dueAt)
    {
        mailbox.DueAt = dueAt;
        _due.Enqueue(mailbox, (dueAt, mailbox.Order));
    }

    private void StepMailboxes(TimeSpan now)
    {
        while (_gate.Free(now) > 0 && _due.TryPeek(out var mailbox, out var priority) && priority.DueAt <= now)
        {
            _due.Dequeue();
            var isOld = mailbox.IsGone || mailbox.IsSubscribing || mailbox.Subscription is not null || mailbox.DueAt != priority.DueAt;
            if (!isOld)
            {
                Subscribe(mailbox);
            }
        }
    }

    private void Subscribe(WatchedMailbox mailbox)
    {
        var group = mailbox.Group ?? Place(mailbox);
        if (group.Anchor is null)
        {
            group.SetAnchor(mailbox);
        }

        if (!group.IsSettled && group.Anchor != mailbox)
        {
            group.Waiting.Add(mailbox);
            return;
        }

        mailbox.IsSubscribing = true;
        _gate.UnderWay++;
        _orders.Add(new WatchOrder.Subscribe(mailbox, group, group.Affinity!, _gate.Epoch));
    }

    private SubscriptionGroup Place(WatchedMailbox mailbox)
    {
        var group = _groups.Find(g => g.Members.Count + g.Departing.Count < _settings.SubscriptionsPerStream && g != mailbox.Avoids);
        if (group is null)
        {
            group = new SubscriptionGroup(++_lastGroup);
            _groups.Add(group);
        }

        group.Members.Add(mailbox);
        mailbox.Group = group;
        return group;
    }

    private void Hold(WatchedMailbox mailbox, SubscriptionGroup group, string subscriptionId, TimeSpan now)
    {
        mailbox.Failures = 0;
        group.Hold(mailbox, new Subscription(mailbox.Account, subscriptionId, group.Affinity!));
        if (!group.IsSettled)
        {
            group.IsSettled = true;
            Release(group.Waiting);
        }

        WantStream(group, now);
    }

    // Its turn is kept: who waited for an anchor comes before who came later.
    private void Release(List<WatchedMailbox> waiting)
    {
        foreach (var mailbox in waiting)
        {
            _due.Enqueue(mailbox, (mailbox.DueAt, mailbox.Order));
        }

        waiting.Clear();
    }

    // An anchor that cannot be subscribed leads nobody: the next one tries.
    private void Unlead(WatchedMailbox mailbox, SubscriptionGroup group, TimeSpan now)
    {
        if (group.Anchor == mailbox && !group.IsSettled)
        {
            group.SetAnchor(null);
            Release(group.Waiting);
        }

        DropIfEmpty(group, now);
    }

    private void Fail(WatchedMailbox mailbox, Trouble trouble, TimeSpan now)
    {
        if (SubscriptionFates.IsOfTheServer(trouble))
        {
            // The gate waits for everybody, and its turn stays.
            Schedule(mailbox, mailbox.DueAt);
            TellWhileWaiting(mailbox, trouble);
            return;
        }

        mailbox.Failures++;
        switch (SubscriptionFates.Of(trouble))
        {
            case SubscriptionFate.GiveUp:
                GiveUp(mailbox, trouble, now);
                break;
            case SubscriptionFate.Leave:
                Leave(mailbox, trouble, now);
                break;
            default:
                var first = trouble is { Failure: ReadFailure.Throttled, RetryAfter: null } ? ThrottledPause : FirstPause;
                _telling.Lost(mailbox, new WatchLoss.Passing(trouble.Reason));
                Schedule(mailbox, now + _backOff.After(first, mailbox.Failures, trouble.RetryAfter));
                break;
        }
    }

    private void TellWhileWaiting(WatchedMailbox mailbox, Trouble trouble) => _telling.Lost(
        mailbox,
        trouble.Failure == ReadFailure.NotAuthenticated && _gate.IsStopped ? Stopped(trouble.Reason) : new WatchLoss.Passing(trouble.Reason));

    private static WatchLoss.Lasting Stopped(string reason) =>
        new(ReadFailure.NotAuthenticated, $"{reason} Nothing is asked for notifications until the account is accepted at reading or the settings change, so that it is not locked out.", RetryIn: null);

    private void GiveUp(WatchedMailbox mailbox, Trouble trouble, TimeSpan now)
    {
        LeaveGroup(mailbox, now);
        mailbox.Strikes = 0;
        var retryIn = _backOff.Slow(_settings.LastingRetry);
        _telling.Lost(mailbox, new WatchLoss.Lasting(trouble.Failure, trouble.Reason, retryIn));
        _telling.CannotFollow(mailbox, trouble);
        Schedule(mailbox, now + retryIn);
    }

    private void Leave(WatchedMailbox mailbox, Trouble trouble, TimeSpan now)
    {
        mailbox.Avoids = mailbox.Group;
        LeaveGroup(mailbox, now);
        if (mailbox.Failures >= StrikesUntilGivingUp)
        {
            GiveUp(mailbox, trouble, now);
            return;
        }

        _telling.Lost(mailbox, new WatchLoss.Passing(trouble.Reason));
        Schedule(mailbox, now + _backOff.After(FirstMovePause, Math.Max(1, mailbox.Failures), trouble.RetryAfter));
    }

    /// <summary>Its subscription is dead: a new one is made, soon at first, and elsewhere when that does not help.</summary>
    private void Replace(WatchedMailbox mailbox, Trouble trouble, TimeSpan now)
    {
        mailbox.Strikes = now - mailbox.FollowedSince >= SoundAfter ? 1 : mailbox.Strikes + 1;
        mailbox.Group!.LetGo(mailbox);
        _telling.Lost(mailbox, new WatchLoss.Passing(trouble.Reason));
        if (mailbox.Strikes >= StrikesUntilGivingUp)
        {
            GiveUp(mailbox, trouble, now);
            return;
        }

        if (mailbox.Strikes == StrikesUntilLeaving)
        {
            mailbox.Avoids = mailbox.Group;
            LeaveGroup(mailbox, now);
        }

        Schedule(mailbox, mailbox.Strikes == 1 ? now : now + _backOff.After(FirstPause, mailbox.Strikes - 1, trouble.RetryAfter));
    }

    private void LeaveGroup(WatchedMailbox mailbox, TimeSpan now)
    {
        if (mailbox.Group is not { } group)
        {
            return;
        }

        var isCarried = mailbox.IsCarried && group.Stream is not null;
        var departure = group.LetGo(mailbox);
        group.Members.Remove(mailbox);
        group.Waiting.Remove(mailbox);
        mailbox.Group = null;
        if (departure is not null && isCarried)
        {
            // To end it now would spoil the stream for the others.
            group.Departing.Add(departure);
            WantStream(group, now);
        }
        else if (departure is not null)
        {
            _departures.Enqueue(departure);
        }

        if (group.Anchor == mailbox && group.Members.Count > 0)
        {
            // Requests may not go on in the name of somebody who is not to be followed.
            Rebuild(group, "The mailbox that led the way to its server has left; the others are subscribed anew.", now);
        }

        DropIfEmpty(group, now);
    }

    private void DropIfEmpty(SubscriptionGroup group, TimeSpan now)
    {
        if (group.Members.Count == 0)
        {
            CloseStream(group, now);
            _groups.Remove(group);
        }
    }

    private void StepDepartures(TimeSpan now)
    {
        while (_departures.Count > 0 && _gate.Free(now) > 0)
        {
            _gate.UnderWay++;
            _orders.Add(new WatchOrder.Unsubscribe(_departures.Dequeue(), _gate.Epoch));
        }
    }

    private void Settle(int epoch, Trouble? trouble, TimeSpan now)
    {
        _gate.UnderWay--;
        _gate.Settle(epoch, trouble, now);
    }

    private void TellOfGate(TimeSpan now)
    {
        if (_gate.Trouble is { } trouble)
        {
            // A short pause is no state that anybody wants to hear of.
            if (!_toldToWait && _gate.OpensAt - now >= FirstPause)
            {
                _toldToWait = true;
                _telling.Report(new WatchReport.Waits(trouble, _gate.OpensAt - now));
            }

            if (_gate.IsStopped && !_toldStopped)
            {
                _toldToWait = true;
                _toldStopped = true;
                _telling.Report(new WatchReport.Waits(trouble, For: null));
                foreach (var mailbox in _mailboxes.Values.Where(m => m.FollowedSince is null && m.Loss is not WatchLoss.Lasting))
                {
                    _telling.Lost(mailbox, Stopped(trouble.Reason));
                }
            }
        }
        else if (_toldToWait)
        {
            _toldToWait = false;
            _toldStopped = false;
            _telling.Report(new WatchReport.GoesOn());
        }
    }

    private TimeSpan? LookAgainAt(TimeSpan now)
    {
        TimeSpan? earliest = null;
        if (_gate.Trouble is not null && _gate.OpensAt > now)
        {
            earliest = _gate.OpensAt;
        }

        var isFree = _gate.Free(now) > 0;
        if (isFree && _due.TryPeek(out _, out var priority))
        {
            Consider(priority.DueAt);
        }

        foreach (var group in _groups)
        {
            if (group.OpenAt is not null)
            {
                Consider(group.OpenAt > now ? group.OpenAt : group.OpenAtLatest > now ? group.OpenAtLatest : null);
            }

            if (group.LiveSince is not null)
            {
                Consider(group.RenewAt > now ? group.RenewAt : null);
            }
        }

        return earliest;

        void Consider(TimeSpan? at) => earliest = at < earliest || earliest is null ? at ?? earliest : earliest;
    }
}
