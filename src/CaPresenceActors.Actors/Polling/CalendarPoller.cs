using System.Collections.Immutable;
using System.Diagnostics;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Kernel;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Polling;

/// <summary>
/// Reads everybody's calendar, again and again. The <see cref="PollPlan"/> says which mailbox is due; this shell keeps the source, the clock and the log, and hands
/// readings on. It is told by <see cref="CalendarPollerMessage"/>.
/// </summary>
/// <remarks>
/// <para>A restart by its supervisor keeps the settings and the mailboxes and reads all of them anew.</para>
/// <para>
/// Where the source tells of changes, mailboxes are followed: what changed is read in a moment and before all others, and everything else now and then for safety. What cannot be followed is polled, by
/// itself and as long as that lasts. Which way to the calendars the account has is found by trying (<see cref="AccessLadder"/>), unless the settings say it.
/// </para>
/// </remarks>
public sealed partial class CalendarPoller : ActorBase
{
    // However quiet it is, the clock is looked at so often: a machine that slept has stale calendars, and its delays do not know.
    private static readonly TimeSpan LongestNap = TimeSpan.FromMinutes(1);

    // A clock that moves by more than this while no time passes moves the window that calendars are read for.
    private static readonly TimeSpan SmallestClockMove = TimeSpan.FromMinutes(1);

    // The source has time-outs of its own for each request, and one read may take several; this is for the read that hangs all the same.
    private static readonly TimeSpan ShortestDeadline = TimeSpan.FromMinutes(2);
    private const int RequestsInDeadline = 4;

    private readonly Surroundings _surroundings;
    private readonly PollPlan _plan;
    private readonly TimeProvider _time;
    private readonly long _begun;
    private readonly DateTimeOffset _clockAtBegin;
    private TimeSpan _clockMoved;
    private PollingSettings _settings = new();
    private CalendarReader? _reader;
    private Task _retired = Task.CompletedTask;
    private string? _unusable;
    private bool _finished;
    private SweepSummary? _lastSweep;

    private CalendarPoller(Surroundings surroundings)
    {
        _surroundings = surroundings;
        _plan = new PollPlan(surroundings.Chance);
        _follower = new CalendarFollower(Self, surroundings.Logger);
        _time = Context.System.Time;
        _begun = _time.GetTimestamp();
        _clockAtBegin = _time.GetUtcNow();
    }

    /// <summary>How to make the poller. There should be one.</summary>
    /// <param name="sources">Makes the source for each connection.</param>
    /// <param name="serverDates">Told of every date that the server sends.</param>
    /// <param name="readings">Told of every reading.</param>
    /// <param name="logger">The log.</param>
    /// <param name="chance">Spreads retries; of the system's own making unless a test gives one.</param>
    public static Props Props(
        ICalendarSourceFactory sources, IServerDateObserver serverDates, IReadings readings, ILogger<CalendarPoller> logger, Random? chance = null)
    {
        var surroundings = new Surroundings(sources, serverDates, readings, logger, chance ?? Random.Shared);

        // No bound: a read whose end finds no room in the mailbox would never end, and each extension has few things to say.
        return Kernel.Props.Create(() => new CalendarPoller(surroundings)).WithMailboxBound(int.MaxValue);
    }

    private ILogger Log => _surroundings.Logger;

    private TimeSpan Now => _time.GetElapsedTime(_begun);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        if (_surroundings.TakeLegacy() is { } legacy)
        {
            legacy.Watches.ForEach(Watch);
            Configure(legacy.Settings);
            Look();
        }
    }

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object? message)
    {
        _surroundings.Leave(new Legacy(_settings, [.. _plan.Watches().Select(w => new CalendarPollerMessage.Watch(w.Extension, w.Mailbox))]));
        base.PreRestart(reason, message);
    }

    /// <inheritdoc/>
    protected override void PostStop() => Retire();

    /// <inheritdoc/>
    protected override void Receive(object message)
    {
        switch (message)
        {
            case CalendarPollerMessage asked:
                Handle(asked);
                break;
            case ReadEnded ended:
                Handle(ended);
                break;
            case CalendarFollower.Heard heard:
                Handle(heard);
                break;
            case FollowNow:
                _follower.Follow(_plan.Accounts);
                return;
            case LookAtPlan:
                break;
            default:
                Unhandled(message);
                return;
        }

        Look();
    }

    private void Handle(CalendarPollerMessage message)
    {
        switch (message)
        {
            case CalendarPollerMessage.Configure(var settings, var givenAgain):
                Configure(settings, givenAgain);
                break;
            case CalendarPollerMessage.Watch one:
                Watch(one);
                break;
            case CalendarPollerMessage.WatchAll(var watches):
                foreach (var watch in watches)
                {
                    Watch(watch);
                }

                break;
            case CalendarPollerMessage.Unwatch(var extension):
                Unwatch(extension);
                break;
            case CalendarPollerMessage.ReadNow(var extension):
                _plan.ReadSoon(extension, Now);
                break;
            case CalendarPollerMessage.GetHealth:
                Sender.Tell(Health());
                break;
            case CalendarPollerMessage.Finish:
                Finish();
                break;
            default:
                throw new UnreachableException($"No rule for {message.GetType().Name}.");
        }
    }

    private void Watch(CalendarPollerMessage.Watch watch)
    {
        _plan.Watch(watch.Extension, watch.Mailbox, Now);
        if (_follower.IsFollowing)
        {
            TellFollowed(watch.Mailbox.Account);
            FollowSoon();
        }
    }

    private void Unwatch(string extension)
    {
        _plan.Unwatch(extension);
        if (_follower.IsFollowing)
        {
            _surroundings.Readings.Followed(extension, isFollowed: false);
            FollowSoon();
        }
    }

    private void Configure(PollingSettings settings, bool givenAgain = false)
    {
        var problems = settings.Problems().ToList();
        if (problems.Count > 0)
        {
            CalendarPollerLog.SettingsRefused(Log, string.Join(" ", problems));
            return;
        }

        var before = _settings;
        _settings = settings;
        if (settings.Connection is not { } connection)
        {
            StopReading();
        }
        else if (_reader is null || connection != before.Connection || (givenAgain && _plan.WaitsForSettings))
        {
            _access = new AccessLadder(connection.Access);
            BeginReading(connection);
        }
        else
        {
            _plan.ChangePace(Pace(connection, _reader), Now);
            if (!settings.SiteZone.Equals(before.SiteZone) || settings.Horizon != before.Horizon)
            {
                _plan.ReadAllAgain(Now);
            }
        }
    }

    private void StopReading()
    {
        Retire();
        _unusable = null;
        _plan.Stop();
        CalendarPollerLog.NoServer(Log);
    }

    private void BeginReading(ExchangeConnection asked)
    {
        Retire();
        if (_finished)
        {
            return;
        }

        var connection = asked with { Access = _access.Current };
        if (Make(connection) is not { } reader)
        {
            _plan.Stop();
            return;
        }

        _reader = reader;
        var pace = Pace(connection, reader);
        _plan.Begin(pace, Now);
        CalendarPollerLog.Reading(Log, connection, pace.Interval, pace.Concurrency, pace.MailboxesPerRead);
    }

    // A source that cannot be made for these settings cannot be made at the next restart either: so this is no failure of the actor.
    private CalendarReader? Make(ExchangeConnection connection)
    {
        try
        {
            var source = _surroundings.Sources.Create(connection, _surroundings.ServerDates);
            var deadline = TimeSpan.FromTicks(Math.Max(ShortestDeadline.Ticks, RequestsInDeadline * connection.RequestTimeout.Ticks));
            _unusable = null;
            return new CalendarReader(source, deadline, _time, Log);
        }
        catch (Exception e)
        {
            CalendarPollerLog.SourceNotMade(Log, connection, e);
            _unusable = $"No calendar source can be made to read as {connection}; the log says why. No calendar is read until the settings change.";
            return null;
        }
    }

    private PollPace Pace(ExchangeConnection connection, CalendarReader reader) =>
        new(_settings.Interval, Math.Clamp(_settings.Concurrency, 1, Math.Max(1, connection.MaxConnections)), reader.MailboxesPerRead)
        {
            SafetyInterval = _settings.SafetyInterval,
            Coalescing = _settings.Coalescing,
        };

    // It ends by itself, and says in the log how.
    private void Retire()
    {
        if (_reader is { } reader)
        {
            _retired = Task.WhenAll(_retired, RetireAsync(_follower.StopAsync(), reader));
            _reader = null;
            StopFollowing();
        }
    }

    private static async Task RetireAsync(Task followingEnded, CalendarReader reader)
    {
        await followingEnded;
        await reader.DisposeAsync();
    }

    // The server keeps subscriptions that nobody ends, and counts them against the account.
    private void Finish()
    {
        _finished = true;
        _plan.Stop();
        Retire();
        var replyTo = Sender;
        _ = _retired.ContinueWith(_ => replyTo.Tell(new PollerFinished()), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Look()
    {
        LookAtClock();
        var step = _plan.Next(Now);
        foreach (var request in step.Start)
        {
            Read(request);
        }

        var nap = step.LookAgainAt is { } at ? at - Now : LongestNap;
        Timers.StartSingleTimer(typeof(LookAtPlan), LookAtPlan.Instance, TimeSpan.FromTicks(Math.Clamp(nap.Ticks, 0, LongestNap.Ticks)));
    }

    private void LookAtClock()
    {
        var moved = _time.GetUtcNow() - _clockAtBegin - Now;
        var by = moved - _clockMoved;
        if (by.Duration() >= SmallestClockMove)
        {
            CalendarPollerLog.ClockMoved(Log, by);
            _clockMoved = moved;
            _plan.ReadAllAgain(Now);
        }
    }

    private void Read(ReadRequest request)
    {
        var now = _time.GetUtcNow();
        var window = ReadWindow.At(now, _settings.SiteZone, _settings.Horizon);
        _reader!.ReadAsync(request.Mailboxes, window).PipeTo(Self, answers => new ReadEnded(this, request.Id, answers, window, now));
    }

    private void Handle(ReadEnded ended)
    {
        if (ended.Reader != this)
        {
            return;
        }

        var outcome = _plan.Completed(ended.Id, ended.Answers, Now);
        foreach (var answer in outcome.Answers)
        {
            HandOn(answer, ended);
        }

        if (outcome.Gate is { } news)
        {
            Say(news);
        }

        foreach (var sweep in outcome.Sweeps)
        {
            Say(sweep);
        }

        LearnAccess(outcome);
        BeginFollowing(outcome);
    }

    private void HandOn(PollAnswer answer, ReadEnded ended)
    {
        var now = _time.GetUtcNow();
        foreach (var (extension, account) in answer.Recipients)
        {
            switch (answer.Reading)
            {
                case MailboxReading.Good good:
                    _surroundings.Readings.Good(new GoodReading(extension, account, good.Calendar, ended.Window, ended.RequestedAt, now, good.Dropped));
                    break;
                case MailboxReading.Failed failed:
                    _surroundings.Readings.Failed(new FailedReading(extension, failed.Failure, failed.Reason, now, answer.NextTry is { } next ? InstantOf(next) : null));
                    break;
                default:
                    throw new UnreachableException($"No rule for {answer.Reading.GetType().Name}.");
            }
        }

        if (answer is { NewsOfDrops: true, Reading: MailboxReading.Good { Dropped: var dropped } })
        {
            CalendarPollerLog.EntriesDropped(Log, dropped, answer.Reading.Account);
        }
    }

    private void Say(GateNews news)
    {
        if (!news.IsClosed)
        {
            CalendarPollerLog.GateOpened(Log, news.Lasted, news.Cause);
        }
        else if (news.NextProbe is { } next)
        {
            CalendarPollerLog.GateClosed(Log, news.Cause, news.Reason, InstantOf(next));
        }
        else
        {
            CalendarPollerLog.WaitsForSettings(Log, news.Reason);
        }
    }

    private void Say(SweepSummary sweep)
    {
        _lastSweep = sweep;
        if (sweep.Failed == 0)
        {
            CalendarPollerLog.SweepEnded(Log, sweep.Mailboxes, sweep.Took);
        }
        else if (sweep.Good > 0 || sweep.CommonestFailure != _plan.HeldUpBy)
        {
            // What keeps everybody from being read has been said already.
            CalendarPollerLog.SweepEndedWithFailures(Log, sweep.Good, sweep.Mailboxes, sweep.Took, sweep.Failed, sweep.CommonestFailure);
        }

        _surroundings.Readings.SweepEnded(sweep);
    }

    private PollerHealth Health()
    {
        var health = _plan.Health(Now, InstantOf, _lastSweep);
        return health with
        {
            Halted = health.Halted ?? _unusable,
            Trouble = health.Trouble ?? _unusable,
            Access = _reader is null ? null : _access.Current,
            AccessIsChosen = _settings.Connection is { Access: ExchangeAccess.Automatic },
            Figures = _reader?.Figures,
            Watch = _follower.Figures,
            Followed = _plan.Followed,
            NotFollowed = [.. _plan.Losses().Select(loss => new NotFollowed(loss.Reason, loss.Mailboxes))],
        };
    }

    private DateTimeOffset InstantOf(TimeSpan planned) => _time.GetUtcNow() + (planned - Now);

    /// <summary>Look at the plan. The timer sends this; it carries no facts of its own.</summary>
    private sealed record LookAtPlan
    {
        public static LookAtPlan Instance { get; } = new();
    }

    /// <summary>A read has ended. Of an earlier incarnation of the actor it means nothing any more.</summary>
    private sealed record ReadEnded(
        CalendarPoller Reader, long Id, ImmutableArray<MailboxReading> Answers, CalendarWindow Window, DateTimeOffset RequestedAt);

    /// <summary>What an actor that failed leaves to the one that takes its place.</summary>
    private sealed record Legacy(PollingSettings Settings, ImmutableList<CalendarPollerMessage.Watch> Watches);

    /// <summary>What every incarnation of the actor works with.</summary>
    private sealed class Surroundings(
        ICalendarSourceFactory sources, IServerDateObserver serverDates, IReadings readings, ILogger<CalendarPoller> logger, Random chance)
    {
        private Legacy? _legacy;

        public ICalendarSourceFactory Sources => sources;

        public IServerDateObserver ServerDates => serverDates;

        public IReadings Readings => readings;

        public ILogger Logger => logger;

        public Random Chance => chance;

        public void Leave(Legacy legacy) => _legacy = legacy;

        public Legacy? TakeLegacy() => Interlocked.Exchange(ref _legacy, null);
    }
}
