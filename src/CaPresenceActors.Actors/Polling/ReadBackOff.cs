using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Polling;

/// <summary>How long to leave a mailbox alone that could not be read, by what the trouble is.</summary>
/// <param name="chance">Spreads tries that would otherwise come together.</param>
internal sealed class ReadBackOff(Random chance)
{
    // A server, or a proxy before it, that asks for more than this is not taken at its word: nobody would notice the frozen calendar.
    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(1);

    private static readonly TimeSpan ShortestPassing = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPassing = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestMove = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SlowCheck = TimeSpan.FromMinutes(15);

    /// <summary>Whether this trouble is the server's or the network's as a whole, so that it passes for all mailboxes at once.</summary>
    public static bool IsOfTheServer(ReadFailure failure) => failure is
        ReadFailure.Unreachable or ReadFailure.CertificateRefused or ReadFailure.NotAuthenticated or
        ReadFailure.Throttled or ReadFailure.Transient or ReadFailure.NotUnderstood;

    /// <summary>Whether this trouble lasts until somebody acts, so that looking again is a formality.</summary>
    public static bool IsSlow(ReadFailure failure) => failure is
        ReadFailure.AccessDenied or ReadFailure.UnknownMailbox or ReadFailure.MailboxBroken or ReadFailure.RequestRefused;

    /// <summary>How long the server wants to be left alone, within reason; zero when it did not say.</summary>
    public static TimeSpan Wish(TimeSpan? retryAfter) => retryAfter is { } wish && wish > TimeSpan.Zero ? Shorter(wish, LongestWish) : TimeSpan.Zero;

    /// <summary>How long until the next try.</summary>
    /// <param name="failure">What the trouble is.</param>
    /// <param name="failures">How often in a row there was trouble of this kind, this time included.</param>
    /// <param name="retryAfter">What the server asked for.</param>
    public TimeSpan After(ReadFailure failure, int failures, TimeSpan? retryAfter)
    {
        var own = failure switch
        {
            ReadFailure.MailboxMoving => Spread(Doubling(ShortestMove, failures), 0.2),
            _ when IsSlow(failure) => Spread(SlowCheck, 0.5),
            _ => Spread(Doubling(ShortestPassing, failures), 0.2),
        };

        // Of our own wait a part is left out, but nothing of what the server asked for.
        var wish = Wish(retryAfter);
        return wish >= own ? wish * (1 + (0.1 * chance.NextDouble())) : own;
    }

    private static TimeSpan Doubling(TimeSpan shortest, int failures) => Shorter(shortest * Math.Pow(2, Math.Min(failures, 20) - 1), LongestPassing);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    // Slow looks are spread widely: if everybody is denied for one reason, somebody will soon find that it is gone.
    private TimeSpan Spread(TimeSpan longest, double part) => longest * (1 - (part * chance.NextDouble()));
}
