using CaPresenceActors.Actors.Audit;
using CaPresenceActors.Actors.Health;
using CaPresenceActors.Actors.History;

namespace CaPresenceActors.Web.Tests.Fakes;

/// <summary>What operators look at, as the test says it is; it keeps what it was asked.</summary>
internal sealed class FakeOperation(TimeProvider time) : IAuditTrail, ISiteHistory, IHealthSeries, IRecentErrors, IRunFacts
{
    public AuditPage Audit { get; set; } = new([], null);

    public AuditQuery? AskedForAudit { get; private set; }

    public SiteHistoryPage History { get; set; } = new([], null);

    public SiteHistoryQuery? AskedForHistory { get; private set; }

    public List<MinutePoint> Points { get; } = [];

    public int? AskedForMinutes { get; private set; }

    public List<RecentError> Errors { get; } = [];

    /// <summary>The only cursor that the trail knows.</summary>
    public AuditCursor? Cursor { get; set; }

    public Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellation)
    {
        AskedForAudit = query;
        return query.Cursor is { } cursor && cursor.ToString() != Cursor?.ToString()
            ? throw new AuditCursorException(cursor.Positions.First().Key, cursor.Positions.First().Value)
            : Task.FromResult(Audit);
    }

    public Task<SiteHistoryPage> ReadAsync(SiteHistoryQuery query, CancellationToken cancellation)
    {
        AskedForHistory = query;
        return Task.FromResult(History);
    }

    public IReadOnlyList<MinutePoint> Last(int minutes)
    {
        AskedForMinutes = minutes;
        return Points;
    }

    public IReadOnlyList<RecentError> Newest() => Errors;

    public RunFacts Now() => new()
    {
        StartedAt = time.GetUtcNow().AddHours(-1),
        Uptime = TimeSpan.FromHours(1),
        Program = "1.2.3",
        Runtime = "10.0.0",
        Storage = "SQLite 3.50.4",
        Schema = 1,
        DatabaseBytes = 4096,
        FreeDiskBytes = 1_000_000,
    };
}
