using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Polling;

namespace CaPresenceActors.Actors.DryRuns;

/// <summary>Lets the poller go first. Asking it costs a walk over its mailboxes, so its answer counts for a moment.</summary>
/// <param name="poller">How the poller is.</param>
/// <param name="time">What waiting goes by.</param>
/// <param name="waits">Told when it waits, and null when it goes on.</param>
internal sealed class PollerCourtesy(Func<CancellationToken, Task<PollerHealth>> poller, TimeProvider time, Action<DryRunPause?> waits) : IDisposable
{
    private static readonly TimeSpan AnswerCounts = TimeSpan.FromSeconds(1);

    // A poller that is late all the time is not made later by one read in a while; who waits for the result gets one some day.
    private static readonly TimeSpan LongestStandingBack = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1, 1);
    private PollerHealth? _known;
    private long _knownAt;
    private long? _goneAt;

    /// <summary>Ends when a request may be sent.</summary>
    /// <exception cref="ReadingHaltedException">Nothing is read at all until somebody acts.</exception>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var began = _goneAt ?? time.GetTimestamp();
            var waited = false;
            while (await PauseAsync(began, cancellation) is { } pause)
            {
                waits(pause);
                waited = true;
                await Task.Delay(AnswerCounts, time, cancellation);
            }

            _goneAt = time.GetTimestamp();
            if (waited)
            {
                waits(null);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<DryRunPause?> PauseAsync(long began, CancellationToken cancellation)
    {
        try
        {
            return PauseOf(await HealthAsync(cancellation), began);
        }
        catch (EngineUnavailableException unavailable)
        {
            return new DryRunPause(null, unavailable.Message); // Who cannot say how it is has other things to do.
        }
    }

    private async Task<PollerHealth> HealthAsync(CancellationToken cancellation)
    {
        if (_known is null || time.GetElapsedTime(_knownAt) >= AnswerCounts)
        {
            (_known, _knownAt) = (await poller(cancellation), time.GetTimestamp());
        }

        return _known;
    }

    private DryRunPause? PauseOf(PollerHealth health, long began) => health switch
    {
        { Halted: { } halted } => throw new ReadingHaltedException(halted),
        { Trouble: { } trouble } => new DryRunPause(health.NextTry, trouble),
        { Figures.BackOffUntil: { } until } when until > time.GetUtcNow() => new DryRunPause(until, "Exchange has asked to be left alone."),
        { Overdue: > 0 } when time.GetElapsedTime(began) < LongestStandingBack => new DryRunPause(null, "Calendars that are due are read first."),
        _ => null,
    };
}

/// <summary>Nothing is read until somebody acts. The message is the poller's, fit for an administrator.</summary>
internal sealed class ReadingHaltedException(string message) : Exception(message);
