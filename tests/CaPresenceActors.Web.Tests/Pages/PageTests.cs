using System.Net;
using System.Text.RegularExpressions;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Pages;

public sealed partial class PageTests
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/board.js", "text/javascript")]
    [InlineData("/board.css", "text/css")]
    [InlineData("/icon.svg", "image/svg+xml")]
    public async Task The_boards_page_is_served_with_a_strict_policy(string path, string contentType)
    {
        await using var host = await ApiHost.StartAsync(engine => engine.IsReady = false);
        using var answer = await host.SendAsync(HttpMethod.Get, path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe(contentType);
        answer.Content.Headers.ContentLength.ShouldNotBeNull().ShouldBeGreaterThan(100);
        answer.Headers.CacheControl?.ToString().ShouldBe("no-cache");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; script-src 'self'; style-src 'self';");
    }

    [Fact]
    public async Task A_page_that_is_known_is_not_sent_again()
    {
        await using var host = await ApiHost.StartAsync();
        using var first = await host.SendAsync(HttpMethod.Get, "/board.js");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/board.js");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task The_page_needs_nothing_that_its_policy_forbids()
    {
        await using var host = await ApiHost.StartAsync();
        var page = await host.Client.GetStringAsync("/", TestContext.Current.CancellationToken);

        page.ShouldNotContain("<style");
        page.ShouldNotContain(" style=");
        page.ShouldNotContain("://");
        page.ShouldNotContain("<script>");
        var references = Reference().Matches(page).Select(match => match.Groups["address"].Value).ToList();
        references.ShouldContain("/board.js");
        foreach (var reference in references)
        {
            using var answer = await host.SendAsync(HttpMethod.Get, reference);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, reference);
        }
    }

    [GeneratedRegex("(src|href)=\"(?<address>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
