namespace CaPresenceActors.Exchange.Simulator.Tests.Support;

/// <summary>A clock that says what it was told.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
