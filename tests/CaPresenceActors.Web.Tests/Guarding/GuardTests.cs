using System.Net;
using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.Tests.Guarding;

public sealed class GuardTests
{
    [Theory]
    [InlineData("evil.example.com")]
    [InlineData("evil.example.com:80")]
    [InlineData("localhost.evil.example.com")]
    [InlineData("127.0.0.1.evil.example.com")]
    [InlineData("192.168.0.7")]
    [InlineData("0.0.0.0")]
    [InlineData("")]
    public async Task A_request_for_a_foreign_host_reads_nothing(string hostHeader)
    {
        await using var host = await ApiHost.StartAsync();

        foreach (var path in (string[])["/", "/api/v1/presence", "/healthz", "/nothing"])
        {
            var answer = await RawHttp.SendAsync(host.Address, $"GET {path} HTTP/1.1\r\nHost: {hostHeader}\r\nAuthorization: Bearer {host.LocalToken}\r\nConnection: close\r\n\r\n");
            answer.ShouldStartWith("HTTP/1.1 403 ");
            answer.ShouldContain("localhost, 127.0.0.1 or [::1] is needed");
            answer.ShouldNotContain("Anna");
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:5000")]
    [InlineData("127.0.0.1:1")]
    [InlineData("[::1]")]
    [InlineData("[::1]:8080")]
    public async Task A_request_for_this_machine_is_answered(string hostHeader)
    {
        await using var host = await ApiHost.StartAsync();

        (await RawHttp.SendAsync(host.Address, $"GET /healthz HTTP/1.1\r\nHost: {hostHeader}\r\nConnection: close\r\n\r\n")).ShouldStartWith("HTTP/1.1 200 ");
    }

    [Theory]
    [InlineData("Origin", "https://evil.example.com")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_page_of_another_site_changes_nothing(string header, string value)
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var (method, path) in (ReadOnlySpan<(HttpMethod, string)>)[(HttpMethod.Put, "/api/v1/presence/1203/manual"), (HttpMethod.Delete, "/api/v1/presence/1203/manual"), (HttpMethod.Post, "/api/v1/users/import")])
        {
            using var request = new HttpRequestMessage(method, path) { Content = new StringContent("""{"presence":"Lunch"}""") };
            request.Headers.Add(header, value);

            (host.Client.Send(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        host.Engine.Board.Find("1203")!.Presence.ShouldBe("Available");
    }

    [Fact]
    public async Task A_page_of_this_server_may_change_things()
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/presence/1203/manual") { Content = new StringContent("""{"presence":"Lunch"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("Origin", host.Address.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("10.0.0.7", false)]
    [InlineData("::ffff:10.0.0.7", false)]
    [InlineData("fe80::1", false)]
    [InlineData(null, false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.9.10", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    public void The_token_of_local_administration_counts_on_this_machine_only(string? remote, bool counts)
    {
        var local = new LocalAdministration();
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote) } };

        local.Is(local.Token, context).ShouldBe(counts);
        local.Is(new LocalAdministration().Token, context).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/api/v1/presence")]
    [InlineData("/api/v1/presence/9999")]
    [InlineData("/api/v1/site")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/nothing")]
    public async Task Answers_are_kept_nowhere_and_guessed_at_by_nobody(string path)
    {
        await using var host = await ApiHost.StartAsync();
        using var answer = await host.SendAsync(HttpMethod.Get, path);

        answer.Headers.CacheControl?.ToString().ShouldBe("no-store, no-cache");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["same-origin"]);
        answer.Headers.Server.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_there_is_nothing_the_answer_says_so()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Get, "/api/v2/presence").ProblemAsync(HttpStatusCode.NotFound)).ShouldBe("There is nothing at /api/v2/presence. The routes are listed in docs/api.md.");
        (await host.SendAsync(HttpMethod.Post, "/api/v1/presence").ProblemAsync(HttpStatusCode.MethodNotAllowed)).ShouldBe("POST is not known at this address; GET is.");
    }
}
