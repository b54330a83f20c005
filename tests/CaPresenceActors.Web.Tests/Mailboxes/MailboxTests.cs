using System.Net;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Mailboxes;

public sealed class MailboxTests
{
    [Fact]
    public async Task Each_mailbox_has_a_state_with_its_reason_the_last_good_read_and_the_next_try()
    {
        await using var host = await StartAsync();

        (await host.GetJsonAsync("/api/v1/mailboxes")).GetRawText().ShouldBe(
            """{"counts":{"reading":2,"noAccess":1},"mailboxes":[{"extension":"1001","account":"1001@test.example.com","state":"reading","lastGoodRead":"2026-11-23T08:59:00Z","followed":true},{"extension":"1002","account":"1002@test.example.com","state":"noAccess","reason":"The account may not read this calendar.","staleSince":"2026-11-23T08:00:00Z","nextTry":"2026-11-23T09:15:00Z","followed":false},{"extension":"1003","account":"1003@test.example.com","state":"reading","lastGoodRead":"2026-11-23T08:59:00Z","followed":true}]}""");
    }

    [Fact]
    public async Task One_state_can_be_asked_for_and_a_page_at_a_time()
    {
        await using var host = await StartAsync();

        var first = await host.GetJsonAsync("/api/v1/mailboxes?state=reading&limit=1");
        first.GetProperty("mailboxes")[0].GetProperty("extension").GetString().ShouldBe("1001");
        first.GetProperty("counts").GetProperty("noAccess").GetInt32().ShouldBe(1);

        var second = await host.GetJsonAsync(first.GetProperty("next").GetString()!);
        second.GetProperty("mailboxes")[0].GetProperty("extension").GetString().ShouldBe("1003");
        var third = await host.GetJsonAsync(second.GetProperty("next").GetString()!);
        third.GetProperty("mailboxes").GetArrayLength().ShouldBe(0);
        third.TryGetProperty("next", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("state=asleep", "The query's state is \"asleep\"; one of the words reading, waiting, stale, noAccess, unknownMailbox, broken, throttled, moving, serverTrouble is needed.")]
    [InlineData("limit=0", "The query's limit is \"0\"; a whole number from 1 to 1000 is needed.")]
    public async Task What_is_asked_for_wrongly_is_refused(string query, string expected)
    {
        await using var host = await StartAsync();

        (await host.SendAsync(HttpMethod.Get, $"/api/v1/mailboxes?{query}").ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe(expected);
    }

    private static async Task<ApiHost> StartAsync()
    {
        var host = await ApiHost.StartAsync();
        var now = host.Time.GetUtcNow();
        host.Engine.Mailboxes.AddRange(
        [
            new MailboxHealth("1001", "1001@test.example.com", MailboxState.Reading, null, now.AddMinutes(-1), null, null, Followed: true),
            new MailboxHealth("1002", "1002@test.example.com", MailboxState.NoAccess, "The account may not read this calendar.", null, now.AddHours(-1), now.AddMinutes(15), Followed: false),
            new MailboxHealth("1003", "1003@test.example.com", MailboxState.Reading, null, now.AddMinutes(-1), null, null, Followed: true),
        ]);
        return host;
    }
}
