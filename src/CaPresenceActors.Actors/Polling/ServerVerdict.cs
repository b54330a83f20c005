using System.Collections.Immutable;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Polling;

/// <summary>What the answers to one request say of the server as a whole.</summary>
/// <param name="Failure">Its trouble; null when it is at work.</param>
/// <param name="Reason">That in a sentence.</param>
/// <param name="RetryAfter">How long it wants to be left alone, within reason; zero when it did not say.</param>
/// <param name="Throttles">Whether it asked to be left alone, were it for one of the mailboxes.</param>
internal readonly record struct ServerVerdict(ReadFailure? Failure, string Reason, TimeSpan RetryAfter, bool Throttles)
{
    /// <summary>Whether the whole account is to be left alone, or the whole server, and not only the mailboxes that were asked for.</summary>
    public bool IsForAll { get; init; }

    /// <summary>Whether it has shown that it is at work: it read a calendar, or said what is wrong with one.</summary>
    public bool IsAtWork => Failure is null;

    public static ServerVerdict Of(ImmutableArray<MailboxReading> answers)
    {
        var throttles = answers.OfType<MailboxReading.Failed>().Any(f => f.Failure == ReadFailure.Throttled);
        if (answers.Any(a => a is not MailboxReading.Failed failed || !ReadBackOff.IsOfTheServer(failed.Failure)))
        {
            return new ServerVerdict(null, "", TimeSpan.Zero, throttles);
        }

        var failures = answers.OfType<MailboxReading.Failed>().ToList();
        var gravest = failures.MinBy(f => Gravity(f.Failure))!;
        return new ServerVerdict(gravest.Failure, gravest.Reason, failures.Max(f => ReadBackOff.Wish(f.RetryAfter)), throttles)
        {
            IsForAll = failures.Exists(f => f.Scope != FailureScope.Mailbox),
        };
    }

    private static int Gravity(ReadFailure failure) => failure switch
    {
        ReadFailure.NotAuthenticated => 0,
        ReadFailure.CertificateRefused => 1,
        ReadFailure.Throttled => 2,
        ReadFailure.Unreachable => 3,
        ReadFailure.Transient => 4,
        _ => 5,
    };
}
