using System.Globalization;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Schedules;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Problems;
using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.Schedules;

/// <summary>The days of people. A subject goes to the person whose calendar it is, and to nobody else: not to receptionists, not to administrators.</summary>
internal static class ScheduleEndpoints
{
    // History is not kept for longer, and no calendar reaches as far.
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(366);

    public static void MapSchedules(this IEndpointRouteBuilder routes) => routes.MapGet("/schedule/{extension}", GetSchedule).For(Role.User);

    /// <summary>A person's day: appointments as far as the caller may see them, what was shown and what is expected.</summary>
    internal static async Task<Results<Ok<ScheduleBody>, ProblemHttpResult>> GetSchedule(
        string extension, string? date, Caller caller, IPresenceEngine engine, ISchedules schedules, CancellationToken cancellation)
    {
        var now = engine.Clock.GetUtcNow();
        var day = date is null ? (DateOnly?)null : DayOf(date, now);
        if (engine.Board.Find(extension) is not { } view
            || await schedules.DayAsync(extension, day, DetailFor(caller, extension, view.TimesHidden), cancellation) is not { } schedule)
        {
            return Problem.UnknownExtension(extension);
        }

        // A day that is over is history, and that is the person's own and receptionists' affair.
        if (schedule.To <= now)
        {
            caller.MustBe(extension, Role.Receptionist);
        }

        return TypedResults.Ok(ScheduleBody.Of(schedule, engine.Site.Rules.Presences, caller));
    }

    /// <summary>How much of a schedule somebody sees.</summary>
    internal static ScheduleDetail DetailFor(Caller caller, string extension, bool timesHidden) =>
        caller.Is(extension) ? ScheduleDetail.Own
        : timesHidden && !caller.SeesEverything ? ScheduleDetail.Hidden
        : ScheduleDetail.Times;

    private static DateOnly DayOf(string date, DateTimeOffset now) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && (day.ToDateTime(TimeOnly.MinValue) - now.UtcDateTime).Duration() <= Furthest
            ? day
            : throw ProblemException.Query($"The query's date is \"{Clipped.Text(date)}\"; a day such as 2026-11-23 is needed, within {Furthest.TotalDays:F0} days of today.");
}
