using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Exchange.Errors;

/// <summary>Why there is no answer, for one mailbox or for a whole request.</summary>
/// <param name="Failure">What kind of trouble it is.</param>
/// <param name="Reason">A sentence for the administrator. Without secrets, subjects and raw answers.</param>
/// <param name="RetryAfter">How long the server asked to be left alone.</param>
/// <param name="Code">Exchange's response code, when the trouble came with one.</param>
internal sealed record Trouble(ReadFailure Failure, string Reason, TimeSpan? RetryAfter = null, string? Code = null)
{
    public MailboxReading.Failed Of(string account) => new(account, Failure, Reason, RetryAfter);
}
