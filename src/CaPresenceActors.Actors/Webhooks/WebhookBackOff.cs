namespace CaPresenceActors.Actors.Webhooks;

/// <summary>How long a receiver is left alone that did not take a delivery: one second, doubling to five minutes, a part of it left to chance, and never less than it asked for.</summary>
/// <param name="chance">A number from 0 up to 1: spreads tries that would otherwise come together.</param>
internal sealed class WebhookBackOff(Func<double> chance)
{
    // Whoever asks for more has made a mistake, or somebody has for them; nobody would notice the silence.
    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(24);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private const double LeftToChance = 0.2;

    /// <summary>How long until the next try.</summary>
    /// <param name="failures">How many tries in a row have failed, this one included.</param>
    /// <param name="answer">What came of this one.</param>
    public TimeSpan After(int failures, WebhookAnswer answer)
    {
        var full = First * Math.Pow(2, Math.Min(failures, 20) - 1);
        var own = (full < Longest ? full : Longest) * (1 - (LeftToChance * chance()));
        var wish = answer is { Status: 429 or 503, RetryAfter: { } asked } ? (asked < LongestWish ? asked : LongestWish) : TimeSpan.Zero;
        return wish > own ? wish : own;
    }
}
