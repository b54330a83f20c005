using System.Collections.Immutable;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;

namespace CaPresenceActors.Exchange.Http;

/// <summary>Counts what goes to and comes from one server. From any thread.</summary>
internal sealed class ServerFigures(TimeProvider time)
{
    private readonly long[] _refused = new long[Enum.GetValues<ReadFailure>().Length];
    private long _requests;
    private long _bytesSent;
    private long _bytesReceived;
    private long _backOffUntilTicks;
    private volatile string? _serverVersion;

    /// <summary>The figures now.</summary>
    public ExchangeFigures Now
    {
        get
        {
            var until = new DateTimeOffset(Interlocked.Read(ref _backOffUntilTicks), TimeSpan.Zero);
            return new ExchangeFigures(
                Interlocked.Read(ref _requests),
                Enum.GetValues<ReadFailure>().Where(kind => Interlocked.Read(ref _refused[(int)kind]) > 0).ToImmutableSortedDictionary(kind => kind, kind => Interlocked.Read(ref _refused[(int)kind])),
                Interlocked.Read(ref _bytesSent),
                Interlocked.Read(ref _bytesReceived),
                until > time.GetUtcNow() ? until : null)
            {
                ServerVersion = _serverVersion,
            };
        }
    }

    /// <summary>A request leaves.</summary>
    public void Asked() => Interlocked.Increment(ref _requests);

    /// <summary>The server has said which version it is; null when an answer does not say.</summary>
    public void Versioned(string? version) => _serverVersion = version ?? _serverVersion;

    public void Sent(int bytes) => Interlocked.Add(ref _bytesSent, bytes);

    public void Received(int bytes) => Interlocked.Add(ref _bytesReceived, bytes);

    /// <summary>Instead of what was asked for came trouble.</summary>
    public void Refused(Trouble trouble, bool impersonated)
    {
        Interlocked.Increment(ref _refused[(int)trouble.Failure]);
        if ((trouble.RetryAfter ?? trouble.UsualPause) is { } pause && trouble.Charge.Scope(impersonated) != FailureScope.Mailbox)
        {
            Postpone((time.GetUtcNow() + pause).UtcTicks);
        }
    }

    private void Postpone(long untilTicks)
    {
        var known = Interlocked.Read(ref _backOffUntilTicks);
        while (known < untilTicks && Interlocked.CompareExchange(ref _backOffUntilTicks, untilTicks, known) is var seen && seen != known)
        {
            known = seen;
        }
    }
}
