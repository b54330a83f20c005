using System.Text.RegularExpressions;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Tests.Support;
using static CaPresenceActors.Exchange.Tests.Support.Answers;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

public sealed partial class DelegateReadingTests
{
    [Fact]
    public async Task Asks_for_several_mailboxes_in_one_request()
    {
        await using var server = await ScriptedServer.StartAsync((request, response) => response.Xml(EverybodysOwn(request)));
        await using var source = Source(server.Port, ExchangeAccess.Delegate);

        var readings = await source.ReadAsync(Mailboxes(10), Week, Cancellation);

        source.MailboxesPerRead.ShouldBe(10);
        EachHasTheirOwn(readings);
        var body = server.Requests.ShouldHaveSingleItem().Body;
        body.ShouldNotContain("ExchangeImpersonation");
        body.ShouldContain("""<t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>user10@example.test</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>""");
    }

    [Fact]
    public async Task More_mailboxes_than_a_request_takes_go_into_several()
    {
        await using var server = await ScriptedServer.StartAsync((request, response) => response.Xml(EverybodysOwn(request)));
        await using var source = Source(server.Port, ExchangeAccess.Delegate);

        var readings = await source.ReadAsync(Mailboxes(23), Week, Cancellation);

        EachHasTheirOwn(readings);
        server.Requests.Select(r => Asked(r).Count).ShouldBe([10, 10, 3]);
    }

    [Fact]
    public async Task Trouble_with_one_mailbox_is_that_mailboxs_answer()
    {
        await using var server = await ScriptedServer.StartAsync((request, response) => response.Xml(FindItem(
            [.. Asked(request).Select(account => account == "user2@example.test" ? Refusal("ErrorFolderNotFound") : Own(account))])));
        await using var source = Source(server.Port, ExchangeAccess.Delegate);

        var readings = await source.ReadAsync(Mailboxes(3), Week, Cancellation);

        readings[0].ShouldBeOfType<MailboxReading.Good>();
        readings[1].ShouldBeOfType<MailboxReading.Failed>().Failure.ShouldBe(ReadFailure.AccessDenied);
        readings[2].ShouldBeOfType<MailboxReading.Good>();
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Asks_for_fewer_when_too_many_are_open_and_remembers_it()
    {
        const int limit = 3;
        await using var server = await ScriptedServer.StartAsync((request, response) => response.Xml(FindItem(
            [.. Asked(request).Select((account, i) => i < limit ? Own(account) : Refusal("ErrorTooManyObjectsOpened"))])));
        await using var source = Source(server.Port, ExchangeAccess.Delegate);

        var readings = await source.ReadAsync(Mailboxes(10), Week, Cancellation);

        EachHasTheirOwn(readings);
        source.MailboxesPerRead.ShouldBeLessThanOrEqualTo(limit);
        server.Requests.Count.ShouldBeLessThan(8);
    }

    [Fact]
    public async Task Comes_back_to_more_after_a_while_of_peace()
    {
        var patient = false;
        await using var server = await ScriptedServer.StartAsync((request, response) => response.Xml(FindItem(
            [.. Asked(request).Select(account => patient || Asked(request).Count == 1 ? Own(account) : Refusal("ErrorTooManyObjectsOpened"))])));
        await using var source = Source(server.Port, ExchangeAccess.Delegate);
        await source.ReadAsync(Mailboxes(10), Week, Cancellation);
        source.MailboxesPerRead.ShouldBe(1);
        patient = true;

        for (var i = 0; i < 100; i++)
        {
            await source.ReadAsync(Mailboxes(1), Week, Cancellation);
        }

        source.MailboxesPerRead.ShouldBe(2);
    }

    [Fact]
    public async Task One_mailbox_that_is_too_many_is_a_server_that_wants_peace()
    {
        await using var server = await ScriptedServer.StartAsync((request, response) => response.Xml(FindItem([.. Asked(request).Select(_ => Refusal("ErrorTooManyObjectsOpened"))])));
        await using var source = Source(server.Port, ExchangeAccess.Delegate);

        var readings = await source.ReadAsync(Mailboxes(4), Week, Cancellation);

        readings.ShouldAllBe(r => ((MailboxReading.Failed)r).Failure == ReadFailure.Throttled);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task With_more_or_fewer_answers_than_questions_nobody_gets_somebody_elses_calendar(int difference)
    {
        await using var server = await ScriptedServer.StartAsync((request, response) =>
        {
            var messages = Asked(request).Select(Own).ToList();
            if (messages.Count > 1)
            {
                messages = difference < 0 ? messages[1..] : [Own("stranger@example.test"), .. messages];
            }

            return response.Xml(FindItem([.. messages]));
        });
        await using var source = Source(server.Port, ExchangeAccess.Delegate);

        EachHasTheirOwn(await source.ReadAsync(Mailboxes(4), Week, Cancellation));
    }

    [Fact]
    public async Task Mailboxes_without_any_answer_are_not_understood()
    {
        await using var server = await ScriptedServer.AnsweringAsync(FindItem());
        await using var source = Source(server.Port, ExchangeAccess.Delegate);

        var readings = await source.ReadAsync(Mailboxes(3), Week, Cancellation);

        readings.ShouldAllBe(r => ((MailboxReading.Failed)r).Failure == ReadFailure.NotUnderstood);
    }

    [Fact]
    public async Task Mailboxes_that_a_stopped_batch_left_out_are_asked_for_again()
    {
        await using var server = await ScriptedServer.StartAsync((request, response) => response.Xml(FindItem(
            [.. Asked(request).Select((account, i) => i < 2 ? Own(account) : Refusal("ErrorBatchProcessingStopped").Replace("\"Error\"", "\"Warning\"", StringComparison.Ordinal))])));
        await using var source = Source(server.Port, ExchangeAccess.Delegate);

        EachHasTheirOwn(await source.ReadAsync(Mailboxes(5), Week, Cancellation));

        // Only those that were left out, and no smaller batches from now on: it was not the size.
        server.Requests.Select(r => Asked(r).Count).ShouldBe([5, 3, 1]);
        source.MailboxesPerRead.ShouldBe(10);
    }

    [Fact]
    public async Task A_batch_that_is_stopped_before_it_begins_is_asked_for_in_halves()
    {
        await using var server = await ScriptedServer.StartAsync((request, response) => response.Xml(FindItem(
            [.. Asked(request).Select(account => Asked(request).Count == 1 ? Own(account) : Refusal("ErrorBatchProcessingStopped"))])));
        await using var source = Source(server.Port, ExchangeAccess.Delegate);

        EachHasTheirOwn(await source.ReadAsync(Mailboxes(4), Week, Cancellation));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task A_batch_that_takes_too_long_is_asked_for_once_more_in_halves(int status)
    {
        await using var server = await ScriptedServer.StartAsync((request, response) => (Asked(request).Count > 5, status) switch
        {
            (false, _) => response.Xml(EverybodysOwn(request)),
            (true, 200) => response.Xml(FindItem([.. Asked(request).Select(_ => Refusal("ErrorTimeoutExpired"))])),
            _ => response.Xml(Fault("ErrorTimeoutExpired"), status),
        });
        await using var source = Source(server.Port, ExchangeAccess.Delegate);

        EachHasTheirOwn(await source.ReadAsync(Mailboxes(10), Week, Cancellation));

        server.Requests.Select(r => Asked(r).Count).ShouldBe([10, 5, 5]);
        source.MailboxesPerRead.ShouldBe(5);
    }

    [Fact]
    public async Task What_takes_too_long_twice_is_left_for_later()
    {
        await using var server = await ScriptedServer.AnsweringAsync(Fault("ErrorTimeoutExpired"), status: 500);
        await using var source = Source(server.Port, ExchangeAccess.Delegate);

        var readings = await source.ReadAsync(Mailboxes(10), Week, Cancellation);

        readings.ShouldAllBe(r => ((MailboxReading.Failed)r).Failure == ReadFailure.Transient);
        server.Requests.Select(r => Asked(r).Count).ShouldBe([10, 5, 5]);
    }

    [Fact]
    public async Task One_mailbox_that_takes_too_long_is_asked_for_once_more()
    {
        await using var server = await ScriptedServer.AnsweringAsync(FindItem(Refusal("ErrorTimeoutExpired")));
        await using var source = Source(server.Port);

        (await source.ReadFailed()).Failure.ShouldBe(ReadFailure.Transient);

        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_busy_server_is_not_asked_again_by_and_by()
    {
        await using var server = await ScriptedServer.AnsweringAsync(FindItem(Refusal("ErrorServerBusy", """<m:MessageXml><t:Value Name="BackOffMilliseconds">60000</t:Value></m:MessageXml>""")));
        await using var source = Source(server.Port, ExchangeAccess.Delegate);

        var readings = await source.ReadAsync(Mailboxes(10), Week, Cancellation);

        readings.Length.ShouldBe(10);
        readings.ShouldAllBe(r => ((MailboxReading.Failed)r).Failure == ReadFailure.Throttled && ((MailboxReading.Failed)r).RetryAfter == TimeSpan.FromMinutes(1));
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_fault_is_the_answer_of_every_mailbox_of_the_request()
    {
        await using var server = await ScriptedServer.AnsweringAsync(Fault("ErrorADUnavailable"), status: 500);
        await using var source = Source(server.Port, ExchangeAccess.Delegate);

        var readings = await source.ReadAsync(Mailboxes(3), Week, Cancellation);

        readings.Select(r => r.Account).ShouldBe(Mailboxes(3).Select(m => m.Account));
        readings.ShouldAllBe(r => ((MailboxReading.Failed)r).Failure == ReadFailure.Transient);
    }

    private static void EachHasTheirOwn(IReadOnlyList<MailboxReading> readings)
    {
        foreach (var reading in readings)
        {
            var good = reading.ShouldBeOfType<MailboxReading.Good>((reading as MailboxReading.Failed)?.Reason);
            good.Calendar.ShouldHaveSingleItem().Subject.ShouldBe(good.Account);
        }
    }

    private static string EverybodysOwn(ScriptedRequest request) => FindItem([.. Asked(request).Select(Own)]);

    private static string Own(string account) => Items(Item("u1", "2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z", subject: account));

    private static List<string> Asked(ScriptedRequest request) => [.. Address().Matches(request.Body).Select(m => m.Groups["address"].Value)];

    [GeneratedRegex("<t:EmailAddress>(?<address>[^<]*)</t:EmailAddress>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
