using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CaPresenceActors.Exchange.Simulator.Control;
using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class ControlTests : SimulatorTest
{
    [Fact]
    public async Task Appointments_are_made_changed_cancelled_and_deleted()
    {
        await using var control = await StartAsync();
        var made = await OkAsync(control, "POST", $"mailboxes/{Anna}/appointments", """{"start":"2026-03-02T13:00:00Z","end":"2026-03-02T14:00:00Z","subject":"Lunch","showAs":"OOF"}""");
        var place = $"mailboxes/{Anna}/appointments/{made["id"]}";

        (await OkAsync(control, "PATCH", place, """{"end":"2026-03-02T15:00:00Z"}"""))["end"]!.GetValue<DateTimeOffset>().ShouldBe(Instant("2026-03-02T15:00:00Z"));
        (await OkAsync(control, "GET", $"mailboxes/{Anna}/appointments?from=2026-03-02T00:00:00Z")).AsArray().ShouldHaveSingleItem()!["subject"]!.GetValue<string>().ShouldBe("Lunch");
        (await OkAsync(control, "POST", place + "/cancel"))["isCancelled"]!.GetValue<bool>().ShouldBeTrue();
        await OkAsync(control, "DELETE", place + "?to=deleteditems");

        Calendar.Count.ShouldBe(0);
        (await AskAsync(control, "DELETE", place)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Faults_are_installed_listed_and_ended()
    {
        await using var control = await StartAsync();
        var installed = await OkAsync(control, "POST", "faults", $$"""{"kind":"unauthorized","mailboxes":["{{Anna}}"]}""");

        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await OkAsync(control, "GET", "faults")).AsArray().ShouldHaveSingleItem()!["struck"]!.GetValue<int>().ShouldBe(1);
        (await OkAsync(control, "GET", "counters"))["refused"]!.GetValue<int>().ShouldBe(1);
        await OkAsync(control, "DELETE", $"faults/{installed["id"]}");
        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).Code.ShouldBe("NoError");
        (await OkAsync(control, "GET", "counters"))["requests"]!["FindItem"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task The_server_restarts_moves_mailboxes_and_has_its_clock_and_limits_changed()
    {
        await using var control = await StartAsync();
        await Client.SubscribedAsync();
        (await OkAsync(control, "POST", $"mailboxes/{Anna}/move"))["subscriptionsLost"]!.GetValue<int>().ShouldBe(1);
        await Client.SubscribedAsync();
        (await OkAsync(control, "POST", "server/restart"))["subscriptionsLost"]!.GetValue<int>().ShouldBe(1);

        var server = await OkAsync(control, "PATCH", "server", """{"clockOffsetSeconds":-3600,"keepsLimits":false}""");

        (server["clockOffsetSeconds"]!.GetValue<double>(), server["keepsLimits"]!.GetValue<bool>()).ShouldBe((-3600, false));
        Simulator.ClockOffset.ShouldBe(TimeSpan.FromHours(-1));
        (await AskAsync(control, "POST", "server/certificate")).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("""{"kind":"moonshine"}""", "\"kind\" is \"moonshine\", which is no kind of fault; known are server-busy, ")]
    [InlineData("""{"probability":"high"}""", "\"probability\" is \"high\", but a number is needed. \"kind\" is missing, but it is needed.")]
    [InlineData("""{"kind":"abort","mailbox":"a"}""", "\"mailbox\" is no field of this request; it has kind, mailboxes, ")]
    [InlineData("""{"kind":"abort","mailboxes":["nobody@example.test"]}""", "\"mailboxes\" has \"nobody@example.test\", but no mailbox has this address.")]
    [InlineData("""{"kind":"abort","from":"2026-03-02T12:00:00"}""", "\"from\" is \"2026-03-02T12:00:00\", but an instant such as \"2026-03-02T12:00:00Z\" is needed.")]
    [InlineData("[1]", "The request is a JSON a list, but an object is needed.")]
    [InlineData("{", "The request is no JSON: line 1, byte 2. An object is needed.")]
    public async Task A_bad_request_is_told_which_field_is_wrong_and_what_is_needed(string body, string error)
    {
        await using var control = await StartAsync();

        var (status, answer) = await AskAsync(control, "POST", "faults", body);

        status.ShouldBe(HttpStatusCode.BadRequest);
        answer["error"]!.GetValue<string>().ShouldStartWith(error);
    }

    [Fact]
    public async Task Only_the_loopback_address_is_served_and_only_json_and_no_browser()
    {
        await using var control = await StartAsync();

        (await AskAsync(control, "GET", "server", host: "evil.example.test")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync(control, "POST", "faults", "{}", contentType: "text/plain")).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await AskAsync(control, "GET", "server", origin: "http://127.0.0.1")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync(control, "GET", "nowhere")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private Task<SimulatorControl> StartAsync() => SimulatorControl.StartAsync(Simulator, 0, TestContext.Current.CancellationToken);

    private static async Task<JsonNode> OkAsync(SimulatorControl control, string method, string path, string? body = null)
    {
        var (status, answer) = await AskAsync(control, method, path, body);
        status.ShouldBe(HttpStatusCode.OK, answer.ToJsonString());
        return answer;
    }

    private static async Task<(HttpStatusCode Status, JsonNode Answer)> AskAsync(
        SimulatorControl control, string method, string path, string? body = null, string? host = null, string contentType = "application/json", string? origin = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(control.Address, path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, contentType);
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}
