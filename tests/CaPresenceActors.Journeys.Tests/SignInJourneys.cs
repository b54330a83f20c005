using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaPresenceActors.Host.Configuration;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>The way in: the link of the first start, the token of this machine, and the certificate.</summary>
public sealed partial class SignInJourneys
{
    [Fact]
    public async Task The_first_start_prints_a_link_for_the_first_administrator_and_logs_it_nowhere()
    {
        await using var site = new Site();
        string cookie;
        await using (var host = await site.StartAsync(site.Hire("1203")))
        {
            var line = await host.Process.Output.FirstAsync(line => Link().IsMatch(line), "the link");
            var token = Link().Match(line).Groups["token"].Value;
            using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = host.Http.BaseAddress };
            (await http.GetAsync("api/v1/presence", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

            using var accepted = await http.PostAsJsonAsync("api/v1/invitations/accept", new { token, name = "boss", password = "Schnittlauch-7732" }, TestContext.Current.CancellationToken);

            accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
            cookie = accepted.Headers.GetValues("Set-Cookie").First(set => set.StartsWith("capresence-session", StringComparison.Ordinal)).Split(';')[0];
            (await StatusAsync(http, "api/v1/users", cookie)).ShouldBe(HttpStatusCode.OK);
            (await host.StopAsync()).ShouldBe(0);
            Directory.EnumerateFiles(Path.Combine(site.DataDirectory, "logs")).ShouldAllBe(log => !File.ReadAllText(log).Contains(token));
            File.Exists(Path.Combine(site.DataDirectory, "local-administration.token")).ShouldBeFalse("it goes with the program");
        }

        await using var again = await site.StartHostAsync();
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = again.Http.BaseAddress };
        (await StatusAsync(browser, "api/v1/users", cookie)).ShouldBe(HttpStatusCode.OK, "a session outlives a restart");
        using var signedIn = await browser.PostAsJsonAsync("api/v1/session", new { name = "boss", password = "Schnittlauch-7732" }, TestContext.Current.CancellationToken);
        signedIn.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.StopAsync()).ShouldBe(0);
        again.Process.Printed.ShouldNotContain("welcome#", Case.Sensitive, "there is an administrator now");
    }

    [Fact]
    public async Task The_token_of_this_machine_is_its_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Files have no mode there.");
            return;
        }

        await using var site = new Site();
        await using var host = await site.StartAsync();

        File.GetUnixFileMode(Path.Combine(site.DataDirectory, "local-administration.token")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_certificate_makes_it_https_and_the_cookies_too()
    {
        await using var site = new Site();
        await site.Exchange.StartAsync(TestContext.Current.CancellationToken);
        await site.WriteConfigurationAsync(site.Hire("1203"));
        using var certificate = Certificate();
        var folder = Path.GetDirectoryName(site.ConfigurationFile)!;
        await File.WriteAllTextAsync(Path.Combine(folder, "server.pem"), certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "server.key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        var configuration = site.Configuration(site.Exchange.Address);
        configuration["capresence"]!["http"]!["tls"] = new JsonObject { ["certificate-file"] = "server.pem", ["key-file"] = "server.key" };
        await File.WriteAllTextAsync(site.ConfigurationFile, configuration.ToJsonString(), TestContext.Current.CancellationToken);
        await using var host = await site.StartHostAsync();
        var line = await host.Process.Output.FirstAsync(line => Link().IsMatch(line), "the link");

        var seen = "";
        using var handler = new SocketsHttpHandler { UseCookies = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => (seen = shown!.GetCertHashString(HashAlgorithmName.SHA256)) == certificate.GetCertHashString(HashAlgorithmName.SHA256);
        using var http = new HttpClient(handler) { BaseAddress = host.Http.BaseAddress };
        using var accepted = await http.PostAsJsonAsync(
            "api/v1/invitations/accept", new { token = Link().Match(line).Groups["token"].Value, name = "boss", password = "Schnittlauch-7732" }, TestContext.Current.CancellationToken);

        http.BaseAddress!.Scheme.ShouldBe("https");
        accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var cookie in accepted.Headers.GetValues("Set-Cookie"))
        {
            cookie.ShouldStartWith("__Host-capresence-");
            cookie.ShouldContain("; secure", Case.Insensitive);
        }

        seen.ShouldNotBeEmpty();
        accepted.Headers.Contains("Strict-Transport-Security").ShouldBeFalse("a browser would ask every server on this machine for HTTPS");
    }

    [Theory]
    [InlineData("none.pem", null, "capresence.http.tls.certificate-file")]
    [InlineData("server.pem", null, "capresence.http.tls.certificate-file")]
    [InlineData("server.pem", "none.key", "capresence.http.tls.key-file")]
    [InlineData("server.pem", "broken.key", "capresence.http.tls.certificate-file")]
    [InlineData(null, "server.key", "capresence.http.tls.key-file")]
    public void A_certificate_that_cannot_be_used_is_named_at_the_start(string? certificateFile, string? keyFile, string path)
    {
        var folder = Directory.CreateTempSubdirectory("capresence-tls-");
        try
        {
            using var certificate = Certificate();
            File.WriteAllText(Path.Combine(folder.FullName, "server.pem"), certificate.ExportCertificatePem());
            File.WriteAllText(Path.Combine(folder.FullName, "broken.key"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
            var tls = new JsonObject { ["certificate-file"] = certificateFile ?? "", ["key-file"] = keyFile ?? "" };
            var extra = new JsonObject { ["capresence"] = new JsonObject { ["http"] = new JsonObject { ["tls"] = tls } } };

            var problems = HostOptionsReader.Check(HostConfiguration.Load(null, extra.ToJsonString()), Path.Combine(folder.FullName, "site.conf")).Problems;

            problems.ShouldHaveSingleItem().ToString().ShouldContain(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("0.0.0.0", false, true)]
    [InlineData("0.0.0.0", true, false)]
    [InlineData("127.0.0.1", false, false)]
    [InlineData("::1", false, false)]
    public void Others_reach_it_without_encryption_only_when_that_is_said(string address, bool plain, bool refused)
    {
        var extra = JsonSerializer.Serialize(new { capresence = new { http = new Dictionary<string, object> { ["address"] = address, ["allow-plain-http"] = plain } } });

        var problems = HostOptionsReader.Check(HostConfiguration.Load(null, extra), null).Problems;

        problems.Any(problem => problem.ToString().Contains("passwords", StringComparison.Ordinal)).ShouldBe(refused);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(Clock.Now.AddDays(-1), Clock.Now.AddDays(90));
    }

    [GeneratedRegex(@"https?://\S+/welcome#(?<token>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
