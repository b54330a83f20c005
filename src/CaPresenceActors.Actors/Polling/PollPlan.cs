using System.Collections.Immutable;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Polling;

/// <summary>
/// Which mailbox is read when. No clock, no I/O, no tasks: the caller says what time it is, sends the requests, and tells what came of them.
/// </summary>
/// <remarks>
/// <para>Times are spans on one monotonic clock, since the plan deals in delays; what the wall clock shows is nothing to it.</para>
/// <para>
/// Every mailbox has its turn at a fixed place in the interval, drawn from its account. So requests are spread evenly, an addition disturbs nobody, and after
/// a restart or an outage everyone finds back to their place. A mailbox that is new is due at once; what is due is sent in the order in which it became due, as
/// many at a time as the <see cref="ServerGate"/> allows. Where a request can ask for many mailboxes, those whose turn comes soon are asked for early.
/// </para>
/// <para>A mailbox is never asked for twice at once. An answer that nobody waits for any more (another server, another account) is dropped.</para>
/// </remarks>
/// <param name="chance">Spreads tries that would otherwise come together.</param>
internal sealed partial class PollPlan(Random chance)
{
    // The first sweep takes in what is announced while it begins.
    private static readonly TimeSpan FirstSweep = TimeSpan.FromSeconds(2);

    private readonly MailboxTable _mailboxes = [];
    private readonly Dictionary<string, Subscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Running> _running = [];
    private readonly DueQueue _queue = new();
    private readonly ReadBackOff _backOff = new(chance);
    private readonly ServerGate _gate = new(chance);
    private readonly List<SweepSummary> _endedSweeps = [];
    private PollPace? _pace;
    private Sweep? _sweep;
    private int _sweeps;
    private long _lastId;
    private long _urgent;
    private TimeSpan _reviewDeniedFrom;

    /// <summary>How many mailboxes are read.</summary>
    public int Mailboxes => _mailboxes.Count;

    /// <summary>How many requests are under way.</summary>
    public int InFlight => _running.Count;

    /// <summary>Whether nothing is asked until somebody gives the connection again.</summary>
    public bool WaitsForSettings => _gate.WaitsForSettings;

    /// <summary>What keeps everybody from being read, in a sentence; null when nothing does.</summary>
    public string? HeldUpBy => _gate.ClosedBy;

    /// <summary>Which extension wants to hear of which mailbox.</summary>
    public IEnumerable<(string Extension, MailboxQuery Mailbox)> Watches() =>
        _subscriptions.Values.Select(s => (s.Extension, s.Mailbox.Query with { Account = s.Account }));

    /// <summary>Reads a server from now on, another one than before or the same one as another account: what is under way is forgotten, and every mailbox is due.</summary>
    public void Begin(PollPace pace, TimeSpan now)
    {
        Stop();
        _pace = pace;
        foreach (var mailbox in _mailboxes)
        {
            mailbox.Failure = null;
            mailbox.Failures = 0;
            mailbox.NotBefore = default;
            _queue.Put(mailbox, now);
        }
    }

    /// <summary>Reads nothing until there is a server to read.</summary>
    public void Stop()
    {
        foreach (var mailbox in _running.Values.SelectMany(running => running.Mailboxes))
        {
            mailbox.InFlight = false;
            mailbox.Again = false;
            ForgetIfUnwanted(mailbox);
        }

        _pace = null;
        _changed.Clear();
        _running.Clear();
        _gate.Reset();
        _sweep = null;
        _endedSweeps.Clear();
    }

    /// <summary>Reads the same server at another pace.</summary>
    public void ChangePace(PollPace pace, TimeSpan now)
    {
        var before = _pace;
        _pace = pace;
        if (before?.Interval == pace.Interval && before.SafetyInterval == pace.SafetyInterval)
        {
            return;
        }

        _sweep = null;
        foreach (var mailbox in _mailboxes.Where(m => m.Place >= 0 && m.Failure is null && m.Due > now).ToList())
        {
            _queue.Put(mailbox, TurnAfter(now, mailbox));
        }
    }

    /// <summary>Makes every mailbox due that the server does not want to be left alone for: the readings that are there cover the wrong time.</summary>
    public void ReadAllAgain(TimeSpan now)
    {
        foreach (var mailbox in _mailboxes)
        {
            if (mailbox.InFlight)
            {
                mailbox.Again = true;
            }
            else if (mailbox.Due > now)
            {
                _queue.Put(mailbox, Later(now, mailbox.NotBefore));
            }
        }
    }

    /// <summary>Reads a mailbox for an extension. Another mailbox than before replaces it; the same changes nothing.</summary>
    public void Watch(string extension, MailboxQuery query, TimeSpan now)
    {
        var key = new MailboxKey(query);
        if (_subscriptions.TryGetValue(extension, out var before))
        {
            if (new MailboxKey(before.Mailbox.Query) == key && string.Equals(before.Account, query.Account, StringComparison.Ordinal))
            {
                return;
            }

            Unwatch(extension);
        }

        var known = _mailboxes.Count;
        var mailbox = _mailboxes.GetOrAdd(query);
        Followed += mailbox.IsFollowed && _mailboxes.Count > known ? 1 : 0;
        var subscription = new Subscription(extension, query.Account, mailbox, _lastId + 1);
        mailbox.Add(subscription);
        _subscriptions[extension] = subscription;
        MakeDue(mailbox, now);
    }

    /// <summary>Reads no mailbox for this extension any longer.</summary>
    public void Unwatch(string extension)
    {
        if (_subscriptions.Remove(extension, out var subscription))
        {
            subscription.Mailbox.Remove(subscription);
            ForgetIfUnwanted(subscription.Mailbox);
        }
    }

    /// <summary>
    /// Reads an extension's mailbox before all others, as soon as the server may be asked: somebody waits for it, or it is known to have changed.
    /// While a read is under way, it may have missed the change, and another one follows.
    /// </summary>
    /// <returns>Whether the extension is watched.</returns>
    public bool ReadSoon(string extension, TimeSpan now)
    {
        if (!_subscriptions.TryGetValue(extension, out var subscription))
        {
            return false;
        }

        ReadSoon(subscription.Mailbox, now);
        return true;
    }

    /// <summary>What to do now.</summary>
    public PollStep Next(TimeSpan now)
    {
        if (_pace is not { } pace)
        {
            return new PollStep([], null);
        }

        TakeChanged(now);
        var start = ImmutableArray.CreateBuilder<ReadRequest>();
        while (_running.Count < _gate.Allows(now, pace.Concurrency) && NextBatch(pace, now) is { } batch)
        {
            start.Add(Start(batch, pace, now));
        }

        return new PollStep(start.DrainToImmutable(), Sooner(LookAgainAt(pace, now), _changed.First));
    }

    /// <summary>Takes in the answers to a request: one for each of its mailboxes, in their order.</summary>
    public PollOutcome Completed(long id, ImmutableArray<MailboxReading> answers, TimeSpan now)
    {
        if (_pace is not { } pace || !_running.Remove(id, out var running))
        {
            return PollOutcome.Nothing;
        }

        var news = _gate.Settle((id, running.Mailboxes), ServerVerdict.Of(answers), (pace, _mailboxes.Count, _lastId), now);
        var recovered = false;
        for (var i = 0; i < answers.Length; i++)
        {
            var mailbox = running.Mailboxes[i];
            recovered |= mailbox.Failure == ReadFailure.AccessDenied && answers[i] is MailboxReading.Good;
            running.Sweep?.Count(mailbox, answers[i], now);
            TakeIn(mailbox, answers[i], running.StartedAt, now);
        }

        TellOthers(news, recovered, now);
        EndSweep(running.Sweep);
        var told = running.Mailboxes.Zip(answers, (mailbox, answer) => Tell(mailbox, answer, id, now)).Where(a => !a.Recipients.IsEmpty).ToImmutableArray();
        running.Mailboxes.ForEach(ForgetIfUnwanted);
        return new PollOutcome(told, TakeEndedSweeps(), news);
    }

    /// <summary>How reading goes.</summary>
    /// <param name="now">Now.</param>
    /// <param name="instantOf">What a time of the plan is on the wall clock.</param>
    /// <param name="lastSweep">The last sweep.</param>
    public PollerHealth Health(TimeSpan now, Func<TimeSpan, DateTimeOffset> instantOf, SweepSummary? lastSweep) => new(
        _mailboxes.Count,
        _running.Count,
        _pace is null ? 0 : _queue.CountDue(now),
        _mailboxes.Where(m => m.Failure is not null).GroupBy(m => m.Failure!.Value).ToImmutableDictionary(g => g.Key, g => g.Count()),
        _gate is { Halted: null, NextProbe: { } probe } ? instantOf(probe) : null,
        _gate.Halted,
        lastSweep)
    {
        Trouble = _gate.Trouble,
        NextTry = _gate.NextProbe is { } next ? instantOf(next) : null,
    };

    private static bool IsWanted(Mailbox mailbox) => mailbox.Subscribers is not null || mailbox.InFlight;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Sooner(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan? Sooner(TimeSpan? one, TimeSpan? other) => one is null ? other : other is null ? one : Sooner(one.Value, other.Value);

    // Before everything that is due by its turn, and in the order of asking.
    private TimeSpan Urgent() => TimeSpan.FromTicks(long.MinValue + ++_urgent);

    private void ReadSoon(Mailbox mailbox, TimeSpan now)
    {
        if (mailbox.InFlight)
        {
            mailbox.Again = true;
        }
        else
        {
            _queue.Put(mailbox, mailbox.NotBefore > now ? mailbox.NotBefore : Urgent());
        }
    }

    private void MakeDue(Mailbox mailbox, TimeSpan now)
    {
        if (mailbox.InFlight)
        {
            mailbox.Again = true;
        }
        else if (mailbox.Place < 0 || mailbox.Due > now)
        {
            _queue.Put(mailbox, Later(now, mailbox.NotBefore));
        }
    }

    private void ForgetIfUnwanted(Mailbox mailbox)
    {
        if (!IsWanted(mailbox))
        {
            _queue.Remove(mailbox);
            _mailboxes.Remove(mailbox);
            Follow(mailbox, false);
        }
    }

    /// <summary>How early a mailbox may be asked for to fill a request: so that about one request's worth of mailboxes is within reach.</summary>
    private TimeSpan Reach(PollPace pace) =>
        pace.MailboxesPerRead == 1 ? TimeSpan.Zero : pace.Interval * Math.Min(0.5, (double)pace.MailboxesPerRead / Math.Max(1, _mailboxes.Count));

    private List<Mailbox>? NextBatch(PollPace pace, TimeSpan now)
    {
        // A probe does not wait for somebody's turn: the sooner the server is known to be back, the better.
        if (_queue.First is not { } first || (_gate.IsClosed ? first.NotBefore : first.Due) > now)
        {
            return null;
        }

        var batch = new List<Mailbox> { first };
        _queue.Remove(first);
        var reach = now + Reach(pace);
        while (batch.Count < pace.MailboxesPerRead && _queue.First is { } next && next.Due <= reach && MayBeEarly(next, now))
        {
            batch.Add(next);
            _queue.Remove(next);
        }

        return batch;
    }

    private static bool MayBeEarly(Mailbox mailbox, TimeSpan now) =>
        mailbox.Due <= now || (mailbox.NotBefore <= now && (mailbox.Failure is not { } failure || ReadBackOff.IsSlow(failure)));

    private ReadRequest Start(List<Mailbox> batch, PollPace pace, TimeSpan now)
    {
        var sweep = _gate.IsClosed ? null : SweepOf(batch[0].Due, pace, now);
        if (sweep is not null)
        {
            sweep.Outstanding++;
        }

        batch.ForEach(mailbox => mailbox.InFlight = true);
        _running[++_lastId] = new Running(batch, sweep, now);
        return new ReadRequest(_lastId, [.. batch.Select(m => m.Query)]);
    }

    private TimeSpan? LookAgainAt(PollPace pace, TimeSpan now)
    {
        if (_running.Count >= Math.Max(1, _gate.Allows(now, pace.Concurrency)) || _queue.First is not { } first)
        {
            return null;
        }

        return _gate.IsClosed ? (_gate.NextProbe is { } probe ? Later(probe, first.NotBefore) : null) : first.Due;
    }

    private void TakeIn(Mailbox mailbox, MailboxReading answer, TimeSpan startedAt, TimeSpan now)
    {
        mailbox.InFlight = false;
        var due = answer is MailboxReading.Failed failed ? DueAfterFailure(mailbox, failed, now) : DueAfterGood(mailbox, startedAt);
        if (mailbox.Again)
        {
            mailbox.Again = false;
            due = mailbox.NotBefore > now ? mailbox.NotBefore : Urgent();
        }

        _queue.Put(mailbox, due);
    }

    private TimeSpan DueAfterGood(Mailbox mailbox, TimeSpan startedAt)
    {
        mailbox.Failure = null;
        mailbox.Failures = 0;
        mailbox.NotBefore = default;

        // Its next turn, and not the one that it was asked for early.
        return TurnAfter(Later(startedAt, Sooner(mailbox.Due, startedAt + Reach(_pace!))), mailbox);
    }

    private TimeSpan DueAfterFailure(Mailbox mailbox, MailboxReading.Failed failed, TimeSpan now)
    {
        var sameKind = mailbox.Failure is { } before && ReadBackOff.IsOfTheServer(before) == ReadBackOff.IsOfTheServer(failed.Failure);
        mailbox.Failures = sameKind ? mailbox.Failures + 1 : 1;
        mailbox.Failure = failed.Failure;
        mailbox.NotBefore = now + ReadBackOff.Wish(failed.RetryAfter);
        return now + _backOff.After(failed.Failure, mailbox.Failures, failed.RetryAfter);
    }

    /// <summary>The first time after an instant at which it is this mailbox's turn.</summary>
    private TimeSpan TurnAfter(TimeSpan after, Mailbox mailbox)
    {
        var interval = IntervalOf(mailbox).Ticks;
        var place = (long)((ulong)interval * (UInt128)mailbox.Phase >> 32);
        var rounds = (after.Ticks - place) / interval;
        var turn = (rounds * interval) + place;
        return TimeSpan.FromTicks(turn > after.Ticks ? turn : turn + interval);
    }

    // When the server is back, what it failed to answer is due; when the account may read one calendar that it might not, it perhaps may read the others, too.
    private void TellOthers(GateNews? news, bool recovered, TimeSpan now)
    {
        if (news is { IsClosed: false })
        {
            Revive(m => ReadBackOff.IsOfTheServer(m.Failure!.Value), now);
        }

        if (recovered && now >= _reviewDeniedFrom)
        {
            _reviewDeniedFrom = now + _pace!.Interval;
            Revive(m => m.Failure == ReadFailure.AccessDenied, now);
        }
    }

    private void Revive(Func<Mailbox, bool> which, TimeSpan now)
    {
        foreach (var mailbox in _mailboxes.Where(m => m is { InFlight: false, Failure: not null } && m.Due > now && which(m)).ToList())
        {
            mailbox.Failures = 0;
            _queue.Put(mailbox, Later(now, mailbox.NotBefore));
        }
    }

    private PollAnswer Tell(Mailbox mailbox, MailboxReading answer, long id, TimeSpan now)
    {
        var recipients = ImmutableArray.CreateBuilder<Recipient>();
        for (var subscription = mailbox.Subscribers; subscription is not null; subscription = subscription.Next)
        {
            if (subscription.FirstRequest <= id)
            {
                recipients.Add(new Recipient(subscription.Extension, subscription.Account));
            }
        }

        var news = answer is MailboxReading.Good { Dropped: > 0 } && !mailbox.DropsAreKnown;
        mailbox.DropsAreKnown |= news;
        return new PollAnswer(answer, recipients.DrainToImmutable(), NextTry(mailbox, now), news);
    }

    private TimeSpan? NextTry(Mailbox mailbox, TimeSpan now) =>
        _gate.WaitsForSettings ? null
        : _gate.NextProbe is { } probe ? Later(probe, mailbox.Failure is { } failure && ReadBackOff.IsOfTheServer(failure) ? mailbox.NotBefore : mailbox.Due)
        : Later(mailbox.Due, now);

    private Sweep SweepOf(TimeSpan due, PollPace pace, TimeSpan now)
    {
        if (_sweep is { HasEnded: false } current && due < current.End)
        {
            return current;
        }

        // A sweep is a round over everybody, which takes longer where hardly anybody has to be polled.
        var length = Followed == _mailboxes.Count ? pace.SafetyInterval : pace.Interval;
        if (_sweep is not { } last)
        {
            return _sweep = new Sweep(++_sweeps, now + Sooner(length, FirstSweep), now);
        }

        if (last.Outstanding == 0)
        {
            Report(last);
        }

        var skipped = due < last.End ? 0 : (due - last.End).Ticks / length.Ticks;
        return _sweep = new Sweep(++_sweeps, last.End + (length * (1 + skipped)), now);
    }

    private void EndSweep(Sweep? sweep)
    {
        if (sweep is null || --sweep.Outstanding > 0)
        {
            return;
        }

        if (sweep != _sweep || _gate.IsClosed || _queue.First is not { } first || first.Due >= sweep.End)
        {
            Report(sweep);
        }
    }

    private void Report(Sweep sweep)
    {
        if (!sweep.HasEnded && sweep.Close() is { } summary)
        {
            _endedSweeps.Add(summary);
        }
    }

    private ImmutableArray<SweepSummary> TakeEndedSweeps()
    {
        var ended = _endedSweeps.ToImmutableArray();
        _endedSweeps.Clear();
        return ended;
    }

    private sealed record Running(List<Mailbox> Mailboxes, Sweep? Sweep, TimeSpan StartedAt);
}
