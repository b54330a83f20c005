using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Http;
using CaPresenceActors.Exchange.Operations;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Exchange.Streaming;

/// <summary>
/// Watches calendars by streaming notifications. What happens (an answer, a message of a stream, a wish of the owner, time) is brought to the <see cref="WatchPlan"/> one after the other, by one loop, and what
/// the plan orders is done beside it: no stream's reader ever decides anything.
/// </summary>
internal sealed class CalendarWatch : ICalendarWatch
{
    private readonly WatchSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ICalendarChangeObserver _observer;
    private readonly EwsClient _client;
    private readonly StreamingConnection _streaming;
    private readonly WatchPlan _plan;
    private readonly long _began;
    private readonly Channel<Action<TimeSpan>> _happened = Channel.CreateUnbounded<Action<TimeSpan>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _streams = new();
    private readonly ConcurrentDictionary<Task, bool> _work = new();
    private readonly ITimer _alarm;
    private readonly Lazy<Task> _disposal;
    private readonly Task _loop;
    private WatchFigures _figures = WatchFigures.None;
    private long _requests;
    private long _refused;
    private bool _waitsForAccount;

    public CalendarWatch(CalendarWatchParts parts, ICalendarChangeObserver observer)
    {
        _settings = parts.Settings;
        _time = parts.Time;
        _logger = parts.Logger;
        _observer = observer;

        // Its own connections: readers and subscribers must not wait for each other.
        _client = new EwsClient(parts.Connection with { MaxConnections = _settings.Concurrency }, parts.Clock, _time, parts.BearerToken);
        _streaming = new StreamingConnection(parts.Connection, _settings.Silence, parts.Clock, _time, parts.BearerToken);
        _plan = new WatchPlan(_settings);
        _began = _time.GetTimestamp();
        _alarm = _time.CreateTimer(_ => Happened(static _ => { }), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _disposal = new Lazy<Task>(EndAsync);
        _loop = Task.Run(LoopAsync);
    }

    /// <inheritdoc/>
    public WatchFigures Figures => Volatile.Read(ref _figures) with
    {
        Requests = Interlocked.Read(ref _requests),
        Refused = Interlocked.Read(ref _refused),
        Bytes = _streaming.Bytes,
    };

    private TimeSpan Now => _time.GetElapsedTime(_began);

    /// <inheritdoc/>
    public void Follow(IReadOnlyCollection<string> accounts)
    {
        var wanted = accounts.ToImmutableArray();
        Happened(now => _plan.Follow(wanted, now));
    }

    /// <summary>Reading has shown whether the account is accepted; so the watch need not try.</summary>
    public void SeeAccount(bool accepted, string reason)
    {
        if (!accepted || Volatile.Read(ref _waitsForAccount))
        {
            Happened(now => _plan.SeeAccount(accepted, reason, now));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(_disposal.Value);

    private void Happened(Action<TimeSpan> what) => _happened.Writer.TryWrite(what);

    private async Task LoopAsync()
    {
        await foreach (var what in _happened.Reader.ReadAllAsync())
        {
            try
            {
                what(Now);
                while (!_stop.IsCancellationRequested && _happened.Reader.TryRead(out var next))
                {
                    next(Now);
                }

                if (!_stop.IsCancellationRequested)
                {
                    Step();
                }
            }
            catch (Exception mistake)
            {
                // A watch that ended without a word would leave every presence silently old.
                CalendarWatchLog.Failed(_logger, "deciding what to do", mistake);
            }
        }
    }

    private void Step()
    {
        var now = Now;
        var (orders, lookAgainAt) = _plan.Step(now);
        var waits = _plan.WaitsUntil is { } opensAt && opensAt > now ? _time.GetUtcNow() + (opensAt - now) : (DateTimeOffset?)null;
        Volatile.Write(ref _figures, _plan.Figures(now) with { WaitsUntil = waits });
        Volatile.Write(ref _waitsForAccount, _plan.WaitsForAccount);

        // After the figures: who is told of something and looks finds it there.
        foreach (var order in orders)
        {
            Carry(order);
        }

        _alarm.Change(lookAgainAt is { } at ? Later(at - now) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    // Timers may fire a little early; a moment too late costs nothing, and too early costs a turn.
    private static TimeSpan Later(TimeSpan wait) => wait > TimeSpan.Zero ? wait + TimeSpan.FromMilliseconds(1) : TimeSpan.FromMilliseconds(1);

    private void Carry(WatchOrder order)
    {
        switch (order)
        {
            case WatchOrder.Subscribe subscribe:
                Start(() => SubscribeAsync(subscribe));
                break;
            case WatchOrder.Unsubscribe unsubscribe:
                Start(() => UnsubscribeAsync(unsubscribe));
                break;
            case WatchOrder.OpenStream open:
                var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                _streams[open.Stream] = end;

                // Taken here: the plan may close the stream before its work has begun.
                var ended = end.Token;
                Start(() => StreamAsync(open, end, ended));
                break;
            case WatchOrder.CloseStream close:
                if (_streams.TryRemove(close.Stream, out var stream))
                {
                    stream.Cancel();
                    stream.Dispose();
                }

                break;
            default:
                Tell(order);
                break;
        }
    }

    private void Tell(WatchOrder order)
    {
        try
        {
            switch (order)
            {
                case WatchOrder.TellChanged changed:
                    _observer.Changed(changed.Account);
                    break;
                case WatchOrder.TellFollows follows:
                    _observer.Follows(follows.Account);
                    break;
                case WatchOrder.TellLost lost:
                    _observer.Lost(lost.Account, lost.Loss);
                    break;
                case WatchOrder.Report report:
                    Log(report.News);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
        catch (Exception mistake)
        {
            CalendarWatchLog.Failed(_logger, "telling of a change", mistake);
        }
    }

    private void Log(WatchReport news)
    {
        switch (news)
        {
            case WatchReport.Waits { For: { } pause } waits:
                CalendarWatchLog.Waits(_logger, pause, waits.Trouble.Reason);
                break;
            case WatchReport.Waits waits:
                CalendarWatchLog.Stopped(_logger, waits.Trouble.Reason);
                break;
            case WatchReport.GoesOn:
                CalendarWatchLog.GoesOn(_logger);
                break;
            case WatchReport.StreamLost lost:
                CalendarWatchLog.StreamLost(_logger, lost.Group, lost.Mailboxes, lost.Reason);
                break;
            case WatchReport.Displaced displaced:
                CalendarWatchLog.Displaced(_logger, displaced.Group, displaced.Times);
                break;
            case WatchReport.CannotFollow cannot:
                CalendarWatchLog.CannotFollow(_logger, cannot.Account, cannot.Trouble.Reason);
                break;
            case WatchReport.Settled settled:
                CalendarWatchLog.Settled(_logger, settled.Followed, settled.Wanted, settled.Streams, settled.LastingLosses);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    // Started on the thread pool, so that the loop goes on; kept, so that the end can wait for it.
    private void Start(Func<Task> work)
    {
        var task = Task.Run(async () =>
        {
            try
            {
                await work();
            }
            catch (OperationCanceledException)
            {
                // The watch is ending, or the plan has ended this stream: nobody waits for the outcome.
            }
            catch (Exception mistake)
            {
                CalendarWatchLog.Failed(_logger, "a request", mistake);
            }
        });
        _work[task] = true;
        _ = task.ContinueWith(done => _work.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task SubscribeAsync(WatchOrder.Subscribe order)
    {
        Interlocked.Increment(ref _requests);
        var (id, trouble) = (default(string), Mistake());
        try
        {
            var result = await _client.CallAsync(new Subscribe(order.Mailbox.Account, order.Affinity), _stop.Token);
            (id, trouble) = result switch
            {
                { Trouble: { } refused } => (null, refused),
                { Answer: [var message] } => (message.SubscriptionId, message.Trouble),
                _ => (null, MailboxAnswer.Lacking("the subscription").Trouble),
            };
        }
        finally
        {
            Count(trouble);
            Happened(now => _plan.Subscribed(order, id, trouble, now));
        }
    }

    private async Task UnsubscribeAsync(WatchOrder.Unsubscribe order)
    {
        var trouble = Mistake();
        try
        {
            trouble = await UnsubscribeAsync(order.Subscription, _stop.Token);
        }
        finally
        {
            Happened(now => _plan.Unsubscribed(order, trouble, now));
        }
    }

    private async Task<Trouble?> UnsubscribeAsync(Subscription subscription, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _requests);
        var result = await _client.CallAsync(new Unsubscribe(subscription.Account, subscription.Id, subscription.Affinity), cancellation);
        var trouble = result.Trouble ?? (result.Answer is [var only] ? only : null);
        Count(trouble);
        return trouble;
    }

    private async Task StreamAsync(WatchOrder.OpenStream order, CancellationTokenSource ending, CancellationToken ended)
    {
        Interlocked.Increment(ref _requests);
        StreamEnd end = new StreamEnd.Failed(Mistake()!);
        try
        {
            var minutes = Math.Max(1, (int)_settings.StreamLength.TotalMinutes);
            end = await _streaming.RunAsync(
                new GetStreamingEvents(order.SubscriptionIds, minutes, order.Affinity),
                message => Happened(now => _plan.Said(order.Stream, message, now)),
                ended);
        }
        finally
        {
            Count((end as StreamEnd.Failed)?.Trouble);
            if (_streams.TryRemove(order.Stream, out _))
            {
                ending.Dispose();
            }

            Happened(now => _plan.Ended(order.Stream, end, now));
        }
    }

    // What is told when a mistake of this program, which is logged, kept a request from having an outcome.
    private static Trouble? Mistake() => new(ReadFailure.Transient, "This program failed at asking for notifications; its log says how. It is tried again.", Code: "ErrorInternalServerError");

    private void Count(Trouble? trouble)
    {
        if (trouble is not null)
        {
            Interlocked.Increment(ref _refused);
        }
    }

    private async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _alarm.DisposeAsync();

        // What is under way ends first, so that the plan hears of the last subscriptions; then what the loop may have started meanwhile.
        await Task.WhenAll(_work.Keys);
        _happened.Writer.TryComplete();
        await _loop;
        await Task.WhenAll(_work.Keys);
        await TakeLeaveAsync();
        _streaming.Dispose();
        _client.Dispose();
        _stop.Dispose();
    }

    // A subscription that is not ended counts against its mailbox's limit until it expires. But the program's end does not wait for a server that is not there.
    private async Task TakeLeaveAsync()
    {
        var holdings = _plan.Holdings;
        var left = holdings.Length;
        using var deadline = new CancellationTokenSource(_settings.Farewell, _time);
        try
        {
            await Parallel.ForEachAsync(holdings, new ParallelOptions { MaxDegreeOfParallelism = _settings.Concurrency, CancellationToken = deadline.Token }, async (subscription, cancellation) =>
            {
                var trouble = await UnsubscribeAsync(subscription, cancellation);
                if (trouble is not null && SubscriptionFates.IsOfTheServer(trouble))
                {
                    await deadline.CancelAsync();
                }

                Interlocked.Decrement(ref left);
            });
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            CalendarWatchLog.LeftBehind(_logger, left, _settings.Farewell);
        }
    }
}

/// <summary>What a watch is made of.</summary>
internal sealed record CalendarWatchParts(
    ExchangeConnection Connection, WatchSettings Settings, IServerDateObserver Clock, TimeProvider Time, Func<CancellationToken, ValueTask<string>>? BearerToken, ILogger Logger);
