using CaPresenceActors.Actors.SignIns;
using Microsoft.AspNetCore.Http.Features;

namespace CaPresenceActors.Web.SignIns;

/// <summary>The requests that last, such as change streams, and what they go by. When a session ends they end, and nothing has to be asked for each event.</summary>
internal sealed class OpenSessions : IDisposable
{
    // A timer takes no more than 49 days. A stream that ends before its session is opened again by whoever reads it.
    private static readonly TimeSpan LongestWatch = TimeSpan.FromDays(40);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Watch>> _watches = new(StringComparer.Ordinal);
    private readonly ISignIns _signIns;
    private readonly TimeProvider _time;
    private readonly IDisposable _listening;

    public OpenSessions(ISignIns signIns, TimeProvider time)
    {
        (_signIns, _time) = (signIns, time);
        _listening = signIns.OnChange(OnChanged);
    }

    /// <summary>Has a request end with its session.</summary>
    public Watch Follow(OpenSession session, CancellationToken aborted)
    {
        var watch = new Watch(this, session, session.ExpiresAt - _time.GetUtcNow(), _time, aborted);
        lock (_lock)
        {
            if (!_watches.TryGetValue(session.Key, out var watches))
            {
                _watches[session.Key] = watches = [];
            }

            watches.Add(watch);
        }

        // It may have ended between the check of the request and now.
        if (!session.IsOpen(_signIns.Current))
        {
            watch.End();
        }

        return watch;
    }

    /// <inheritdoc/>
    public void Dispose() => _listening.Dispose();

    private void OnChanged(IReadOnlyCollection<string> keys)
    {
        List<Watch> ended;
        lock (_lock)
        {
            ended = [.. keys.SelectMany(key => _watches.GetValueOrDefault(key) ?? []).Where(watch => !watch.Session.IsOpen(_signIns.Current))];
        }

        // Not here: what hangs on the tokens runs on, and the directory must not wait for it.
        foreach (var watch in ended)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static watch => watch.End(), watch, preferLocal: false);
        }
    }

    private void Forget(Watch watch)
    {
        lock (_lock)
        {
            if (_watches.TryGetValue(watch.Session.Key, out var watches) && watches.Remove(watch) && watches.Count == 0)
            {
                _watches.Remove(watch.Session.Key);
            }
        }
    }

    /// <summary>One request that ends with its session.</summary>
    internal sealed class Watch : IDisposable
    {
        private readonly OpenSessions _sessions;
        private readonly CancellationTokenSource _expired;
        private readonly CancellationTokenSource _ended;
        private readonly Lock _gate = new();
        private bool _disposed;

        public Watch(OpenSessions sessions, OpenSession session, TimeSpan? left, TimeProvider time, CancellationToken aborted)
        {
            (_sessions, Session) = (sessions, session);
            _expired = left is { } span ? new CancellationTokenSource(TimeSpan.FromTicks(Math.Clamp(span.Ticks, 0, LongestWatch.Ticks)), time) : new CancellationTokenSource();
            _ended = CancellationTokenSource.CreateLinkedTokenSource(aborted, _expired.Token);
        }

        public OpenSession Session { get; }

        /// <summary>Cancelled when the request or the session is over.</summary>
        public CancellationToken Ended => _ended.Token;

        public void End()
        {
            lock (_gate)
            {
                if (!_disposed)
                {
                    _expired.Cancel();
                }
            }
        }

        public void Dispose()
        {
            _sessions.Forget(this);
            lock (_gate)
            {
                _disposed = true;
                _ended.Dispose();
                _expired.Dispose();
            }
        }
    }
}

/// <summary>A request whose end is that of its session, too. Made for every request that looks, so it follows the session only when somebody asks for the token.</summary>
internal sealed class SessionBoundLifetime(IHttpRequestLifetimeFeature inner, OpenSessions sessions, OpenSession session) : IHttpRequestLifetimeFeature, IDisposable
{
    private OpenSessions.Watch? _watch;
    private CancellationToken? _given;

    public CancellationToken RequestAborted
    {
        get => _given ?? (_watch ??= sessions.Follow(session, inner.RequestAborted)).Ended;
        set => _given = value;
    }

    /// <summary>Whether the session is over and the connection is not.</summary>
    public bool SessionEnded => _watch is { Ended.IsCancellationRequested: true } && !inner.RequestAborted.IsCancellationRequested;

    public void Abort() => inner.Abort();

    public void Dispose() => _watch?.Dispose();
}
