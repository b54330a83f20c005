using System.Net;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>Presence changes are posted to receivers, whatever becomes of either side.</summary>
public sealed class WebhookJourneys
{
    [Fact]
    public async Task What_a_receiver_could_not_take_is_delivered_after_the_host_was_killed_in_order_and_under_the_same_id()
    {
        await using var site = new Site();
        await using var receiver = await WebhookReceiver.StartAsync(status: 500);
        var anna = site.Hire("201");
        string secret, id, firstTry;

        await using (var host = await site.StartAsync(anna))
        {
            var made = await host.SendAsync(HttpMethod.Post, "api/v1/webhooks", new { name = "Phones", url = receiver.Url }, HttpStatusCode.Created);
            (secret, id) = (made.GetProperty("secret").GetString()!, made.GetProperty("id").GetString()!);
            await SetAsync(host, anna, "Lunch");
            firstTry = (await receiver.Deliveries.FirstAsync(_ => true, "a first try")).Id;
            await SetAsync(host, anna, "Vacation");
            await host.Process.KillAsync();
        }

        receiver.Status = 204;
        await using (var host = await site.StartHostAsync())
        {
            await SetAsync(host, anna, "Out of office");
            await receiver.Deliveries.FirstAsync(delivery => delivery.Changes.Any(change => change.To == "Out of office"), "the last change");

            var once = receiver.Deliveries.All.DistinctBy(delivery => delivery.Id).ToList();
            once[0].Id.ShouldBe(firstTry);
            once.SelectMany(delivery => delivery.Changes).ShouldBe(await host.HistoryAsync("201"));
            receiver.Deliveries.All.GroupBy(delivery => delivery.Id).ShouldAllBe(tries => tries.Select(delivery => delivery.Body).Distinct().Count() == 1);
            receiver.Deliveries.All.ShouldAllBe(delivery => delivery.IsSignedWith(secret));

            (await host.StopAsync()).ShouldBe(0);
            host.Process.Printed.ShouldNotContain(secret);
        }

        var count = receiver.Deliveries.All.Length;
        await using (var host = await site.StartHostAsync())
        {
            (await host.GetAsync($"api/v1/webhooks/{id}")).GetProperty("behind").GetInt64().ShouldBe(0);
            await host.SendAsync(HttpMethod.Post, $"api/v1/webhooks/{id}/replay", new { after = 0 });
            await receiver.Deliveries.FirstAsync(delivery => delivery.Id.Contains(".2.", StringComparison.Ordinal), "the replay");
            receiver.Deliveries.All.Skip(count).SelectMany(delivery => delivery.Changes).ShouldBe(await host.HistoryAsync("201"));
        }

        (await File.ReadAllBytesAsync(site.JournalFile, TestContext.Current.CancellationToken)).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(secret)).ShouldBe(-1, "the database alone does not give a secret away");
    }

    [Fact]
    public async Task A_receiver_that_hangs_and_one_that_is_gone_cost_the_others_nothing()
    {
        await using var site = new Site();
        await using var hangs = await WebhookReceiver.StartAsync(status: 0);
        await using var gone = await WebhookReceiver.StartAsync(status: 410);
        await using var works = await WebhookReceiver.StartAsync(status: 200);
        var (anna, ben) = (site.Hire("201"), site.Hire("202"));
        await using var host = await site.StartAsync(anna, ben);
        foreach (var (name, receiver) in new[] { ("Hangs", hangs), ("Gone", gone), ("Works", works) })
        {
            await host.SendAsync(HttpMethod.Post, "api/v1/webhooks", new { name, url = receiver.Url, extensions = new[] { "201" } }, HttpStatusCode.Created);
        }

        foreach (var presence in new[] { "Lunch", "Vacation", "Out of office" })
        {
            await SetAsync(host, ben, presence);
            await SetAsync(host, anna, presence);
            await works.Deliveries.FirstAsync(delivery => delivery.Changes.Any(change => change.To == presence), presence);
        }

        works.Deliveries.All.SelectMany(delivery => delivery.Changes).ShouldBe(await host.HistoryAsync("201"));
        hangs.Deliveries.All.Length.ShouldBe(1);
        gone.Deliveries.All.Length.ShouldBe(1);
        var tested = await host.GetAsync("api/v1/webhooks");
        tested.GetProperty("webhooks").EnumerateArray().Select(webhook => webhook.GetProperty("state").GetString()).Take(2).ShouldBe(["disabled", "delivering"]);
    }

    private static async Task SetAsync(Support.Host host, Person person, string presence) =>
        await host.PutAsync($"api/v1/presence/{person.Extension}/manual", new { presence, hold = "untilCleared" });
}
