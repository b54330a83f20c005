using System.Globalization;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Bench.Site;
using CaPresenceActors.Web;

namespace CaPresenceActors.Bench.Children;

/// <param name="Site">The site to open.</param>
/// <param name="Rounds">How many rounds count; one to warm up comes before them.</param>
/// <param name="Calls">How often each request is made in a round.</param>
internal sealed record PagesOrder(PreparedSite Site, int Rounds, int Calls);

/// <summary>How one kind of request went. Without a name: that was all.</summary>
/// <param name="Name">What was asked for; null after the last one.</param>
/// <param name="First">Milliseconds of the first call in the life of the process; of several files, the longest.</param>
/// <param name="Rounds">Milliseconds of every call, round by round.</param>
/// <param name="Bytes">How long the answer is on the wire.</param>
/// <param name="GzipBytes">How long it is packed as the fastest gzip does it.</param>
internal sealed record PageFinding(string? Name, double First, double[][] Rounds, long Bytes, long GzipBytes);

/// <summary>A whole host, and somebody who has signed in and opens its pages: one request after the other, over the loopback interface.</summary>
internal static class PagesChild
{
    private const string Administrator = "bench";
    private const string Password = "nobody else's 50,000";
    private const string Files = "wwwroot/";

    public static async Task RunAsync(PagesOrder order)
    {
        // A quarter of an hour into everybody's first appointment: history holds an edge of each, and nothing falls due while this is measured.
        var clock = ShiftedTime.Showing(order.Site.Plan.EdgeOf(0, 0) + (order.Site.Plan.Apart / 2));
        await using var running = await EngineUnderTest.StartAsync(order.Site.Directory, clock, new PlannedCalendars(order.Site.Plan), logToFile: false);
        using var stopwatch = new ServerStopwatch();
        await using var web = await WebUnderTest.StartAsync(running, clock, stopwatch.MeasureAsync);
        await AddAdministratorAsync(running.Engine, web);
        using var visitor = new Visitor(web.Address, stopwatch);
        await visitor.SignInAsync(Administrator, Password);
        foreach (var (name, requests) in RequestsOf(order.Site))
        {
            ChildRoles.Tell(await VisitAsync(visitor, name, requests, order));
        }

        ChildRoles.Tell(new PageFinding(Name: null, 0, [], 0, 0));
        await ChildRoles.EndAsync();
    }

    private static async Task<PageFinding> VisitAsync(Visitor visitor, string name, IReadOnlyList<PageRequest> requests, PagesOrder order)
    {
        Visit largest = new(0, 0, 0);
        var first = 0.0;
        foreach (var request in requests)
        {
            var visit = await visitor.MakeAsync(request, pack: true);
            first = Math.Max(first, visit.Milliseconds);
            largest = visit.Bytes > largest.Bytes ? visit : largest;
        }

        var rounds = new double[order.Rounds][];
        for (var round = -1; round < order.Rounds; round++)
        {
            var times = new double[order.Calls];
            for (var call = 0; call < order.Calls; call++)
            {
                times[call] = (await visitor.MakeAsync(requests[call % requests.Count], pack: false)).Milliseconds;
            }

            if (round >= 0)
            {
                rounds[round] = times;
            }
        }

        return new PageFinding(name, first, rounds, largest.Bytes, largest.GzipBytes);
    }

    // What the pages ask for, in the order in which somebody who has just signed in comes by it.
    private static IEnumerable<(string Name, IReadOnlyList<PageRequest> Requests)> RequestsOf(PreparedSite site)
    {
        var somebody = PreparedSite.NameOf(site.Extensions / 2);
        yield return ("app.html", [new("/")]);
        yield return ("modules and styles", [.. typeof(PresenceWeb).Assembly.GetManifestResourceNames()
            .Select(resource => resource.Replace('\\', '/'))
            .Where(resource => resource.StartsWith(Files, StringComparison.Ordinal) && !resource.EndsWith("app.html", StringComparison.Ordinal))
            .Select(resource => new PageRequest($"/{resource[Files.Length..]}"))]);
        yield return ("signing in", [new("/api/v1/session", $$"""{"name":"{{Administrator}}","password":"{{Password}}"}""")]);
        yield return ("session", [new("/api/v1/session")]);
        yield return ("client", [new("/api/v1/client")]);
        yield return ("board, whole", [new("/api/v1/presence")]);
        yield return ("board, nothing new", [new("/api/v1/presence", IfNoneMatch: true)]);
        yield return ("one row", [new($"/api/v1/presence/{somebody}")]);
        yield return ("why", [new($"/api/v1/presence/{somebody}/why")]);
        yield return ("schedule", [new($"/api/v1/schedule/{somebody}")]);
        yield return ("users, first page", [new("/api/v1/users?limit=100")]);
        yield return ("users, page in the middle", [new($"/api/v1/users?limit=100&after={somebody}")]);
        yield return ("users, search", [new(string.Create(CultureInfo.InvariantCulture, $"/api/v1/users?limit=100&search=person%20{site.Extensions - 1}")), new("/api/v1/users?limit=100&search=nobody")]);
        yield return ("sign-ins", [new("/api/v1/sign-ins?limit=100"), new("/api/v1/sign-ins?limit=100&search=person%2049")]);
        yield return ("history", [new("/api/v1/history?limit=100")]);
        yield return ("history of one person", [new($"/api/v1/history?limit=100&extension={somebody}")]);
        yield return ("history, nothing fits", [new("/api/v1/history?limit=100&presence=Vacation&cause=manualSet")]);
        yield return ("audit", [new("/api/v1/audit?limit=100")]);
        yield return ("audit, nothing fits", [new("/api/v1/audit?limit=100&by=nobody")]);
        yield return ("health", [new("/api/v1/health"), new("/api/v1/health/series"), new("/api/v1/health/errors")]);
        yield return ("mailboxes", [new("/api/v1/mailboxes?limit=100")]);
        yield return ("settings", [new("/api/v1/site"), new("/api/v1/site/undo"), new("/api/v1/tokens"), new("/api/v1/webhooks")]);
        yield return ("a subject tried", [new("/api/v1/rules/test", """{"subject":"Monthly meeting"}""")]);
        yield return ("use of presences", [new("/api/v1/site/presences/use")]);
        yield return ("keywords counted", [new("/api/v1/rules/lint", "{}")]);
    }

    private static async Task AddAdministratorAsync(PresenceEngine engine, WebUnderTest web)
    {
        var password = new NewPassword(Administrator, IsUser: false, web.Passwords.Hash(Password), Stamp: "bench");
        if (await engine.SignIns.ChangeAsync(new SignInCommand.BeginAdministration(password), Administrator, CancellationToken.None) is not EngineReply.Done and var reply)
        {
            throw new InvalidOperationException($"Nobody can sign in: {reply}");
        }
    }
}
