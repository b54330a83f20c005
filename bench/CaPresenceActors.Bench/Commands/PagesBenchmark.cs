using CaPresenceActors.Bench.Children;
using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Bench.Reporting;
using CaPresenceActors.Bench.Site;

namespace CaPresenceActors.Bench.Commands;

/// <summary>What the pages ask the server for, by somebody who has signed in.</summary>
internal sealed class PagesBenchmark : IBenchmark
{
    private const double Bar = 100;
    private const int Calls = 40;
    private const double LongAnswer = 100_000;

    public string Name => "pages";

    public string Work => "everything that the pages ask the web server for, one request after the other: the server's time, from the request's arrival until the last byte is handed to the socket";

    public int UsualSize => 50_000;

    public int UsualRepeats => 3;

    public async Task<Measurement> MeasureAsync(BenchRun run)
    {
        run.Progress($"making a site of {run.Extensions}");
        var site = await PreparedSite.MakeAsync(run.Below("site"), run.Extensions, new CalendarPlan(CalendarPlan.Day.AddHours(9), Appointments: 5, TimeSpan.FromMinutes(30), TimeSpan.Zero));
        run.Progress("opening the pages in a fresh process");
        await using var child = ChildProcess.Start(ChildRoles.Pages, new PagesOrder(site, run.Repeats, Calls));
        var figures = new List<Figure>();
        while (await child.HearAsync<PageFinding>() is { Name: not null } found)
        {
            run.Progress(found.Name);
            figures.AddRange(FiguresOf(found));
        }

        return new Measurement(
            new Dictionary<string, double> { ["extensions"] = run.Extensions, ["calls a round"] = Calls },
            figures,
            [
                "The client reads in the process of the server, on the same cores: what it costs is in the figures.",
                "The first call is the first of its kind in a fresh process; of several addresses, the longest.",
                "Signing in hashes a password as slowly as is right: 210,000 rounds of PBKDF2 with HMAC-SHA512.",
            ]);
    }

    private static IEnumerable<Figure> FiguresOf(PageFinding found)
    {
        LatencySummary[] rounds = [.. found.Rounds.Select(Summarise)];
        yield return new Figure($"{found.Name}: p50", "ms", Spread.Of(rounds.Select(round => round.P50)));
        yield return new Figure($"{found.Name}: p99", "ms", Spread.Of(rounds.Select(round => round.P99))) { Bar = Bar };
        yield return new Figure($"{found.Name}: max", "ms", Spread.Of(rounds.Select(round => round.Max)));
        yield return new Figure($"{found.Name}: first call", "ms", Spread.Of(found.First)) { Bar = Bar };
        if (found.Bytes > LongAnswer)
        {
            yield return new Figure($"{found.Name}: on the wire", "KB", Spread.Of(found.Bytes / 1000.0));
            yield return new Figure($"{found.Name}: packed by gzip, fastest", "KB", Spread.Of(found.GzipBytes / 1000.0));
        }
    }

    private static LatencySummary Summarise(double[] milliseconds)
    {
        var times = new Latencies(milliseconds.Length);
        Array.ForEach(milliseconds, time => times.Add(time));
        return times.Summarise();
    }
}
