using System.Diagnostics;
using System.Globalization;
using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Bench.Reporting;
using CaPresenceActors.Bench.Site;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Bench.Commands;

/// <summary>How often each keyword of a full list is found in everybody's known calendar.</summary>
internal sealed class CensusBenchmark : IBenchmark
{
    private const int Appointments = 10;

    public string Name => "census";

    public string Work => "40 keywords are looked for in everybody's known calendar, and where each presence is used is counted, by asking the extensions";

    public int UsualSize => 50_000;

    public int UsualRepeats => 5;

    public async Task<Measurement> MeasureAsync(BenchRun run)
    {
        run.Progress($"making a site of {run.Extensions}");
        var site = await PreparedSite.MakeAsync(run.Below("site"), run.Extensions, new CalendarPlan(CalendarPlan.Day.AddHours(9), Appointments, TimeSpan.FromMinutes(15), TimeSpan.Zero));
        await using var running = await EngineUnderTest.StartAsync(site.Directory, ShiftedTime.Showing(PreparedSite.MadeAt), new PlannedCalendars(site.Plan), logToFile: false);
        var keywords = KeywordList.Of(
            [.. CalendarPlan.Keywords, .. Enumerable.Range(0, KeywordList.MaxRows - CalendarPlan.Keywords.Count).Select(i => new KeywordRow(string.Create(CultureInfo.InvariantCulture, $"word {i}"), "Lunch", WholeWord: i % 2 == 0))],
            PresenceList.Initial);
        var (counting, uses) = (new List<double>(), new List<double>());
        for (var repeat = 0; repeat <= run.Repeats; repeat++)
        {
            run.Progress($"count {repeat} of {run.Repeats}");
            var began = Stopwatch.GetTimestamp();
            var census = await running.Engine.Census.CountAsync(keywords, CancellationToken.None);
            counting.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            if (census.People != run.Extensions || census.Matches.Sum(found => found.Deciding) != run.Extensions * Appointments)
            {
                throw new InvalidOperationException($"{census.People} calendars were counted, and {census.Matches.Sum(found => found.Deciding)} events; there are {run.Extensions} of {Appointments} each.");
            }

            began = Stopwatch.GetTimestamp();
            _ = await running.Engine.Lists.UseAsync(CancellationToken.None);
            uses.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        return new Measurement(
            new Dictionary<string, double> { ["extensions"] = run.Extensions, ["appointments each"] = Appointments, ["keywords"] = keywords.Count },
            [
                new Figure("keywords counted, the first time in a process", "s", Spread.Of(counting.Take(1))) { Bar = 2 },
                new Figure("keywords counted", "s", Spread.Of(counting.Skip(1))) { Bar = 2 },
                new Figure("use of presences counted", "s", Spread.Of(uses.Skip(1))) { Bar = 2 },
            ],
            []);
    }
}
