using System.Net;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>What an administrator finds out about a site that runs.</summary>
public sealed class OperationJourneys
{
    [Fact]
    public async Task Who_changed_what_who_showed_what_and_how_it_went_is_told_over_a_restart()
    {
        await using var site = new Site();
        var anna = site.Hire("501");
        anna.Calendar.Add(new() { Subject = "XYZZY meeting", Start = Clock.Now.AddMinutes(-10), End = Clock.Now.AddHours(1) });
        await using (var host = await site.StartAsync(anna))
        {
            await using var feed = await ChangeFeed.OpenAsync(host.Http, lastEventId: 0);
            await feed.ToAsync(anna.Extension, "In a meeting");
            await host.PutAsync("api/v1/site/keywords", new { keywords = new[] { new { keyword = "meeting", presence = "Lunch" } } });
            await feed.ToAsync(anna.Extension, "Lunch");

            var point = (await host.GetAsync("api/v1/health/series")).GetProperty("points").EnumerateArray();
            point.Sum(minute => minute.GetProperty("reads").GetInt32()).ShouldBePositive();
            point.Sum(minute => minute.GetProperty("changes").GetInt32()).ShouldBeGreaterThanOrEqualTo(2);
            var health = await host.GetAsync("api/v1/health");
            health.GetProperty("versions").GetProperty("exchange").GetString().ShouldNotBeNullOrEmpty();
            health.GetProperty("versions").GetProperty("storage").GetString()!.ShouldStartWith("SQLite 3.");
            health.GetProperty("storage").GetProperty("databaseBytes").GetInt64().ShouldBePositive();
            health.GetProperty("storage").GetProperty("freeDiskBytes").GetInt64().ShouldBePositive();
            (await host.GetAsync("api/v1/health/errors")).GetProperty("errors").GetArrayLength().ShouldBe(0);
            await host.StopAsync();
        }

        await using var again = await site.StartHostAsync();
        var history = await again.GetAsync($"api/v1/history?extension={anna.Extension}");
        history.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("to").GetString()).Take(2).ShouldBe(["Lunch", "In a meeting"]);
        var audit = await again.GetAsync("api/v1/audit");
        var newest = audit.GetProperty("entries")[0];
        newest.GetProperty("what").GetString().ShouldBe("keywords");
        newest.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("member").GetString()).ShouldContain("keywords[meeting]");
        (audit.GetRawText() + history.GetRawText()).ShouldNotContain("XYZZY");
    }

    [Fact]
    public async Task Who_was_let_in_and_where_changes_are_sent_is_told_over_a_restart_without_any_secret()
    {
        await using var site = new Site();
        string[] secrets;
        await using (var host = await site.StartAsync(site.Hire("501")))
        {
            await host.SendAsync(HttpMethod.Put, "api/v1/sign-ins/anna", new { role = "receptionist" });
            var invitation = await host.SendAsync(HttpMethod.Post, "api/v1/sign-ins/anna/invitation", body: null);
            await host.SendAsync(HttpMethod.Put, "api/v1/sign-ins/anna/password", new { password = "XYZZY and nothing else" });
            var token = await host.SendAsync(HttpMethod.Post, "api/v1/tokens", new { name = "switchboard", scope = "read" }, HttpStatusCode.Created);
            var webhook = await host.SendAsync(HttpMethod.Post, "api/v1/webhooks", new { name = "Phones", url = "https://127.0.0.1:9/XYZZY", enabled = false }, HttpStatusCode.Created);
            secrets = ["XYZZY", token.GetProperty("token").GetString()!, webhook.GetProperty("secret").GetString()!, invitation.GetProperty("link").GetString()!.Split('#')[1]];
            await host.StopAsync();
        }

        await using var again = await site.StartHostAsync();
        var audit = await again.GetAsync("api/v1/audit?limit=5");
        audit.GetProperty("entries").EnumerateArray()
            .Select(entry => $"{entry.GetProperty("by").GetString()}, {entry.GetProperty("what").GetString()}: {entry.GetProperty("sentence").GetString()}")
            .ShouldBe(
            [
                "local, webhook: The webhook Phones was added.",
                "local, token: The token switchboard was made.",
                "local, signIn: The password of anna was set.",
                "local, signIn: anna was invited.",
                "local, signIn: The sign-in anna was added.",
            ]);
        secrets.ShouldAllBe(secret => !audit.GetRawText().Contains(secret));
        (await again.GetAsync("api/v1/audit?what=token&subject=switchboard")).GetProperty("entries").GetArrayLength().ShouldBe(1);
    }
}
