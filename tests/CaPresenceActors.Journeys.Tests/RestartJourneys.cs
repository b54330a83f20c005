using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>The power goes off, in the middle of an appointment and in the middle of an edge.</summary>
public sealed class RestartJourneys
{
    [Fact]
    public async Task A_killed_host_goes_on_as_if_nothing_had_happened()
    {
        await using var site = new Site();
        var (anna, ben) = (site.Hire("201"), site.Hire("202"));
        List<Change> heard = [];
        Change annaStarted;
        long known;
        DateTimeOffset start, annaEnds, benEnds;

        await using (var host = await site.StartAsync(anna, ben))
        await using (var feed = await ChangeFeed.OpenAsync(host.Http))
        {
            start = Clock.Now.AddSeconds(12);
            annaEnds = start.AddSeconds(18);
            benEnds = annaEnds.AddSeconds(2);
            anna.Calendar.Add(new() { Subject = "meeting", Start = start, End = annaEnds });
            ben.Calendar.Add(new() { Subject = "lunch", Start = start, End = benEnds });
            annaStarted = await feed.ToAsync(anna.Extension, "In a meeting");
            await feed.ToAsync(ben.Extension, "Lunch");

            await host.Process.KillAsync();
            heard.AddRange(feed.All);
            known = feed.LastId;
        }

        await using (var host = await site.StartHostAsync())
        await using (var feed = await ChangeFeed.OpenAsync(host.Http, known))
        {
            var shown = await host.PresenceAsync(anna.Extension);
            (shown.GetProperty("presence").GetString(), shown.GetProperty("since").GetDateTimeOffset()).ShouldBe(("In a meeting", start));
            (await host.HistoryAsync(anna.Extension)).ShouldBe([annaStarted]);

            // In the middle of Anna's edge; whether it is recorded by then is left to chance.
            await Clock.ReachesAsync(annaEnds);
            await host.Process.KillAsync();
            heard.AddRange(feed.All);
            known = feed.LastId;
        }

        await Clock.ReachesAsync(benEnds);
        await using (var host = await site.StartHostAsync())
        await using (var feed = await ChangeFeed.OpenAsync(host.Http, known))
        await using (var whole = await ChangeFeed.OpenAsync(host.Http, lastEventId: 0))
        {
            var benEnded = await whole.ToAsync(ben.Extension, "Available");
            (benEnded.At, benEnded.Cause).ShouldBe((benEnds, "eventEnded"));
            benEnded.RecordedAt.ShouldBeGreaterThan(benEnds);
            var annaEnded = await whole.ToAsync(anna.Extension, "Available");
            (annaEnded.At, annaEnded.Cause).ShouldBe((annaEnds, "eventEnded"));
            await feed.ToAsync(ben.Extension, "Available");

            heard.AddRange(feed.All);
            heard.ShouldBe(whole.All, ignoreOrder: false, "what one subscriber heard over three connections is what there is, in order, each once");
            foreach (var (person, presence) in new[] { (anna, "In a meeting"), (ben, "Lunch") })
            {
                (await host.HistoryAsync(person.Extension)).Select(change => change.To).ShouldBe([presence, "Available"]);
                (await host.PresenceAsync(person.Extension)).GetProperty("presence").GetString().ShouldBe("Available");
            }

            (await host.StopAsync()).ShouldBe(0);
        }

        JournalFile.HasNoHoles(site.JournalFile);
    }
}
