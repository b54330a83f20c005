using System.Collections.Immutable;
using CaPresenceActors.Actors.DryRuns;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Jobs;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using CaPresenceActors.Web.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.DryRuns;

/// <summary>Works out what other settings would change for whom, before they are saved.</summary>
internal static class DryRunEndpoints
{
    public const string Path = "/dry-runs";

    // Two at once would read as many calendars at once as are allowed for one, each; and one is what an administrator looks at.
    public static JobKind Kind { get; } = new("dry run", MostAtOnce: 1);

    public static void MapDryRuns(this IEndpointRouteBuilder routes) => routes.MapJobs<DryRunBody>(Path).MapPost("", PostRun);

    /// <summary>Begins a dry run: what would change for whom under other settings.</summary>
    internal static Results<Accepted<DryRunBody>, ProblemHttpResult> PostRun(Body<DryRunRequestBody> body, IDryRuns runs, JobRoom<DryRunBody> room)
    {
        DryRun run;
        try
        {
            run = runs.Plan(body.Value.ToSettings(), body.Value.Days);
        }
        catch (RuleViolationException refused)
        {
            return Problem.Refused(refused.Message);
        }

        var job = room.Start(
            id => new DryRunBody { Id = id, From = run.Window.From, To = run.Window.To },
            async (job, ended) =>
            {
                if (await runs.RunAsync(run, new RunTeller(job), ended) is { } stopped)
                {
                    throw new JobFailedException(stopped);
                }
            });
        return JobEndpoints.Begun(Path, job);
    }

    private sealed class RunTeller(Job<DryRunBody> job) : IDryRunObserver
    {
        public void Begun(int people) => job.Change(state => state with { Total = people });

        public void Compared(DryRunPerson person, ImmutableArray<PresenceDifference> differences) => job.Change(state => state.With(person, differences));

        public void Unreadable(DryRunPerson person, string reason) => job.Change(state => state.Without(person, reason));

        public void Waits(DryRunPause? pause) => job.Change(state => state with { Waits = pause is null ? null : new WaitBody(pause.Until, pause.Reason) });
    }
}

/// <summary>Settings to try out; what is left out stays as it is.</summary>
internal sealed record DryRunRequestBody
{
    public IReadOnlyList<KeywordBody>? Keywords { get; init; }

    public IReadOnlyList<PresenceBody>? Presences { get; init; }

    public OptionsBody? Options { get; init; }

    /// <summary>How many days from now on are looked at.</summary>
    public int Days { get; set; } = 7;

    public CandidateSettings ToSettings() => new(
        Keywords is { } keywords ? [.. keywords.Select(keyword => keyword.ToRow())] : null,
        Presences is { } presences ? new PresencesBody { Presences = presences }.ToList() : null,
        Options?.ToOptions());
}
