using CaPresenceActors.Journeys.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>Exchange is away, refuses, or is not who it says it is.</summary>
public sealed class OutageJourneys
{
    private const int RefusedTwice = 1215;

    [Fact]
    public async Task While_Exchange_is_away_the_known_calendar_goes_on_and_afterwards_news_come_in()
    {
        await using var site = new Site();
        var anna = site.Hire("301");
        var start = Clock.Now.AddSeconds(25);
        var end = start.AddSeconds(3);
        anna.Calendar.Add(new() { Subject = "meeting", Start = start, End = end });
        await using var host = await site.StartAsync(anna);
        await using var feed = await ChangeFeed.OpenAsync(host.Http);
        await anna.Mailbox.Requests.ReachesAsync("FindItem", 2, TestContext.Current.CancellationToken).WaitAsync(Heard<string>.Patience, TimeProvider.System, TestContext.Current.CancellationToken);

        await site.Exchange.StopAsync();
        await host.Process.Output.FirstAsync(line => line.Contains("Exchange cannot be read", StringComparison.Ordinal), "that Exchange is away");
        var started = await feed.ToAsync(anna.Extension, "In a meeting");
        var ended = await feed.ToAsync(anna.Extension, "Available", after: started);
        (started.At, started.Cause, ended.At, ended.Cause).ShouldBe((start, "eventStarted", end, "eventEnded"));
        (await host.WhyAsync(anna.Extension)).ShouldMatch("The last try failed|Exchange is not read at the moment");

        anna.Calendar.Add(new() { Subject = "lunch", Start = Clock.Now.AddMinutes(-1), End = Clock.Now.AddMinutes(30) });
        await site.Exchange.StartAsync(TestContext.Current.CancellationToken);
        await host.Process.Output.FirstAsync(line => line.Contains("Exchange can be read again", StringComparison.Ordinal), "that Exchange is back");
        (await feed.ToAsync(anna.Extension, "Lunch")).Cause.ShouldBe("calendarChanged");
        (await host.WhyAsync(anna.Extension)).ShouldNotMatch("The last try failed|Exchange is not read at the moment");
    }

    [Fact]
    public async Task A_wrong_password_is_tried_twice_at_most_and_said_once()
    {
        var attempts = 0;
        await using var refusing = await RefusingAsync(() => Interlocked.Increment(ref attempts));
        await using var site = new Site();
        var people = Enumerable.Range(310, 20).Select(number => site.Hire($"{number}")).ToArray();
        await site.Exchange.StartAsync(TestContext.Current.CancellationToken);
        await site.WriteConfigurationAsync(people);
        await File.WriteAllTextAsync(site.ConfigurationFile, site.Configuration(new Uri(refusing.Urls.Single())).ToJsonString(), TestContext.Current.CancellationToken);

        await using var host = await site.StartHostAsync();
        await host.Process.Output.FirstAsync(line => line.Contains("Exchange refuses the account twice in a row", StringComparison.Ordinal), "that the account is refused");

        // Two whole polling intervals in which twenty mailboxes would be due.
        await Clock.ReachesAsync(Clock.Now.AddSeconds(11));
        attempts.ShouldBe(2);
        host.Process.Output.All.Count(line => line.Contains($"[{RefusedTwice}]", StringComparison.Ordinal)).ShouldBe(1);
        (await host.GetAsync("api/v1/health")).GetProperty("poller").GetProperty("halted").GetString().ShouldNotBeNullOrEmpty();
        host.Process.Printed.ShouldNotContain(Site.Password);

        // The administrator gives the right settings, and everything is read at once.
        people[0].Calendar.Add(new() { Subject = "meeting", Start = Clock.Now.AddMinutes(-1), End = Clock.Now.AddMinutes(30) });
        await using var feed = await ChangeFeed.OpenAsync(host.Http);
        await host.PutAsync("api/v1/site/exchange", site.ExchangeSettings);
        await feed.ToAsync(people[0].Extension, "In a meeting");
        attempts.ShouldBe(2);
    }

    [Fact]
    public async Task A_certificate_that_is_not_the_pinned_one_is_refused_before_the_password_is_sent()
    {
        await using var site = new Site(useHttps: true) { CertificatePin = new string('0', 64) };
        var anna = site.Hire("340");
        await using var host = await site.StartAsync(anna);

        var line = await host.Process.Output.FirstAsync(said => said.Contains("Exchange cannot be read", StringComparison.Ordinal), "that the certificate is refused");

        line.ShouldContain("ertificate");
        site.Exchange.Requests.Total.ShouldBe(0);
        (await host.GetAsync("api/v1/health")).GetProperty("poller").GetProperty("halted").GetString()!.ShouldContain("ertificate");
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_unless_it_is_pinned()
    {
        await using var site = new Site(useHttps: true);
        var anna = site.Hire("341");
        await using (var host = await site.StartAsync(anna))
        {
            (await host.Process.Output.FirstAsync(said => said.Contains("Exchange cannot be read", StringComparison.Ordinal), "that the certificate is refused")).ShouldContain("ertificate");
        }

        await using var pinned = new Site(useHttps: true) { CertificatePin = null };
        var ben = pinned.Hire("342");
        await pinned.Exchange.StartAsync(TestContext.Current.CancellationToken);
        await pinned.WriteConfigurationAsync(ben);
        var configuration = pinned.Configuration(pinned.Exchange.Address);
        configuration["capresence"]!["seed"]!["exchange"]!["certificate-pin"] = pinned.Exchange.CertificateSha256;
        await File.WriteAllTextAsync(pinned.ConfigurationFile, configuration.ToJsonString(), TestContext.Current.CancellationToken);
        ben.Calendar.Add(new() { Subject = "meeting", Start = Clock.Now.AddMinutes(-1), End = Clock.Now.AddMinutes(30) });

        await using var good = await pinned.StartHostAsync();
        await using var feed = await ChangeFeed.OpenAsync(good.Http, lastEventId: 0);
        await feed.ToAsync(ben.Extension, "In a meeting");
    }

    // Where Exchange tells of changes, a right that is gone is noticed with the next change or the next safety read; where calendars are polled, within an interval.
    [Fact]
    public async Task Rights_withdrawn_from_one_mailbox_are_told_there_and_trouble_nobody_else()
    {
        await using var site = new Site();
        var (anna, ben) = (site.Hire("361"), site.Hire("362"));
        var end = Clock.Now.AddMinutes(30);
        var meeting = new Exchange.Simulator.Calendars.Appointment { Subject = "meeting", Start = end.AddHours(-1), End = end };
        anna.Calendar.Add(meeting);
        await site.Exchange.StartAsync(TestContext.Current.CancellationToken);
        await site.WriteConfigurationAsync(anna, ben);
        var configuration = site.Configuration(site.Exchange.Address);
        configuration["capresence"]!["seed"]!["exchange"]!["access"] = "impersonation-with-polling";
        await File.WriteAllTextAsync(site.ConfigurationFile, configuration.ToJsonString(), TestContext.Current.CancellationToken);
        await using var host = await site.StartHostAsync();
        await using var feed = await ChangeFeed.OpenAsync(host.Http);
        await anna.Mailbox.Requests.ReachesAsync("FindItem", 2, TestContext.Current.CancellationToken).WaitAsync(Heard<string>.Patience, TimeProvider.System, TestContext.Current.CancellationToken);

        anna.Mailbox.Withdraw(site.Exchange.ServiceAccount.UserName);
        await host.Process.Output.FirstAsync(line => line.Contains("could not be read and stay as they were", StringComparison.Ordinal), "that a calendar could not be read");

        (await host.WhyAsync(anna.Extension)).ShouldContain("The last try failed");
        (await host.HistoryAsync(anna.Extension)).ShouldHaveSingleItem("a calendar that cannot be read is not an empty one").To.ShouldBe("In a meeting");
        ben.Calendar.Add(meeting);
        await feed.ToAsync(ben.Extension, "In a meeting");
        (await host.WhyAsync(ben.Extension)).ShouldNotContain("failed");
    }

    /// <summary>An Exchange server that refuses every password. The simulator counts only who has logged in.</summary>
    private static async Task<WebApplication> RefusingAsync(Action onRequest)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Run(context =>
        {
            onRequest();
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"exchange\"";
            return Task.CompletedTask;
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }
}
