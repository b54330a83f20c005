using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Polling;

/// <summary>
/// How many requests the server may be sent at once, from what it made of the last ones.
/// </summary>
/// <remarks>
/// <para>
/// It begins with one and allows one more with each answer, up to the concurrency of the settings: a wrong password is tried once and not eight times, and a server
/// that has just come back is not run over. A server that throttles halves it.
/// </para>
/// <para>
/// It closes when the server as a whole is in trouble: three requests in a row that did not reach it, or ten that met passing trouble, without an answer in
/// between that shows it at work. Then one request at a time probes, at growing distances, but often enough that all is right again within an interval of its return.
/// A refused certificate is probed every five minutes. A refused account is tried once more after half a minute, since servers in trouble refuse good passwords, and
/// then no more until the settings change: otherwise the account would be locked out.
/// </para>
/// </remarks>
internal sealed class ServerGate(Random chance)
{
    private const int FewestUnreachable = 3;
    private const int FewestInTrouble = 10;

    private static readonly TimeSpan AccountDoubt = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CertificateProbe = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ThrottledBatch = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestProbeLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestProbeLimit = TimeSpan.FromSeconds(30);

    private readonly HashSet<Mailbox> _hit = [];
    private int _unreachable;
    private int _inTrouble;
    private int _allowed = 1;
    private long _halvedAfter;
    private Closure? _closure;

    /// <summary>Whether it is closed, though a probe may be due.</summary>
    public bool IsClosed => _closure is not null;

    /// <summary>When it may be probed; null when it is open, or waits for other settings.</summary>
    public TimeSpan? NextProbe => _closure?.Until;

    /// <summary>Whether it waits for other settings.</summary>
    public bool WaitsForSettings => _closure is { Until: null };

    /// <summary>What closed it, in the words of the answer; null while it is open.</summary>
    public string? ClosedBy => _closure?.Reason;

    /// <summary>Why nothing is asked until somebody acts; null when that is not so.</summary>
    public string? Halted => _closure switch
    {
        { Cause: ReadFailure.NotAuthenticated, Until: null } => $"{_closure.Reason} Nothing is asked until the settings change, or the account might be locked out.",
        { Cause: ReadFailure.CertificateRefused } => $"{_closure.Reason} It is looked at again every {CertificateProbe.TotalMinutes:0} minutes.",
        _ => null,
    };

    /// <summary>Why calendars are not read at the moment, in a sentence or two; null while it is open.</summary>
    public string? Trouble => Halted ?? _closure?.Reason;

    /// <summary>How many requests may be under way.</summary>
    public int Allows(TimeSpan now, int concurrency) => _closure switch
    {
        null => Math.Min(_allowed, concurrency),
        { Until: { } until } when until <= now => 1,
        _ => 0,
    };

    /// <summary>Forgets everything: there is another server, or another account.</summary>
    public void Reset()
    {
        _closure = null;
        _allowed = 1;
        ForgetTrouble();
    }

    /// <summary>Takes in what came of a request.</summary>
    /// <param name="request">Its number and its mailboxes.</param>
    /// <param name="verdict">What it says of the server.</param>
    /// <param name="site">The pace, how many mailboxes there are, and the number of the newest request.</param>
    /// <param name="now">Now.</param>
    /// <returns>What has changed for everybody; null: nothing.</returns>
    public GateNews? Settle((long Id, IReadOnlyList<Mailbox> Mailboxes) request, ServerVerdict verdict, (PollPace Pace, int Mailboxes, long LastId) site, TimeSpan now)
    {
        if (_closure is { } closed && request.Id <= closed.AfterRequest)
        {
            // It was on its way before the gate closed. That it failed, too, is no news; that it did not, is, unless an account was refused meanwhile (an older
            // connection may still be good for what a new one is not), or the server asked for a pause: that it finishes what it had begun does not shorten it.
            return verdict.IsAtWork && closed.Cause is not (ReadFailure.NotAuthenticated or ReadFailure.Throttled) ? Open(now) : null;
        }

        if (verdict.Throttles && request.Id > _halvedAfter)
        {
            _allowed = Math.Max(1, _allowed / 2);
            _halvedAfter = site.LastId;
        }

        return verdict.Failure switch
        {
            null => AtWork(verdict, site.Pace, now),
            ReadFailure.NotAuthenticated => AccountRefused(verdict, site.LastId, now),
            ReadFailure.CertificateRefused => Close(verdict, now + CertificateProbe, site.LastId, now),
            _ => InTrouble(request.Mailboxes, verdict, site, now),
        };
    }

    private GateNews? AtWork(ServerVerdict verdict, PollPace pace, TimeSpan now)
    {
        ForgetTrouble();
        if (IsClosed)
        {
            return Open(now);
        }

        if (!verdict.Throttles)
        {
            _allowed = Math.Min(_allowed + 1, pace.Concurrency);
        }

        return null;
    }

    private GateNews Open(TimeSpan now)
    {
        var was = _closure!;
        _closure = null;
        _allowed = 1;
        ForgetTrouble();
        return new GateNews(false, was.Cause, was.Reason, null, now - was.Since);
    }

    private GateNews? AccountRefused(ServerVerdict verdict, long lastId, TimeSpan now) =>
        Close(verdict, _closure is { Cause: ReadFailure.NotAuthenticated } ? null : now + AccountDoubt, lastId, now);

    private GateNews? InTrouble(IReadOnlyList<Mailbox> mailboxes, ServerVerdict verdict, (PollPace Pace, int Mailboxes, long LastId) site, TimeSpan now)
    {
        if (_closure is { } closed)
        {
            return closed.Cause == ReadFailure.NotAuthenticated
                ? Put(closed with { Until = now + AccountDoubt })
                : Close(verdict, now + ProbeAfter(closed.Probes + 1, verdict, site.Pace), site.LastId, now);
        }

        if (verdict.Throttles && (verdict.IsForAll || site.Pace.MailboxesPerRead > 1))
        {
            // Such requests are charged to the account that asks, and not to the mailbox; or the server said so of itself: everybody has to wait.
            return Close(verdict, now + (verdict.RetryAfter > TimeSpan.Zero ? verdict.RetryAfter : ThrottledBatch), site.LastId, now);
        }

        _inTrouble++;
        _unreachable += verdict.Failure == ReadFailure.Unreachable ? 1 : 0;
        _hit.UnionWith(mailboxes.Take(FewestInTrouble));
        return IsEveryones(_unreachable, FewestUnreachable, site.Mailboxes) || IsEveryones(_inTrouble, FewestInTrouble, site.Mailboxes)
            ? Close(verdict, now + ProbeAfter(1, verdict, site.Pace), site.LastId, now)
            : null;
    }

    // One mailbox that has trouble again and again is its own trouble, unless it is the only one.
    private bool IsEveryones(int times, int fewest, int mailboxes) => times >= fewest && _hit.Count >= Math.Min(fewest, mailboxes);

    private TimeSpan ProbeAfter(int probes, ServerVerdict verdict, PollPace pace)
    {
        var limit = TimeSpan.FromTicks(Math.Clamp(pace.Interval.Ticks / 2, ShortestProbeLimit.Ticks, LongestProbeLimit.Ticks));
        var wait = FirstProbe * Math.Pow(2, Math.Min(probes, 20) - 1);
        var spread = (wait < limit ? wait : limit) * (0.8 + (0.2 * chance.NextDouble()));
        return spread > verdict.RetryAfter ? spread : verdict.RetryAfter;
    }

    private GateNews? Close(ServerVerdict verdict, TimeSpan? until, long lastId, TimeSpan now)
    {
        var cause = verdict.Failure!.Value;
        var was = _closure;
        Put(new Closure(cause, verdict.Reason, was?.Since ?? now, until, lastId, (was?.Probes ?? 0) + 1));
        ForgetTrouble();

        // Probes that fail as those before did are no news.
        return was is not null && was.Cause == cause && was.Until is null == until is null
            ? null
            : new GateNews(true, cause, verdict.Reason, until, now - (was?.Since ?? now));
    }

    private GateNews? Put(Closure closure)
    {
        _closure = closure;
        _allowed = 1;
        return null;
    }

    private void ForgetTrouble()
    {
        _hit.Clear();
        _unreachable = 0;
        _inTrouble = 0;
    }

    private sealed record Closure(ReadFailure Cause, string Reason, TimeSpan Since, TimeSpan? Until, long AfterRequest, int Probes);
}
