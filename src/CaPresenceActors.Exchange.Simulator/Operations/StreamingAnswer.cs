using CaPresenceActors.Exchange.Simulator.Faults;
using CaPresenceActors.Exchange.Simulator.Notifications;
using CaPresenceActors.Exchange.Simulator.Protocol;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>
/// The life of one stream: an envelope at once, envelopes with what happens, heartbeats when nothing does, and at the end of its time the word that it is closed. Every wait ends by news or by a timer, so
/// nothing is left behind when the connection goes.
/// </summary>
internal sealed class StreamingAnswer
{
    private readonly EwsCall _call;
    private readonly TimeSpan _timeout;
    private readonly EventStream _stream = new();
    private readonly long _opened;
    private long _lastWrite;

    public StreamingAnswer(EwsCall call, TimeSpan timeout)
    {
        _call = call;
        _timeout = call.Damage is FaultAnswer.StreamClosedEarly(var early) && early < timeout ? early : timeout;
        _opened = call.Time.GetTimestamp();
    }

    private TimeSpan Heartbeat => _call.Notifications.Heartbeat;

    public async Task RunAsync(List<Subscription> good, List<string> bad, EwsErrorException? reason, CancellationToken cancellation)
    {
        await using var timer = _call.Time.CreateTimer(static stream => ((EventStream)stream!).Wake(), _stream, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        StartAnswer();
        if (reason is not null)
        {
            // One bad id spoils the request: nothing is ever said of the good ones.
            var closes = good.Count == 0 || _call.Notifications.BadIdClosesStream;
            await SendAsync(timer, w => StreamEnvelopes.WriteError(w, reason, bad, closes ? "Closed" : "OK"), cancellation);
            if (closes)
            {
                return;
            }

            good = [];
        }

        try
        {
            // Attached before the first envelope goes out: whoever has read it misses nothing that happens afterwards.
            foreach (var subscription in good)
            {
                subscription.Attach(_stream)?.Replace();
            }

            if (reason is null)
            {
                await SendAsync(timer, w => StreamEnvelopes.WriteStatus(w, "OK"), cancellation);
            }

            await FollowAsync(timer, cancellation);
        }
        finally
        {
            good.ForEach(s => s.Detach(_stream));
        }
    }

    private async Task FollowAsync(ITimer timer, CancellationToken cancellation)
    {
        var events = new List<StreamNews.Happened>();
        while (true)
        {
            var news = await _stream.News.ReadAsync(cancellation);
            while (news is StreamNews.Happened happened)
            {
                if (!_call.Server.Faults.Strikes<FaultAnswer.DeadSubscriptions>(_call.Request with { Mailboxes = [happened.Subscription.Mailbox.Address] }))
                {
                    events.Add(happened);
                }

                news = events.Count < _call.Limits.EventsPerAnswer && _stream.News.TryRead(out var next) ? next : null;
            }

            if (events.Count > 0)
            {
                await SendAsync(timer, w => StreamEnvelopes.WriteEvents(w, events), cancellation, joins: _call.Damage is FaultAnswer.JoinedEnvelopes);
                events.Clear();
            }

            switch (news)
            {
                case StreamNews.Lost(var subscription, var reason):
                    await SendAsync(timer, w => StreamEnvelopes.WriteError(w, reason, [subscription.Id], "OK"), cancellation);
                    break;
                case StreamNews.Replaced:
                    await SendAsync(timer, w => StreamEnvelopes.WriteError(w, new EwsErrorException("ErrorNewEventStreamConnectionOpened", "A new event stream connection was opened for this subscription."), [], "Closed"), cancellation);
                    return;
                case StreamNews.Cut:
                    _call.Http.Abort();
                    return;
            }

            if (_call.Time.GetElapsedTime(_opened) >= _timeout)
            {
                if (_call.Damage is FaultAnswer.StreamClosedEarly)
                {
                    return;
                }

                await SendAsync(timer, w => StreamEnvelopes.WriteStatus(w, "Closed"), cancellation);
                return;
            }

            if (Heartbeat > TimeSpan.Zero && _call.Time.GetElapsedTime(_lastWrite) >= Heartbeat)
            {
                await BeatAsync(timer, cancellation);
            }
            else if (news is StreamNews.LookAtClock)
            {
                Arm(timer);
            }
        }
    }

    private async Task BeatAsync(ITimer timer, CancellationToken cancellation)
    {
        if (_call.Server.Faults.Strikes<FaultAnswer.NoHeartbeats>(_call.Request))
        {
            _lastWrite = _call.Time.GetTimestamp();
            Arm(timer);
            return;
        }

        await SendAsync(timer, w => StreamEnvelopes.WriteStatus(w, "OK"), cancellation);
    }

    private void StartAnswer()
    {
        _call.Http.Response.StatusCode = StatusCodes.Status200OK;
        _call.Http.Response.ContentType = SoapAnswers.ContentType;
        _call.Http.Response.Headers.CacheControl = "private";
    }

    private async Task SendAsync(ITimer timer, Action<EwsWriter> write, CancellationToken cancellation, bool joins = false)
    {
        // The timer is armed before the bytes go, so that whoever has them may let time pass.
        _lastWrite = _call.Time.GetTimestamp();
        Arm(timer);
        var envelope = _call.Envelope(write, declaration: false);
        if (joins)
        {
            envelope.Position = envelope.Length;
            _call.Envelope(w => StreamEnvelopes.WriteStatus(w, "OK"), declaration: false).WriteTo(envelope);
        }

        await _call.Http.Response.Body.WriteAsync(envelope.GetBuffer().AsMemory(0, (int)envelope.Length), cancellation);
        await _call.Http.Response.Body.FlushAsync(cancellation);
    }

    private void Arm(ITimer timer)
    {
        var untilEnd = _timeout - _call.Time.GetElapsedTime(_opened);
        var untilHeartbeat = Heartbeat > TimeSpan.Zero ? Heartbeat - _call.Time.GetElapsedTime(_lastWrite) : untilEnd;
        var wait = untilEnd < untilHeartbeat ? untilEnd : untilHeartbeat;
        timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
