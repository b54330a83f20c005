using System.Text.RegularExpressions;
using CaPresenceActors.Web.Pages;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Routes;

/// <summary>What the program answers to is written down in approved-routes.txt and in docs/api.md: a route neither appears nor goes without a line that shows it.</summary>
public sealed partial class RouteTests
{
    [Fact]
    public async Task The_routes_are_the_approved_ones() => RouteList.Differences(Approved(), await MappedAsync()).ShouldBeEmpty();

    [Fact]
    public async Task The_routes_are_the_documented_ones()
    {
        var documented = DocumentedRoute().Matches(Repository.Read("docs/api.md")).Select(match => match.Groups["route"].Value).Distinct(StringComparer.Ordinal);

        RouteList.Differences(documented, (await MappedAsync()).Where(IsApi)).ShouldBeEmpty();
    }

    [Fact]
    public void A_route_that_appears_is_caught() => RouteList.Differences(["GET /a"], ["GET /a", "PUT /a"]).ShouldBe(["PUT /a is mapped, but not on the list"]);

    [Fact]
    public void A_route_that_goes_is_caught() => RouteList.Differences(["GET /a", "GET /b"], ["GET /b"]).ShouldBe(["GET /a is on the list, but not mapped"]);

    [Fact]
    public void A_route_that_is_mapped_twice_is_caught() => RouteList.Differences(["GET /a"], ["GET /a", "GET /a"]).ShouldBe(["GET /a is mapped 2 times"]);

    private static string[] Approved() =>
        [.. Repository.Read("tests/CaPresenceActors.Web.Tests/Routes/approved-routes.txt").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static async Task<IReadOnlyList<string>> MappedAsync()
    {
        await using var host = await ApiHost.StartAsync();
        return [.. host.Endpoints.SelectMany(RouteList.Of).Where(route => !IsFile(route))];
    }

    // Which files the pages are made of is their own affair; their addresses are not.
    private static bool IsFile(string route) => route.StartsWith("GET /", StringComparison.Ordinal) && PageFiles.Load().ContainsKey(route["GET ".Length..]);

    private static bool IsApi(string route) => !PageEndpoints.Addresses.Any(address => route == $"GET {address}");

    [GeneratedRegex("`(?<route>(GET|HEAD|PUT|POST|DELETE|PATCH) /[^`?]*)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DocumentedRoute();
}
