using CaPresenceActors.Actors.Clock;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Exchange.Testing;

/// <summary>What the answers of a tested server say about its clock. The engine's own idea of Exchange's clock does not hear of it.</summary>
internal sealed class ObservedClock : IServerDateObserver
{
    // From so much on the engine warns, too (SEMANTICS §7).
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private ClockBounds? _difference;

    /// <inheritdoc/>
    public void Observed(DateTimeOffset sentAt, DateTimeOffset receivedAt, DateTimeOffset serverDate)
    {
        var answer = ClockBounds.OfAnswer(sentAt, receivedAt, serverDate);
        lock (_lock)
        {
            _difference = _difference is { } known && known.AgreesWith(answer) ? known.And(answer) : answer;
        }
    }

    public StepOutcome Outcome()
    {
        lock (_lock)
        {
            return _difference switch
            {
                null => StepOutcome.Warning("The server's answers carry no date.", "The difference of the clocks cannot be measured, so presence changes by this machine's own clock.", "Check that no proxy takes the Date header away."),
                { } difference when difference.Holds(TimeSpan.Zero) || Middle(difference).Duration() < Noticeable => StepOutcome.Ok("The clocks agree to within two seconds."),
                { } difference => StepOutcome.Warning(
                    $"The server's clock differs from this machine's by {difference}.",
                    "Presence changes by the server's clock, which is right for meetings; but people will see the difference on the wall.",
                    "Have both machines set their clocks by the same time server (NTP)."),
            };
        }
    }

    private static TimeSpan Middle(ClockBounds bounds) => (bounds.Low + bounds.High) / 2;
}
