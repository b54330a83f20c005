using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;

namespace CaPresenceActors.Exchange.Streaming;

/// <summary>
/// How many requests of the watch may be under way, from what the server made of the last ones: one at first, one more with each answer, half as many when it throttles, none for a while when it is in
/// trouble as a whole.
/// </summary>
/// <remarks>
/// A refused account is tried once more after half a minute, since servers in trouble refuse good passwords. After the second refusal nothing is sent until the account was seen to be accepted at reading, and
/// half an hour at least; when reading is refused, nothing is sent at all. So a wrong password costs two tries here at most, and no account is locked out.
/// </remarks>
internal sealed class WatchGate(WatchSettings settings)
{
    private const int MostMailboxesInTrouble = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ThrottledPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AccountDoubt = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CertificateDoubt = TimeSpan.FromMinutes(5);

    private readonly BackOff _backOff = new(settings.Chance);
    private int _allowed = 1;
    private int _failures;
    private int _refusals;
    private int _inTrouble;
    private TimeSpan _stoppedUntil;

    /// <summary>The number of the present opening; a request that began before it says nothing new about trouble.</summary>
    public int Epoch { get; private set; }

    /// <summary>How many requests are under way.</summary>
    public int UnderWay { get; set; }

    /// <summary>Why it is closed; null while it is open.</summary>
    public Trouble? Trouble { get; private set; }

    /// <summary>When it may be tried again; null when it is open, or waits for the account to be accepted elsewhere.</summary>
    public TimeSpan? OpensAt { get; private set; }

    /// <summary>Whether it waits for the account to be accepted elsewhere.</summary>
    public bool IsStopped => Trouble is not null && OpensAt is null;

    /// <summary>How many requests may be under way.</summary>
    public int Allows(TimeSpan now) => Trouble is null ? _allowed : OpensAt <= now ? 1 : 0;

    /// <summary>How many more may be sent.</summary>
    public int Free(TimeSpan now) => Math.Max(0, Allows(now) - UnderWay);

    /// <summary>Takes in what came of a request.</summary>
    /// <param name="epoch"><see cref="Epoch"/> when it was sent.</param>
    /// <param name="trouble">Its trouble; null when it was answered with what it asked for.</param>
    /// <param name="now">Now.</param>
    public void Settle(int epoch, Trouble? trouble, TimeSpan now)
    {
        if (epoch != Epoch)
        {
            return;
        }

        switch (trouble)
        {
            case { Failure: ReadFailure.NotAuthenticated }:
                RefuseAccount(trouble, now);
                break;
            case { Failure: ReadFailure.CertificateRefused }:
                Close(trouble, now + CertificateDoubt);
                break;
            case not null when SubscriptionFates.IsOfTheServer(trouble):
                _failures++;
                Close(trouble, now + _backOff.After(trouble.Failure == ReadFailure.Throttled && trouble.RetryAfter is null ? ThrottledPause : FirstPause, _failures, trouble.RetryAfter));
                break;
            case { Failure: ReadFailure.Throttled or ReadFailure.Transient }:
                SufferMailbox(trouble, now);
                break;
            default:
                Open();
                _allowed = Math.Min(_allowed + 1, settings.Concurrency);
                break;
        }
    }

    /// <summary>Reading has shown whether the account is accepted.</summary>
    public void SeeAccount(bool accepted, Trouble refusal, TimeSpan now)
    {
        if (!accepted && !IsStopped)
        {
            _refusals++;
            _stoppedUntil = now;
            Close(refusal, until: null);
        }
        else if (accepted && Trouble is { Failure: ReadFailure.NotAuthenticated } && !(OpensAt <= now) && now >= _stoppedUntil)
        {
            // One request shows whether it holds for notifications, too.
            OpensAt = now;
            Epoch++;
        }
    }

    private void RefuseAccount(Trouble trouble, TimeSpan now)
    {
        _refusals++;
        _stoppedUntil = _refusals == 1 ? now : now + settings.LastingRetry;
        Close(trouble, _refusals == 1 ? now + AccountDoubt : null);
    }

    // Such trouble is charged to the mailbox, which waits by itself. When one mailbox after the other has it, it is the server's.
    private void SufferMailbox(Trouble trouble, TimeSpan now)
    {
        _inTrouble++;
        if (trouble.Failure == ReadFailure.Throttled)
        {
            _allowed = Math.Max(1, _allowed / 2);
        }

        if (_inTrouble % MostMailboxesInTrouble == 0)
        {
            _failures++;
            Close(trouble, now + _backOff.After(TimeSpan.FromSeconds(5), _failures, trouble.RetryAfter));
        }
        else if (Trouble is not null)
        {
            Open(stillInTrouble: true);
        }
    }

    private void Open(bool stillInTrouble = false)
    {
        if (Trouble is not null)
        {
            Epoch++;
        }

        Trouble = null;
        OpensAt = null;
        _refusals = 0;
        if (!stillInTrouble)
        {
            _failures = 0;
            _inTrouble = 0;
        }
    }

    private void Close(Trouble trouble, TimeSpan? until)
    {
        Trouble = trouble;
        OpensAt = until;
        _allowed = 1;
        Epoch++;
    }
}
