using System.Text.Json.Nodes;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>One mistake in the settings is one statement of what is wrong and what to do, however many mailboxes there are.</summary>
public sealed class MisconfigurationJourneys
{
    private const int Mailboxes = 300;

    [Fact]
    public Task A_wrong_path_is_said_once() =>
        IsSaidOnceAsync(exchange => exchange["path"] = "/owa/Exchange.asmx", "there is nothing at /owa/Exchange.asmx");

    [Fact]
    public Task A_wrong_host_name_is_said_once() =>
        IsSaidOnceAsync(exchange => exchange["server"] = "mail.example.invalid", "mail.example.invalid");

    [Fact]
    public Task A_wrong_password_is_said_once() =>
        IsSaidOnceAsync(exchange => exchange["password"] = "Petersilie-1", "password");

    [Fact]
    public Task A_wrong_certificate_is_said_once() =>
        IsSaidOnceAsync(exchange => exchange["certificate-pin"] = new string('0', 64), "ertificate");

    [Fact]
    public Task Missing_rights_are_said_once() =>
        IsSaidOnceAsync(exchange => exchange["access"] = "impersonation", "ApplicationImpersonation", site => Array.ForEach([.. site.Exchange.Mailboxes.All], mailbox => mailbox.Withdraw("admin@example.test")));

    private static async Task IsSaidOnceAsync(Action<JsonNode> mistake, string what, Action<Site>? before = null)
    {
        await using var site = new Site(useHttps: true);
        Person[] people = [.. Enumerable.Range(1, Mailboxes).Select(number => site.Hire($"{3000 + number}"))];
        before?.Invoke(site);
        await site.Exchange.StartAsync(TestContext.Current.CancellationToken);
        await site.WriteConfigurationAsync(people);
        var configuration = site.Configuration(site.Exchange.Address);
        var exchange = configuration["capresence"]!["seed"]!["exchange"]!;
        exchange["certificate-pin"] = site.Exchange.CertificateSha256;
        mistake(exchange);
        await File.WriteAllTextAsync(site.ConfigurationFile, configuration.ToJsonString(), TestContext.Current.CancellationToken);

        await using var host = await site.StartHostAsync();
        await host.Process.Output.FirstAsync(IsStatement, "what is wrong");

        // A whole polling interval, in which every mailbox would be due.
        await Clock.ReachesAsync(Clock.Now.AddSeconds(7));
        var statement = host.Process.Output.All.Where(IsStatement).ShouldHaveSingleItem();
        statement.ShouldContain(what);
        statement.ShouldNotContain(Site.Password);
        host.Process.Output.All.Length.ShouldBeLessThan(30, "a log of a few lines");
    }

    // A warning, an error, or a sweep that failed.
    private static bool IsStatement(string line) =>
        line.Contains(" warn: ", StringComparison.Ordinal) || line.Contains(" fail: ", StringComparison.Ordinal) || line.Contains("could not be read", StringComparison.Ordinal);
}
