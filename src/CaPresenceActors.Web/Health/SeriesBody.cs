using System.Collections.Immutable;
using CaPresenceActors.Actors.Health;

namespace CaPresenceActors.Web.Health;

/// <param name="Points">One for each minute, oldest first; the last minute still runs.</param>
internal sealed record SeriesBody(ImmutableArray<PointBody> Points);

internal sealed record PointBody(DateTimeOffset At, int Reads, int FailedReads, int Changes, double? LatenessP50Ms, double? LatenessP99Ms, double? LatenessMaxMs)
{
    public static PointBody Of(MinutePoint point) => new(
        point.At, point.Reads, point.FailedReads, point.Changes, Milliseconds(point.Lateness?.P50), Milliseconds(point.Lateness?.P99), Milliseconds(point.Lateness?.Max));

    private static double? Milliseconds(TimeSpan? lateness) => lateness is { } known ? Math.Round(known.TotalMilliseconds, 3) : null;
}

/// <param name="Errors">Newest first.</param>
internal sealed record ErrorsBody(IReadOnlyList<RecentError> Errors);
