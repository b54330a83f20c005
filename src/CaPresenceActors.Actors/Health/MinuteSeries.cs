using CaPresenceActors.Actors.Board;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Health;

/// <summary>
/// Counts by the minute of the corrected clock. No timer runs: whoever counts or asks closes the minutes that have passed. A clock that goes back goes on counting where it was.
/// </summary>
internal sealed class MinuteSeries : IHealthSeries
{
    /// <summary>So many minutes are kept.</summary>
    public const int Kept = 24 * 60;

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly MinutePoint?[] _past = new MinutePoint?[Kept];
    private readonly LatenessHistogram _lateness = new();
    private readonly long _first;
    private long _minute;
    private int _reads;
    private int _failedReads;
    private int _changes;

    public MinuteSeries(TimeProvider clock)
    {
        _clock = clock;
        _first = _minute = MinuteOf(clock.GetUtcNow());
    }

    /// <summary>A calendar was read.</summary>
    public void Read()
    {
        lock (_gate)
        {
            Turn();
            _reads++;
        }
    }

    /// <summary>A calendar could not be read.</summary>
    public void ReadFailed()
    {
        lock (_gate)
        {
            Turn();
            _failedReads++;
        }
    }

    /// <summary>Changes were published just now.</summary>
    public void Published(IReadOnlyList<PresenceChangeView> changes)
    {
        var now = _clock.GetUtcNow();
        lock (_gate)
        {
            Turn();
            _changes += changes.Count;
            foreach (var change in changes)
            {
                if (WasDue(change.Cause))
                {
                    _lateness.Add(now - change.At);
                }
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<MinutePoint> Last(int minutes)
    {
        lock (_gate)
        {
            Turn();
            var points = new List<MinutePoint>();
            for (var minute = Math.Max(_first, _minute - Math.Clamp(minutes, 1, Kept) + 1); minute < _minute; minute++)
            {
                var at = InstantOf(minute);
                points.Add(_past[minute % Kept] is { } point && point.At == at ? point : new MinutePoint(at, 0, 0, 0, null));
            }

            points.Add(Running());
            return points;
        }
    }

    // Other changes have no instant that was known before: they are as late as their cause was found.
    private static bool WasDue(PresenceCause cause) => cause is PresenceCause.EventStarted or PresenceCause.EventResumed or PresenceCause.EventEnded or PresenceCause.ManualExpired;

    private static long MinuteOf(DateTimeOffset instant) => instant.UtcTicks / TimeSpan.TicksPerMinute;

    private static DateTimeOffset InstantOf(long minute) => new(minute * TimeSpan.TicksPerMinute, TimeSpan.Zero);

    private MinutePoint Running() => new(InstantOf(_minute), _reads, _failedReads, _changes, _lateness.Summary());

    private void Turn()
    {
        var now = MinuteOf(_clock.GetUtcNow());
        if (now <= _minute)
        {
            return;
        }

        _past[_minute % Kept] = Running();
        _minute = now;
        (_reads, _failedReads, _changes) = (0, 0, 0);
        _lateness.Clear();
    }
}
