using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using CaPresenceActors.Web.Pages;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Pages;

public sealed partial class PageTests
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/people/1203", "text/html")]
    [InlineData("/settings/exchange", "text/html")]
    [InlineData("/sign-in", "text/html")]
    [InlineData("/app.js", "text/javascript")]
    [InlineData("/frame/router.js", "text/javascript")]
    [InlineData("/lib/lit-html/directives/repeat.js", "text/javascript")]
    [InlineData("/lib/lit-html/LICENSE", "text/plain")]
    [InlineData("/ui.css", "text/css")]
    [InlineData("/icon.svg", "image/svg+xml")]
    public async Task The_pages_are_served_with_a_strict_policy(string path, string contentType)
    {
        await using var host = await ApiHost.StartAsync(engine => engine.IsReady = false);
        using var answer = await host.SendAsync(HttpMethod.Get, path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe(contentType);
        answer.Content.Headers.ContentLength.ShouldNotBeNull().ShouldBeGreaterThan(100);
        answer.Headers.CacheControl?.ToString().ShouldBe("no-cache");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; script-src 'self'; style-src 'self';");
        policy.ShouldContain("require-trusted-types-for 'script'");
        policy.ShouldNotContain("unsafe");
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("br")]
    public async Task A_page_that_is_known_is_not_sent_again(string encoding)
    {
        await using var host = await ApiHost.StartAsync();
        using var first = await AskAsync(host, encoding, known: null);
        using var second = await AskAsync(host, encoding, first.Headers.ETag);

        first.Headers.ETag.ShouldNotBeNull().IsWeak.ShouldBeFalse();
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_browser_that_takes_brotli_gets_the_same_file_smaller_under_another_tag()
    {
        await using var host = await ApiHost.StartAsync();
        using var plain = await AskAsync(host, "identity", known: null);
        using var small = await AskAsync(host, "gzip, br;q=0.9", known: null);

        small.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        small.Headers.ETag.ShouldNotBe(plain.Headers.ETag);
        small.Headers.Vary.ShouldContain("Accept-Encoding");
        await using var compressed = await small.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(new BrotliStream(compressed, CompressionMode.Decompress));
        (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe(await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/frame")]
    [InlineData("/frame/nothing.js")]
    [InlineData("/frame/../app.js/x")]
    [InlineData("/wwwroot/app.js")]
    [InlineData("/App.html")]
    public async Task Nothing_else_is_served(string path)
    {
        await using var host = await ApiHost.StartAsync();
        using var answer = await host.SendAsync(HttpMethod.Get, path);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_pages_need_nothing_that_their_policy_forbids()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var path in PageFiles.Load().Keys.Append("/").Where(path => !path.StartsWith("/lib/", StringComparison.Ordinal) && !path.EndsWith(".html", StringComparison.Ordinal)))
        {
            var text = await host.Client.GetStringAsync(path, TestContext.Current.CancellationToken);
            text.ShouldNotContain("<style", customMessage: path);
            text.ShouldNotContain(" style=", customMessage: path);
            text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal).ShouldNotMatch(@"://[^\s/]", customMessage: path);
            text.ShouldNotContain("<script>", customMessage: path);
            text.ShouldNotContain("innerHTML", customMessage: path);
            foreach (var reference in Reference().Matches(text).Select(match => match.Groups["address"].Value))
            {
                using var answer = await host.SendAsync(HttpMethod.Get, new Uri(new Uri(host.Address, path), reference).AbsolutePath);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path} needs {reference}");
            }
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(ApiHost host, string encoding, EntityTagHeaderValue? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/app.js");
        request.Headers.Add("Accept-Encoding", encoding);
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known);
        }

        return await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    // What a file loads: of the document, and by static import.
    [GeneratedRegex("(src|<link[^>]* href)=\"(?<address>[^\"]+)\"|(import|export) [^;]*?from \"(?<address>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
