using System.Collections.Frozen;
using CaPresenceActors.Exchange.Simulator.Calendars;

namespace CaPresenceActors.Exchange.Simulator.Notifications;

/// <summary>
/// One subscription to the calendar of one mailbox. A streaming one hands its events to the stream that reads it, and forgets those that come while there is none; a pull one keeps them.
/// </summary>
internal sealed class Subscription(SimulatedMailbox mailbox, string account, string payer, int backEnd, IEnumerable<string> eventTypes, TimeSpan lifetime, bool isPull, TimeProvider time)
{
    // More than any test makes; without a bound a subscription that nobody reads would grow for ever.
    private const int MostKept = 10_000;

    private readonly Lock _lock = new();
    private readonly FrozenSet<string> _eventTypes = eventTypes.ToFrozenSet();
    private readonly Queue<(long Watermark, NotificationEvent Event)> _kept = [];
    private EventStream? _stream;
    private long _idleSince = time.GetTimestamp();
    private long _lastWatermark;

    public string Id { get; } = MakeId(backEnd);

    public SimulatedMailbox Mailbox { get; } = mailbox;

    /// <summary>Who logged in when it was made, and so who may read it.</summary>
    public string Account { get; } = account;

    /// <summary>Whose budget holds it.</summary>
    public string Payer { get; } = payer;

    public int BackEnd { get; } = backEnd;

    public bool IsPull { get; } = isPull;

    public long LastWatermark
    {
        get
        {
            lock (_lock)
            {
                return _lastWatermark;
            }
        }
    }

    public bool IsExpired
    {
        get
        {
            lock (_lock)
            {
                return _stream is null && time.GetElapsedTime(_idleSince) >= lifetime;
            }
        }
    }

    /// <summary>Lets a stream read this subscription; the one that read it before.</summary>
    public EventStream? Attach(EventStream stream)
    {
        lock (_lock)
        {
            var before = _stream;
            _stream = stream;
            return before;
        }
    }

    /// <summary>The stream reads no more, unless another one does so already.</summary>
    public void Detach(EventStream stream)
    {
        lock (_lock)
        {
            if (_stream == stream)
            {
                _stream = null;
                _idleSince = time.GetTimestamp();
            }
        }
    }

    /// <summary>Takes the subscription from the stream that reads it; that stream, if there is one.</summary>
    public EventStream? Cut()
    {
        lock (_lock)
        {
            var stream = _stream;
            _stream = null;
            return stream;
        }
    }

    public void Offer(CalendarChange change)
    {
        lock (_lock)
        {
            foreach (var happened in NotificationEvent.Of(Mailbox, change, time.GetUtcNow()).Where(e => _eventTypes.Contains(e.Type)))
            {
                if (IsPull)
                {
                    Keep(happened);
                }
                else
                {
                    _stream?.Push(this, happened);
                }
            }
        }
    }

    /// <summary>What a pull subscription kept after a watermark, oldest first; what is older is forgotten, since its reader has it.</summary>
    public (IReadOnlyList<(long Watermark, NotificationEvent Event)> Events, bool More) Read(long after, int limit)
    {
        lock (_lock)
        {
            if (after < 0 || after > _lastWatermark || (_kept.TryPeek(out var first) ? first.Watermark - 1 > after : after < _lastWatermark))
            {
                throw new EwsErrorException("ErrorInvalidWatermark", "The watermark used for creating this subscription was not found.");
            }

            _idleSince = time.GetTimestamp();
            while (_kept.TryPeek(out var oldest) && oldest.Watermark <= after)
            {
                _kept.Dequeue();
            }

            return ([.. _kept.Take(limit)], _kept.Count > limit);
        }
    }

    private void Keep(NotificationEvent happened)
    {
        _kept.Enqueue((++_lastWatermark, happened));
        if (_kept.Count > MostKept)
        {
            _kept.Dequeue();
        }
    }

    // The name of the server and something unique, in Base64, as Exchange makes them.
    private static string MakeId(int backEnd) =>
        Convert.ToBase64String([0x13, 0, .. System.Text.Encoding.ASCII.GetBytes($"{BackEnds.NameOf(backEnd)}.example.test"), 0x10, 0, 0, 0, .. Guid.NewGuid().ToByteArray()]);
}
