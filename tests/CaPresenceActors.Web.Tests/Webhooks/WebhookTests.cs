using System.Net;
using CaPresenceActors.Actors.Webhooks;
using CaPresenceActors.Web.Tests.Fakes;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Webhooks;

public sealed class WebhookTests
{
    private const string Id = "0123456789abcdef";
    private const string Phones = """{"name":"Phones","url":"https://phones.example.com/in","extensions":["1203"]}""";

    [Fact]
    public async Task The_secret_is_told_when_a_webhook_is_made_and_never_again()
    {
        await using var host = await ApiHost.StartAsync();
        using var made = await host.SendAsync(HttpMethod.Post, "/api/v1/webhooks", Phones);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        made.Headers.Location!.ToString().ShouldBe($"/api/v1/webhooks/{Id}");
        (await made.JsonAsync()).GetRawText().ShouldBe(
            $$"""{"id":"{{Id}}","name":"Phones","url":"https://phones.example.com/in","enabled":true,"extensions":["1203"],"position":4812,"behind":3,"state":"idle","secret":"{{FakeWebhooks.Secret}}"}""");

        (await host.GetJsonAsync($"/api/v1/webhooks/{Id}")).TryGetProperty("secret", out _).ShouldBeFalse();
        (await host.GetJsonAsync("/api/v1/webhooks")).GetProperty("webhooks")[0].TryGetProperty("secret", out _).ShouldBeFalse();
        using var put = await host.SendAsync(HttpMethod.Put, $"/api/v1/webhooks/{Id}", Phones);
        (await put.JsonAsync()).TryGetProperty("secret", out _).ShouldBeFalse();
        using var renewed = await host.SendAsync(HttpMethod.Post, $"/api/v1/webhooks/{Id}/secret");
        (await renewed.JsonAsync()).GetProperty("secret").GetString().ShouldBe(FakeWebhooks.Secret);
    }

    [Fact]
    public async Task Every_change_is_made_in_the_name_of_who_asks()
    {
        await using var host = await ApiHost.StartAsync();
        (await host.SendAsync(HttpMethod.Post, "/api/v1/webhooks", Phones)).Dispose();
        (await host.SendAsync(HttpMethod.Put, $"/api/v1/webhooks/{Id}", Phones)).Dispose();
        (await host.SendAsync(HttpMethod.Post, $"/api/v1/webhooks/{Id}/replay", """{"after":0}""")).Dispose();
        (await host.SendAsync(HttpMethod.Post, $"/api/v1/webhooks/{Id}/secret")).Dispose();
        using var removed = await host.SendAsync(HttpMethod.Delete, $"/api/v1/webhooks/{Id}");
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        host.Webhooks.Asked.ShouldBe(["local adds Phones", "local changes Phones", "local replays after 0", "local renews", "local removes"]);
    }

    [Fact]
    public async Task Deliveries_tell_what_went_out_and_what_came_of_it()
    {
        await using var host = await ApiHost.StartAsync();
        host.Webhooks.Deliveries =
        [
            new WebhookDelivery(host.Time.GetUtcNow(), WebhookDeliveryKind.Changes, $"{Id}.1.7-9", 7, 9, 3, 500, 12, "It answered 500."),
            new WebhookDelivery(host.Time.GetUtcNow(), WebhookDeliveryKind.Test, $"{Id}.1.test.1", null, null, 0, 204, 5, null),
        ];
        (await host.SendAsync(HttpMethod.Post, "/api/v1/webhooks", Phones)).Dispose();
        (await host.GetJsonAsync($"/api/v1/webhooks/{Id}/deliveries")).GetRawText().ShouldBe(
            $$"""{"deliveries":[{"at":"2026-11-23T09:00:00Z","kind":"changes","deliveryId":"{{Id}}.1.7-9","firstPosition":7,"lastPosition":9,"count":3,"status":500,"milliseconds":12,"error":"It answered 500."},{"at":"2026-11-23T09:00:00Z","kind":"test","deliveryId":"{{Id}}.1.test.1","count":0,"status":204,"milliseconds":5}]}""");
        using var tested = await host.SendAsync(HttpMethod.Post, $"/api/v1/webhooks/{Id}/test");
        (await tested.JsonAsync()).GetProperty("status").GetInt32().ShouldBe(500);
    }

    [Theory]
    [InlineData("GET", "", null)]
    [InlineData("PUT", "", Phones)]
    [InlineData("DELETE", "", null)]
    [InlineData("POST", "/secret", null)]
    [InlineData("POST", "/replay", """{"after":1}""")]
    [InlineData("POST", "/test", null)]
    [InlineData("GET", "/deliveries", null)]
    public async Task A_webhook_that_is_not_there_is_said_to_be_so(string method, string path, string? body)
    {
        await using var host = await ApiHost.StartAsync();
        (await host.SendAsync(new HttpMethod(method), $"/api/v1/webhooks/nothing{path}", body).ProblemAsync(HttpStatusCode.NotFound)).ShouldStartWith("There is no webhook nothing.");
    }

    [Theory]
    [InlineData("""{"url":"https://a.example.com/"}""", "The member name is missing.")]
    [InlineData("""{"name":"A","url":7}""", "The member url is a number; a text is needed.")]
    [InlineData("""{"name":"A","url":"https://a.example.com/","secret":"mine"}""", "The member secret is not known; known are name, url, enabled, extensions.")]
    public async Task A_body_that_says_something_else_is_refused_by_the_members_name(string body, string detail)
    {
        await using var host = await ApiHost.StartAsync();
        (await host.SendAsync(HttpMethod.Post, "/api/v1/webhooks", body).ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe(detail);
        host.Webhooks.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_replay_takes_a_position_and_nothing_else()
    {
        await using var host = await ApiHost.StartAsync();
        (await host.SendAsync(HttpMethod.Post, "/api/v1/webhooks", Phones)).Dispose();
        (await host.SendAsync(HttpMethod.Post, $"/api/v1/webhooks/{Id}/replay", """{"after":1.5}""").ProblemAsync(HttpStatusCode.BadRequest)).ShouldContain("a whole number");
        using var far = await host.SendAsync(HttpMethod.Post, $"/api/v1/webhooks/{Id}/replay", """{"after":900000000000}""");
        far.StatusCode.ShouldBe(HttpStatusCode.OK, "positions are longer than nine digits");
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_as_a_problem()
    {
        await using var host = await ApiHost.StartAsync();
        host.Webhooks.Answer = new WebhookReply.Refused("Over plain HTTP.");
        (await host.SendAsync(HttpMethod.Post, "/api/v1/webhooks", Phones).ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldBe("Over plain HTTP.");
        host.Webhooks.Answer = new WebhookReply.Failed("The disk is full.");
        (await host.SendAsync(HttpMethod.Delete, $"/api/v1/webhooks/{Id}").ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe("The disk is full.");
        host.Webhooks.Answer = new WebhookReply.Busy(Id);
        await host.SendAsync(HttpMethod.Post, $"/api/v1/webhooks/{Id}/test").ProblemAsync(HttpStatusCode.Conflict);
    }
}
