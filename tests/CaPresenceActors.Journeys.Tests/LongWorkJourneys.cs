using System.Net;
using System.Text.Json;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>An administrator tries a connection and keywords out in the whole program, against a whole Exchange.</summary>
public sealed class LongWorkJourneys
{
    [Fact]
    public async Task A_certificate_is_looked_at_pinned_and_then_every_calendar_is_read()
    {
        await using var site = new Site(useHttps: true);
        var (anna, ben) = (site.Hire("401"), site.Hire("402"));
        ben.Mailbox.Withdraw(site.Exchange.ServiceAccount.UserName);
        await using var host = await site.StartAsync(anna, ben);
        var candidate = new { server = site.Exchange.Address.Host, port = site.Exchange.Address.Port, userName = "admin@example.test", password = Site.Password };

        var first = await DoneAsync(host, "api/v1/connection-tests", candidate);
        StateOf(first, "tls").ShouldBe("failed");
        first.GetProperty("certificate").GetProperty("trusted").GetBoolean().ShouldBeFalse();

        var pin = first.GetProperty("certificate").GetProperty("sha256").GetString();
        var second = await DoneAsync(host, "api/v1/connection-tests", new { candidate.server, candidate.port, candidate.userName, candidate.password, certificatePin = pin });
        (StateOf(second, "logIn"), StateOf(second, "mailboxes")).ShouldBe(("ok", "warning"));
        second.GetProperty("mailboxes").GetProperty("failed").EnumerateArray().ShouldHaveSingleItem().GetProperty("extension").GetString().ShouldBe("402");
        second.GetRawText().ShouldNotContain(Site.Password);
        host.Process.Printed.ShouldNotContain(Site.Password);
    }

    [Fact]
    public async Task Keywords_are_tried_out_over_the_days_to_come_before_they_are_saved()
    {
        await using var site = new Site();
        var (anna, ben) = (site.Hire("411"), site.Hire("412"));
        var start = new DateTimeOffset(Clock.Now.UtcDateTime.Date, TimeSpan.Zero).AddDays(5).AddHours(9);
        anna.Calendar.Add(new() { Subject = "meeting about Zwetschgen", Start = start, End = start.AddHours(1) });
        await using var host = await site.StartAsync(anna, ben);
        await anna.Mailbox.Requests.ReachesAsync("FindItem", 1, TestContext.Current.CancellationToken).WaitAsync(Heard<string>.Patience, TimeProvider.System, TestContext.Current.CancellationToken);

        var run = await DoneAsync(host, "api/v1/dry-runs", new { keywords = new[] { new { keyword = "meeting", presence = "Do not disturb" } } });

        (run.GetProperty("total").GetInt32(), run.GetProperty("done").GetInt32(), run.GetProperty("affected").GetInt32()).ShouldBe((2, 2, 1));
        var change = run.GetProperty("people")[0].GetProperty("changes")[0];
        change.GetProperty("from").GetDateTimeOffset().ShouldBe(start);
        (change.GetProperty("before").GetString(), change.GetProperty("after").GetString()).ShouldBe(("In a meeting", "Do not disturb"));
        run.GetRawText().ShouldNotContain("Zwetschgen");
        (await host.GetAsync("api/v1/site")).GetProperty("keywords").GetArrayLength().ShouldBe(3, "nothing was saved");
    }

    private static string? StateOf(JsonElement test, string step) =>
        test.GetProperty("steps").EnumerateArray().Single(s => s.GetProperty("step").GetString() == step).GetProperty("state").GetString();

    // Begins a job and follows it to its end.
    private static async Task<JsonElement> DoneAsync(Support.Host host, string path, object body)
    {
        var begun = await host.SendAsync(HttpMethod.Post, path, body, HttpStatusCode.Accepted);
        using var stream = await host.Http.GetStreamAsync(new Uri($"{path}/{begun.GetProperty("id").GetString()}/progress", UriKind.Relative), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var last = "";
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Heard<string>.Patience, TimeProvider.System, TestContext.Current.CancellationToken) is { } line)
        {
            last = line.StartsWith("data: ", StringComparison.Ordinal) ? line["data: ".Length..] : last;
        }

        var end = JsonElement.Parse(last);
        end.GetProperty("state").GetString().ShouldBe("done", last);
        return end;
    }
}
