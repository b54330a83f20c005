using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Tests.Support;
using CaPresenceActors.Presence;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

/// <summary>Answers of an independent server, as they came over the wire, and samples that are valid by Exchange's schemas.</summary>
public sealed class RecordedAnswerTests
{
    // The server does not expand series: it lists their masters, which here count as what they are, the first meeting.
    [Theory]
    [InlineData("20-finditem-calendarview-default.resp.xml", "Single busy", 6)]
    [InlineData("22-finditem-calendarview-idonly-addl.resp.xml", "Single busy", 6)]
    [InlineData("21-finditem-calendarview-allprops.resp.xml", "Single busy", 7)]
    [InlineData("a02-imp-ok-finditem.resp.xml", "Single busy v2", 7)]
    public async Task Reads_the_entries_of_FindItem(string file, string firstSubject, int entries)
    {
        var reading = await Read(file);

        reading.Dropped.ShouldBe(0);
        reading.Calendar.Count.ShouldBe(entries);
        var first = reading.Calendar.Single(a => a.Key == AppointmentKey.Of(
            "single\n040000008200e00074c5b7101a82e00800000000000000000000000000000000000000001000000004077a123e9ae44f9f991a398e3bd594"));
        first.Subject.ShouldBe(firstSubject);
        first.Start.ShouldBe(At("2026-11-23T09:00:00Z"));
        first.End.ShouldBe(At("2026-11-23T10:00:00Z"));
        first.FreeBusy.ShouldBe(FreeBusy.Busy);
        first.Private.ShouldBeFalse();

        var dentist = reading.Calendar.Single(a => a.Subject == "Secret dentist");
        dentist.Private.ShouldBeTrue();
        dentist.FreeBusy.ShouldBe(FreeBusy.Oof);

        // Its zone is not told, so it is a day where its owner lives: Berlin.
        var holiday = reading.Calendar.Single(a => a.Subject == "All day holiday");
        holiday.AllDay.ShouldBeTrue();
        holiday.FreeBusy.ShouldBe(FreeBusy.Free);
        holiday.Start.ShouldBe(At("2026-11-24T23:00:00Z"));
        holiday.End.ShouldBe(At("2026-11-25T23:00:00Z"));
    }

    [Fact]
    public async Task Reads_every_property_without_stumbling_over_those_it_does_not_know()
    {
        var reading = await Read("21-finditem-calendarview-allprops.resp.xml");

        var meeting = reading.Calendar.Single(a => a.Subject == "Meeting w/ Bob");
        meeting.Response.ShouldBe(MeetingResponse.NoResponse);
        meeting.Cancelled.ShouldBeFalse();

        // Its series has an occurrence that was moved to 16:00, which stands inside of the item and is not its start.
        reading.Calendar.ShouldNotContain(a => a.Start == At("2026-11-23T16:00:00Z"));
    }

    [Theory]
    [InlineData("27-finditem-other-noaccess.resp.xml", 1)]
    public async Task Entries_without_start_and_end_are_dropped_and_counted(string file, int dropped)
    {
        var reading = await Read(file);

        reading.Calendar.ShouldBeEmpty();
        reading.Dropped.ShouldBe(dropped);
    }

    [Fact]
    public async Task An_empty_calendar_is_good_and_empty()
    {
        var reading = await Read("25-finditem-calendarview-end-before-start.resp.xml");

        reading.Calendar.ShouldBeEmpty();
        reading.Dropped.ShouldBe(0);
    }

    [Fact]
    public async Task An_answer_that_is_always_cut_is_no_reading()
    {
        await using var server = await ScriptedServer.AnsweringAsync(SharedFiles.Recorded("23-finditem-calendarview-max2.resp.xml"));
        await using var source = Source(server.Port);

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.NotUnderstood);
        failed.Reason.ShouldContain("left out entries");
        server.Requests.Count.ShouldBeLessThan(20);
    }

    [Theory]
    [InlineData("a03-imp-denied-carol.resp.xml", ReadFailure.AccessDenied, "Exchange answered ErrorImpersonateUserDenied: the account may not impersonate the owner; give it the role ApplicationImpersonation, with a scope that holds this mailbox.")]
    [InlineData("a37-getstreaming-bogus.resp.xml", ReadFailure.RequestRefused, "The server refused the request: it said \"E-3201: invalid subscription ID\". Please report this.")]
    [InlineData("a04-imp-unknown.resp.xml", ReadFailure.UnknownMailbox, "Exchange answered ErrorCannotFindUser: there is no such user; check the Exchange user account.")]
    public async Task Understands_a_fault_with_status_200_and_without_detail(string file, ReadFailure failure, string reason)
    {
        await using var server = await ScriptedServer.AnsweringAsync(SharedFiles.Recorded(file));
        await using var source = Source(server.Port);

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(failure);
        failed.Reason.ShouldBe(reason);
    }

    [Fact]
    public async Task Reads_a_calendar_as_a_delegate()
    {
        await using var server = await ScriptedServer.AnsweringAsync(SharedFiles.Recorded("a07-deleg-carol-finditem.resp.xml"));
        await using var source = Source(server.Port, ExchangeAccess.Delegate);

        var reading = await source.ReadGood(new MailboxQuery("carol@example.test", Berlin));

        reading.Calendar.ShouldHaveSingleItem().Subject.ShouldBe("Carol item");
    }

    // No subjects: the calendars must not pass for ones without a keyword in them.
    [Theory]
    [InlineData("40-avail-detailed-self-bob-unknown.resp.xml", 3)]
    [InlineData("41-avail-detailedmerged.resp.xml", 1)]
    [InlineData("43-avail-range-63d.resp.xml", 1)]
    [InlineData("a21-avail-svc-imp-alice.resp.xml", 3)]
    [InlineData("a63-dst-avail.resp.xml", 1)]
    public async Task Free_busy_without_details_is_a_lack_of_rights(string file, int mailboxes)
    {
        await using var server = await ScriptedServer.AnsweringAsync(SharedFiles.Recorded(file));
        await using var source = Source(server.Port, ExchangeAccess.Availability);

        var readings = await source.ReadAsync(Mailboxes(mailboxes), Week, Cancellation);

        readings.Length.ShouldBe(mailboxes);
        var first = readings[0].ShouldBeOfType<MailboxReading.Failed>();
        first.Failure.ShouldBe(ReadFailure.AccessDenied);
        first.Reason.ShouldContain("not the subjects");
        if (file.StartsWith("40", StringComparison.Ordinal))
        {
            readings[2].ShouldBeOfType<MailboxReading.Failed>().Failure.ShouldBe(ReadFailure.UnknownMailbox);
        }
    }

    [Fact]
    public async Task Checks_access_to_a_folder()
    {
        await using var server = await ScriptedServer.AnsweringAsync(SharedFiles.Recorded("03-getfolder-other-noaccess.resp.xml"));
        await using var source = Source(server.Port);

        var check = await source.CheckAsync(Anna, Cancellation);

        check.ShouldBe(new SourceCheck(Failure: null, Reason: null, "15.0.847.4040"));
    }

    [Theory]
    [InlineData("50-sync-initial-max3.resp.xml", "SyncFolderItemsResponse")]
    [InlineData("55-sync-incremental.resp.xml", "SyncFolderItemsResponse")]
    [InlineData("57-sync-bad-state.resp.xml", "SyncFolderItemsResponse")]
    [InlineData("90-subscribe-streaming.resp.xml", "SubscribeResponse")]
    public async Task The_answer_to_another_question_is_not_understood(string file, string element)
    {
        await using var server = await ScriptedServer.AnsweringAsync(SharedFiles.Recorded(file));
        await using var source = Source(server.Port);

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.NotUnderstood);
        failed.Reason.ShouldStartWith($"The server answered with the element {element} instead of FindItemResponse.");
    }

    [Fact]
    public async Task Reads_the_sample_of_free_busy_with_details()
    {
        await using var server = await ScriptedServer.AnsweringAsync(SharedFiles.Message("availability-response.xml"));
        await using var source = Source(server.Port, ExchangeAccess.Availability);

        var readings = await source.ReadAsync(Mailboxes(2), Window("2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z"), Cancellation);

        var weekly = readings[0].ShouldBeOfType<MailboxReading.Good>().Calendar.ShouldHaveSingleItem();
        weekly.Subject.ShouldBe("Weekly");
        weekly.Start.ShouldBe(At("2026-03-02T08:00:00Z"));
        readings[1].ShouldBeOfType<MailboxReading.Failed>().Failure.ShouldBe(ReadFailure.UnknownMailbox);
    }

    [Fact]
    public async Task Reads_the_sample_of_FindItem_for_two_mailboxes()
    {
        var answers = new Queue<byte[]>([SharedFiles.Message("finditem-response.xml")]);
        await using var server = await ScriptedServer.StartAsync((_, response) =>
            answers.TryDequeue(out var first) ? response.Xml(first) : response.Xml(Answers.FindItem(Answers.Items())));
        await using var source = Source(server.Port, ExchangeAccess.Delegate);

        var readings = await source.ReadAsync(Mailboxes(2), Window("2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z"), Cancellation);

        var weekly = readings[0].ShouldBeOfType<MailboxReading.Good>().Calendar.ShouldHaveSingleItem();
        weekly.Key.ShouldBe(AppointmentKey.Of($"occurrence\n040000008200\n{At("2026-03-02T08:00:00Z").UtcTicks}"));
        weekly.Private.ShouldBeTrue();
        readings[1].ShouldBeOfType<MailboxReading.Good>();
        server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Waits_as_long_as_the_sample_of_a_busy_server_says()
    {
        await using var server = await ScriptedServer.AnsweringAsync(SharedFiles.Message("fault-serverbusy.xml"), status: 500);
        await using var source = Source(server.Port);

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.Throttled);
        failed.RetryAfter.ShouldBe(TimeSpan.FromMilliseconds(297749));
    }

    private static async Task<MailboxReading.Good> Read(string file)
    {
        await using var server = await ScriptedServer.AnsweringAsync(SharedFiles.Recorded(file));
        await using var source = Source(server.Port);
        return await source.ReadGood(window: Window("2026-11-01T00:00:00Z", "2026-12-31T00:00:00Z"));
    }
}
