using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Exchange.Errors;

/// <summary>Why there is no answer, for one mailbox or for a whole request.</summary>
/// <param name="Failure">What kind of trouble it is.</param>
/// <param name="Reason">A sentence for the administrator. Without secrets, subjects and raw answers.</param>
/// <param name="RetryAfter">How long the server asked to be left alone.</param>
/// <param name="Code">Exchange's response code, when the trouble came with one.</param>
internal sealed record Trouble(ReadFailure Failure, string Reason, TimeSpan? RetryAfter = null, string? Code = null)
{
    /// <summary>Whom it is charged to.</summary>
    public Charge Charge { get; init; } = Charges.Usual(Failure);

    /// <summary>What is to be done about it.</summary>
    public Remedy Remedy { get; init; }

    /// <summary>How long to wait where the server did not say; null: as after any failure of the kind.</summary>
    public TimeSpan? UsualPause { get; init; }

    /// <summary>The answer for a mailbox.</summary>
    /// <param name="account">The mailbox.</param>
    /// <param name="impersonated">Whether the request was made in its owner's name, and is charged to it.</param>
    public MailboxReading.Failed Of(string account, bool impersonated) => new(account, Failure, Reason, RetryAfter ?? UsualPause) { Scope = Charge.Scope(impersonated), ToDo = Advice.ToDo(this) };
}
