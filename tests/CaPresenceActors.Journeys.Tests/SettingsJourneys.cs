using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>What administrators change at run time takes effect at once: nothing is restarted, nothing is read anew.</summary>
public sealed class SettingsJourneys
{
    [Fact]
    public async Task Every_change_of_settings_shows_at_once()
    {
        await using var site = new Site();
        var (anna, ben) = (site.Hire("401"), site.Hire("402"));
        var end = Clock.Now.AddMinutes(40);
        anna.Calendar.Add(new() { Subject = "Monthly meeting", Start = end.AddHours(-1), End = end });
        ben.Calendar.Add(new() { Subject = "Workshop in Ulm", Start = end.AddHours(-1), End = end, ShowAs = Exchange.Simulator.Calendars.FreeBusyStatus.Free });
        await using var host = await site.StartAsync(anna, ben);
        await using var feed = await ChangeFeed.OpenAsync(host.Http, lastEventId: 0);
        var meeting = await feed.ToAsync(anna.Extension, "In a meeting");

        // Keywords: a new row for Ben, and another presence for Anna's.
        await host.PutAsync("api/v1/site/keywords", Keywords(("workshop", "Business trip"), ("meeting", "Do not disturb")));
        var anna1 = await feed.ToAsync(anna.Extension, "Do not disturb");
        (anna1.From, anna1.Cause, anna1.Keyword).ShouldBe(("In a meeting", "keywordsChanged", "meeting"));
        var ben1 = await feed.ToAsync(ben.Extension, "Business trip");
        (ben1.Cause, ben1.Event is not null).ShouldBe(("keywordsChanged", true));

        // Presences: a rename carries the keyword rows along.
        await host.SendAsync(HttpMethod.Post, "api/v1/site/presences/rename", new { from = "Business trip", to = "On the road" });
        var ben2 = await feed.ToAsync(ben.Extension, "On the road");
        ben2.Cause.ShouldBe("presencesChanged");

        // Options: free time counts no more, and then again.
        await host.PutAsync("api/v1/site/options", new { ignoreFree = true });
        var ben3 = await feed.ToAsync(ben.Extension, "Available", after: ben2);
        ben3.Cause.ShouldBe("optionsChanged");
        await host.PutAsync("api/v1/site/options", new { ignoreFree = false });
        var ben4 = await feed.ToAsync(ben.Extension, "On the road", after: ben3);
        ben4.Cause.ShouldBe("optionsChanged");

        // A list of one's own, whose words the stream tells nobody, and the site's again.
        await host.PutAsync($"api/v1/users/{ben.Extension}/keywords", Keywords(("ulm", "Lunch")));
        var ben5 = await feed.ToAsync(ben.Extension, "Lunch");
        (ben5.Cause, ben5.Keyword).ShouldBe(("keywordsChanged", null));
        (await host.HistoryAsync(ben.Extension))[^1].Keyword.ShouldBe("ulm");
        await host.PutAsync($"api/v1/users/{ben.Extension}/keywords", new { keywords = (object?)null });
        await feed.ToAsync(ben.Extension, "On the road", after: ben5);

        // The integration: off and on for one, off and on for all. The calendar that is known drives presence at once.
        await host.PutAsync($"api/v1/users/{anna.Extension}/integration", new { integration = false });
        var anna2 = await feed.ToAsync(anna.Extension, "Available", after: anna1);
        anna2.Cause.ShouldBe("integrationChanged");
        (await host.WhyAsync(anna.Extension)).ShouldContain("switched the Exchange integration off");
        await host.PutAsync($"api/v1/users/{anna.Extension}/integration", new { integration = true });
        var anna3 = await feed.ToAsync(anna.Extension, "Do not disturb", after: anna2);
        await host.PutAsync("api/v1/site/integration", new { integration = false });
        var anna4 = await feed.ToAsync(anna.Extension, "Available", after: anna3);
        await host.PutAsync("api/v1/site/integration", new { integration = true });
        var anna5 = await feed.ToAsync(anna.Extension, "Do not disturb", after: anna4);

        (await host.HistoryAsync(anna.Extension)).ShouldBe([meeting, anna1, anna2, anna3, anna4, anna5]);
    }

    private static object Keywords(params (string Keyword, string Presence)[] rows) => new { keywords = rows.Select(row => new { keyword = row.Keyword, presence = row.Presence }) };
}
