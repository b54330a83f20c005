namespace CaPresenceActors.Exchange.Calendars;

/// <summary>How many mailboxes go into a request: as many as configured, halved when the server finds them too many, one more after a while of peace.</summary>
internal sealed class BatchSize
{
    private const int PeaceBeforeGrowth = 100;

    private readonly Lock _gate = new();
    private readonly int _configured;
    private int _now;
    private int _peaceful;

    public BatchSize(int configured)
    {
        _configured = configured;
        _now = configured;
    }

    /// <summary>The number now.</summary>
    public int Now => Volatile.Read(ref _now);

    /// <summary>So many were too many.</summary>
    public void Refused(int mailboxes)
    {
        lock (_gate)
        {
            _now = Math.Clamp(mailboxes / 2, 1, _now);
            _peaceful = 0;
        }
    }

    /// <summary>A request of the present size went well.</summary>
    public void Accepted()
    {
        lock (_gate)
        {
            if (_now < _configured && ++_peaceful >= PeaceBeforeGrowth)
            {
                _now++;
                _peaceful = 0;
            }
        }
    }
}
