using CaPresenceActors.Actors.Ports;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Clock;

/// <summary>How the Exchange server's clock and ours stand to each other.</summary>
/// <param name="Difference">The server's clock minus ours lies within; null before there is an answer to believe.</param>
/// <param name="Correction">What is added to our own clock.</param>
/// <param name="Warning">Whether the clocks differ by two seconds or more.</param>
/// <param name="Answers">How many answers it is based on.</param>
/// <param name="LastAnswerAt">When the last one came, on our own clock, UTC; null before the first.</param>
public sealed record ServerClockReport(ClockBounds? Difference, TimeSpan Correction, bool Warning, long Answers, DateTimeOffset? LastAnswerAt);

/// <summary>
/// Measures the difference between the Exchange server's clock and ours by the <c>Date</c> of its answers, and corrects <see cref="Time"/> by it (SEMANTICS §7).
/// Thread-safe.
/// </summary>
public sealed class ServerClock : IServerDateObserver, IDisposable
{
    // Nobody may read the time while the engine is idle, and a clock that was set forwards must wake what waits.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _own;
    private readonly ILogger _logger;
    private readonly long _begun;
    private readonly ITimer _look;
    private ClockEstimate _estimate = ClockEstimate.Unknown;
    private DateTimeOffset _trustFrom = DateTimeOffset.MinValue;
    private DateTimeOffset? _lastAnswerAt;
    private long _answers;
    private bool _warned;

    /// <summary>Begins to measure.</summary>
    /// <param name="own">This machine's uncorrected clock.</param>
    /// <param name="logger">Told when the clocks begin or cease to differ by two seconds.</param>
    public ServerClock(TimeProvider own, ILogger<ServerClock> logger)
    {
        _own = own;
        _logger = logger;
        _begun = own.GetTimestamp();
        Time = new CorrectedTime(own) { OwnClockJumped = AfterJump };
        _look = own.CreateTimer(static self => ((ServerClock)self!).LookAtOwnClock(), this, LookEvery, LookEvery);
    }

    /// <summary>The corrected clock.</summary>
    public CorrectedTime Time { get; }

    /// <summary>What is known now.</summary>
    public ServerClockReport Report()
    {
        lock (Time.Gate)
        {
            return new ServerClockReport(_estimate.DifferenceAt(Elapsed), _estimate.Correction, _estimate.Warning, _answers, _lastAnswerAt);
        }
    }

    /// <inheritdoc/>
    public void Observed(DateTimeOffset sentAt, DateTimeOffset receivedAt, DateTimeOffset serverDate)
    {
        lock (Time.Gate)
        {
            Time.LookAtOwnClock();
            if (!IsOfThisClock(sentAt, receivedAt))
            {
                return;
            }

            _answers++;
            _lastAnswerAt = receivedAt;
            _estimate = _estimate.Observe(ClockBounds.OfAnswer(sentAt, receivedAt, serverDate), Elapsed);
            Time.Correct(_estimate.Correction);
            Warn();
        }

        Time.RaiseChanged();
    }

    /// <summary>Looks whether our own clock was set, or the machine suspended. Called every few seconds anyway; whoever learns of it sooner may call.</summary>
    public void LookAtOwnClock()
    {
        Time.LookAtOwnClock();
        Time.RaiseChanged();
    }

    /// <inheritdoc/>
    public void Dispose() => _look.Dispose();

    private TimeSpan Elapsed => _own.GetElapsedTime(_begun);

    // An answer whose request left before our clock jumped compares instants of two clocks.
    private bool IsOfThisClock(DateTimeOffset sentAt, DateTimeOffset receivedAt) =>
        sentAt >= _trustFrom && sentAt <= receivedAt && receivedAt <= _own.GetUtcNow();

    private TimeSpan AfterJump(OwnClockJump jump)
    {
        _estimate = _estimate.OwnClockJumped(jump.By);
        _trustFrom = jump.To;
        ServerClockLog.OwnClockJumped(_logger, jump.By, _estimate.Correction);
        return _estimate.Correction;
    }

    private void Warn()
    {
        if (_estimate.Warning == _warned)
        {
            return;
        }

        _warned = _estimate.Warning;
        var difference = _estimate.DifferenceAt(Elapsed)!.Value;
        if (_warned)
        {
            ServerClockLog.ClocksDiffer(_logger, difference, _estimate.Correction);
        }
        else
        {
            ServerClockLog.ClocksAgree(_logger, difference);
        }
    }
}
