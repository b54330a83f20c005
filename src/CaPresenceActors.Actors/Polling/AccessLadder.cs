using System.Collections.Immutable;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Polling;

/// <summary>
/// By which way the account gets at calendars, found by trying: the best one first, the next one when it may read nobody's calendar by the last. What is tried is reading itself, so no request is wasted when the
/// first way is right, and trouble of the server decides nothing.
/// </summary>
/// <param name="asked">What the settings say. Unless it is <see cref="ExchangeAccess.Automatic"/>, there is nothing to find.</param>
internal sealed class AccessLadder(ExchangeAccess asked)
{
    // One mailbox may be out of bounds for a reason of its own.
    private const int DeniedByMailboxes = 3;

    // Who grants a right in the meantime finds it used without doing anything.
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(15);

    private readonly ImmutableArray<ExchangeAccess> _rungs =
        asked == ExchangeAccess.Automatic ? [ExchangeAccess.Impersonation, ExchangeAccess.Delegate, ExchangeAccess.Availability] : [asked];

    private readonly HashSet<string> _denied = new(StringComparer.OrdinalIgnoreCase);
    private int _rung;
    private bool _proven;
    private TimeSpan _restUntil = TimeSpan.MinValue;

    /// <summary>The way that is used or tried now.</summary>
    public ExchangeAccess Current => _rungs[_rung];

    /// <summary>Learns from answers that came by the current way.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="mailboxes">How many mailboxes there are.</param>
    /// <param name="now">Now, on the plan's clock.</param>
    public AccessNews Learn(ImmutableArray<MailboxReading> answers, int mailboxes, TimeSpan now)
    {
        if (_proven || _rungs.Length == 1)
        {
            return AccessNews.None;
        }

        if (answers.Any(answer => answer is MailboxReading.Good))
        {
            _proven = true;
            return AccessNews.Proven;
        }

        _denied.UnionWith(answers.OfType<MailboxReading.Failed>().Where(failed => failed.Failure == ReadFailure.AccessDenied).Select(failed => failed.Account));
        if (_denied.Count < Math.Min(DeniedByMailboxes, mailboxes) || now < _restUntil)
        {
            return AccessNews.None;
        }

        _denied.Clear();
        _rung = (_rung + 1) % _rungs.Length;
        _restUntil = _rung == 0 ? now + Rest : _restUntil;
        return AccessNews.Denied;
    }
}

/// <summary>What came of an answer for the way to calendars.</summary>
internal enum AccessNews
{
    /// <summary>Nothing new.</summary>
    None,

    /// <summary>A calendar could be read: this way is kept.</summary>
    Proven,

    /// <summary>Nobody's calendar may be read by this way: the next one is tried.</summary>
    Denied,
}
