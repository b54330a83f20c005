using System.Net;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Tests.Hosting;
using CaPresenceActors.Web.Tests.Routes;

namespace CaPresenceActors.Web.Tests.SignIns;

/// <summary>Every route that is mapped, whoever adds it: nobody gets through without signing in, and nobody with too small a role.</summary>
public sealed class AccessTests
{
    // What strangers need to get in at all, and what a load balancer asks. Pages hold nothing that is anybody's.
    private static readonly string[] ForAnybody =
    [
        "GET /healthz", "HEAD /healthz", "GET /readyz", "HEAD /readyz", "POST /api/v1/session", "POST /api/v1/invitations/look", "POST /api/v1/invitations/accept",
    ];

    [Fact]
    public async Task Only_pages_and_the_way_in_are_for_anybody()
    {
        await using var host = await ApiHost.StartAsync();

        var open = host.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<Access>() is { Role: null }).SelectMany(RouteList.Of);

        open.Where(route => !ForAnybody.Contains(route)).ShouldAllBe(route => route.StartsWith("GET /", StringComparison.Ordinal) && !route.StartsWith("GET /api/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_has_not_signed_in_is_told_so_at_every_route()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var (route, _) in Guarded(host))
        {
            using var answer = await SendAsync(host.Anonymous, route);

            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, route);
            answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer", route);
            (await answer.JsonAsync()).GetProperty("title").GetString().ShouldBe("Not signed in", route);
        }
    }

    [Theory]
    [InlineData(Role.User)]
    [InlineData(Role.Receptionist)]
    [InlineData(Role.Administrator)]
    public async Task A_route_lets_nobody_through_below_its_role(Role role)
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await host.WithTokenAsync(role);
        foreach (var (route, needed) in Guarded(host))
        {
            if (route is "GET /api/v1/changes" || needed <= role)
            {
                continue;
            }

            using var answer = await SendAsync(client, route);

            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, route);
        }
    }

    [Fact]
    public async Task A_token_that_reads_changes_nothing_at_any_route()
    {
        await using var host = await ApiHost.StartAsync();
        using var client = await host.WithTokenAsync(Role.Administrator, TokenScope.Read);
        foreach (var (route, _) in Guarded(host).Where(guarded => !guarded.Route.StartsWith("GET ", StringComparison.Ordinal) && !guarded.Route.StartsWith("HEAD ", StringComparison.Ordinal)))
        {
            using var answer = await SendAsync(client, route);

            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, route);
        }
    }

    // Another person's: nobody of these is the caller.
    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string route)
    {
        var parts = route.Split(' ');
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1].Replace("{extension}", "1204", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static List<(string Route, Role Needed)> Guarded(ApiHost host)
    {
        List<(string Route, Role Needed)> guarded =
        [
            .. host.Endpoints
                .Select(endpoint => (Endpoint: endpoint, Needed: endpoint.Metadata.GetMetadata<Access>() is { } access ? access.Role : Role.User))
                .Where(pair => pair.Needed is not null)
                .SelectMany(pair => RouteList.Of(pair.Endpoint).Select(route => (route, pair.Needed!.Value))),
        ];
        guarded.Count.ShouldBeGreaterThan(20);
        return guarded;
    }
}
