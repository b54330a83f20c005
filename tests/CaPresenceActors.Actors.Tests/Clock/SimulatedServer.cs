using CaPresenceActors.Actors.Clock;

namespace CaPresenceActors.Actors.Tests.Clock;

/// <summary>A server with a clock of its own behind a network, as a client meets it: whole seconds, cached dates, and answers that travel.</summary>
internal sealed class SimulatedServer(SimulatedMachine machine, Random random)
{
    private readonly long _begun = machine.GetTimestamp();
    private readonly DateTimeOffset _epoch = machine.GetUtcNow();
    private TimeSpan _ahead;

    /// <summary>How fast its clock runs away from ours, in millionths.</summary>
    public double DriftPerMillion { get; init; }

    /// <summary>Whether it stamps answers with a date that may be up to a second old, besides having whole seconds.</summary>
    public bool CachesDates { get; init; } = true;

    /// <summary>The longest way of a message in one direction.</summary>
    public TimeSpan LongestWay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>What its clock shows.</summary>
    public DateTimeOffset Clock
    {
        get
        {
            var elapsed = machine.GetElapsedTime(_begun);
            return _epoch + elapsed + (elapsed * DriftPerMillion / 1_000_000) + _ahead;
        }
    }

    /// <summary>Its clock minus ours, the truth that is to be found out.</summary>
    public TimeSpan Difference => Clock - machine.GetUtcNow();

    public SimulatedServer Ahead(TimeSpan by)
    {
        _ahead += by;
        return this;
    }

    /// <summary>Asks it something.</summary>
    /// <param name="lie">How wrong its date is.</param>
    public (DateTimeOffset Sent, DateTimeOffset Received, DateTimeOffset Date) Ask(TimeSpan lie = default)
    {
        var sent = machine.GetUtcNow();
        machine.Pass(LongestWay * random.NextDouble());
        var stamped = Clock + lie - (CachesDates ? TimeSpan.FromSeconds(0.999 * random.NextDouble()) : TimeSpan.Zero);
        machine.Pass(LongestWay * random.NextDouble());
        return (sent, machine.GetUtcNow(), new DateTimeOffset(stamped.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero));
    }

    public void Answer(ServerClock clock, TimeSpan lie = default)
    {
        var (sent, received, date) = Ask(lie);
        clock.Observed(sent, received, date);
    }
}
