using System.Globalization;
using System.Text.RegularExpressions;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Tests.Support;
using static CaPresenceActors.Exchange.Tests.Support.Answers;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

/// <summary>Exchange answers with at most a thousand entries, and has no next page.</summary>
public sealed partial class SplitWindowTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_calendar_of_three_thousand_entries_is_read_whole(bool cuts)
    {
        // One entry every three minutes of six days, each longer than the distance to the next: many reach over each border.
        var first = At("2026-11-23T00:00:00Z");
        var all = Enumerable.Range(0, 3000).Select(i => (Number: i, Start: first.AddMinutes(3 * i), End: first.AddMinutes((3 * i) + 10))).ToList();
        await using var server = await ScriptedServer.StartAsync((request, response) =>
        {
            var view = View().Match(request.Body);
            var (from, to) = (At(view.Groups["from"].Value), At(view.Groups["to"].Value));
            var found = all.Where(e => e.Start < to && e.End > from).ToList();
            return response.Xml((found.Count > 1000, cuts) switch
            {
                (false, _) => FindItem(Folder(Entries(found))),
                (true, true) => FindItem(Folder(Entries(found.Take(1000)), whole: false, total: found.Count)),
                (true, false) => FindItem(Refusal("ErrorExceededFindCountLimit", """<m:MessageXml><t:Value Name="PolicyLimit">1000</t:Value></m:MessageXml>""")),
            });
        });
        await using var source = Source(server.Port);

        var reading = await source.ReadGood();

        reading.Dropped.ShouldBe(0);
        reading.Calendar.Select(a => int.Parse(a.Subject, CultureInfo.InvariantCulture)).ShouldBe(Enumerable.Range(0, 3000));
        server.Requests.Count.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task The_whole_request_refused_for_its_count_is_split_too()
    {
        await using var server = await ScriptedServer.StartAsync((request, response) =>
        {
            var view = View().Match(request.Body);
            var tooLong = At(view.Groups["to"].Value) - At(view.Groups["from"].Value) > TimeSpan.FromDays(5);
            return response.Xml(tooLong ? Fault("ErrorExceededFindCountLimit") : FindItem(Items(Item("u1", "2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z"))), tooLong ? 500 : 200);
        });
        await using var source = Source(server.Port);

        (await source.ReadGood()).Calendar.Count.ShouldBe(1);
        server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_half_that_fails_is_a_failure_of_the_whole()
    {
        await using var server = await ScriptedServer.StartAsync((request, response) => View().Match(request.Body).Groups["from"].Value switch
        {
            "2026-11-22T00:00:00Z" when View().Match(request.Body).Groups["to"].Value == "2026-12-01T00:00:00Z" => response.Xml(FindItem(Folder("", whole: false))),
            "2026-11-22T00:00:00Z" => response.Xml(FindItem(Items(Item("u1", "2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z")))),
            _ => response.Xml(Fault("ErrorServerBusy"), 500),
        });
        await using var source = Source(server.Port);

        (await source.ReadFailed()).Failure.ShouldBe(ReadFailure.Throttled);
    }

    [Fact]
    public async Task A_server_that_always_refuses_for_the_count_is_given_up()
    {
        await using var server = await ScriptedServer.AnsweringAsync(FindItem(Refusal("ErrorExceededFindCountLimit")));
        await using var source = Source(server.Port);

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.Throttled);
        failed.Reason.ShouldContain("EWSFindCountLimit");
        server.Requests.Count.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task Only_the_mailbox_whose_answer_is_cut_is_asked_for_again()
    {
        await using var server = await ScriptedServer.StartAsync((request, response) => response.Xml(
            request.Body.Contains("user1@", StringComparison.Ordinal)
                ? FindItem(Items(Item("u1", "2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z")), Folder("", whole: false))
                : FindItem(Items(Item("u2", "2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z")))));
        await using var source = Source(server.Port, ExchangeAccess.Delegate);

        var readings = await source.ReadAsync(Mailboxes(2), Week, Cancellation);

        readings.ShouldAllBe(r => ((MailboxReading.Good)r).Calendar.Count == 1);
        server.Requests.Count.ShouldBe(3);
        source.MailboxesPerRead.ShouldBe(10);
    }

    private static string Entries(IEnumerable<(int Number, DateTimeOffset Start, DateTimeOffset End)> entries) => string.Concat(entries.Select(e => Item(
        string.Create(CultureInfo.InvariantCulture, $"u{e.Number}"),
        e.Start.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        e.End.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        subject: e.Number.ToString(CultureInfo.InvariantCulture))));

    [GeneratedRegex("StartDate=\"(?<from>[^\"]*)\" EndDate=\"(?<to>[^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex View();
}
