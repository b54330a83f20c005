using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Tests.Support;
using CaPresenceActors.Presence;
using static CaPresenceActors.Exchange.Tests.Support.Answers;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

public sealed class AvailabilityReadingTests
{
    private const string Start = "2026-11-23T09:00:00";
    private const string End = "2026-11-23T10:00:00";

    [Fact]
    public async Task Reads_a_hundred_mailboxes_in_one_request()
    {
        await using var server = await ScriptedServer.AnsweringAsync(Availability([.. Enumerable.Range(1, 100).Select(i => View(Event(Start, End, Details($"of {i}"))))]));
        await using var source = Source(server.Port, ExchangeAccess.Availability);

        var readings = await source.ReadAsync(Mailboxes(100), Week, Cancellation);

        source.MailboxesPerRead.ShouldBe(100);
        server.Requests.Count.ShouldBe(1);
        readings.Select(r => ((MailboxReading.Good)r).Calendar.ShouldHaveSingleItem().Subject).ShouldBe(Enumerable.Range(1, 100).Select(i => $"of {i}"));
    }

    [Theory]
    [InlineData("2026-11-23T09:00:00", "2026-11-23T10:00:00")]
    [InlineData("2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z")]
    [InlineData("2026-11-23T10:00:00+01:00", "2026-11-23T11:00:00+01:00")]
    public async Task Times_come_with_and_without_zone(string start, string end)
    {
        var appointment = await ReadOne(Event(start, end, Details("Weekly"), busy: "OOF"));

        appointment.Start.ShouldBe(At("2026-11-23T09:00:00Z"));
        appointment.End.ShouldBe(At("2026-11-23T10:00:00Z"));
        appointment.FreeBusy.ShouldBe(FreeBusy.Oof);
        appointment.Subject.ShouldBe("Weekly");
    }

    [Fact]
    public async Task A_private_entry_has_no_subject()
    {
        var appointment = await ReadOne(Event(Start, End, "<t:CalendarEventDetails><t:IsPrivate>true</t:IsPrivate></t:CalendarEventDetails>"));

        appointment.Private.ShouldBeTrue();
        appointment.Subject.ShouldBe("");
    }

    [Fact]
    public async Task What_fills_whole_days_of_its_owner_passes_for_an_all_day_appointment()
    {
        (await ReadOne(Event("2026-11-24T23:00:00", "2026-11-25T23:00:00", Details("Vacation")))).AllDay.ShouldBeTrue();
        (await ReadOne(Event("2026-11-25T00:00:00", "2026-11-26T00:00:00", Details("Night shift")))).AllDay.ShouldBeFalse();
        (await ReadOne(Event(Start, End, Details("Weekly")))).AllDay.ShouldBeFalse();
    }

    [Fact]
    public async Task Keys_are_made_of_the_entry_and_its_start_or_of_all_that_is_known()
    {
        (await ReadOne(Event(Start, End, "<t:CalendarEventDetails><t:ID>0000AB</t:ID><t:Subject>Weekly</t:Subject></t:CalendarEventDetails>"))).Key
            .ShouldBe(AppointmentKey.Of($"entry\n0000AB\n{At(Start).UtcTicks}"));
        (await ReadOne(Event(Start, End, Details("Weekly")))).Key
            .ShouldBe(AppointmentKey.Of($"free/busy\n{At(Start).UtcTicks}\n{At(End).UtcTicks}\nWeekly"));
    }

    [Theory]
    [InlineData("FreeBusy")]
    [InlineData("MergedOnly")]
    [InlineData("None")]
    public async Task A_view_without_subjects_is_a_lack_of_rights(string view)
    {
        var failed = await Fail(Availability(View("", view)));

        failed.Failure.ShouldBe(ReadFailure.AccessDenied);
        failed.Reason.ShouldContain($"view {view}");
        failed.Reason.ShouldContain("LimitedDetails");
    }

    [Fact]
    public async Task An_answer_without_view_is_not_understood() =>
        (await Fail(Availability("""<m:FreeBusyResponse><m:ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode></m:ResponseMessage></m:FreeBusyResponse>""")))
            .Failure.ShouldBe(ReadFailure.NotUnderstood);

    [Theory]
    [InlineData("ErrorMailRecipientNotFound", ReadFailure.UnknownMailbox)]
    [InlineData("ErrorNoFreeBusyAccess", ReadFailure.AccessDenied)]
    [InlineData("ErrorMailboxLogonFailed", ReadFailure.MailboxBroken)]
    [InlineData("ErrorFreeBusyGenerationFailed", ReadFailure.Transient)]
    public async Task Trouble_with_one_mailbox_is_that_mailboxs_answer(string code, ReadFailure failure)
    {
        await using var server = await ScriptedServer.AnsweringAsync(Availability(View(Event(Start, End, Details("Weekly"))), NoView(code), View("")));
        await using var source = Source(server.Port, ExchangeAccess.Availability);

        var readings = await source.ReadAsync(Mailboxes(3), Week, Cancellation);

        readings[0].ShouldBeOfType<MailboxReading.Good>().Calendar.Count.ShouldBe(1);
        readings[1].ShouldBeOfType<MailboxReading.Failed>().Failure.ShouldBe(failure);
        readings[2].ShouldBeOfType<MailboxReading.Good>().Calendar.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_senseless_event_is_dropped_and_counted()
    {
        await using var server = await ScriptedServer.AnsweringAsync(Availability(View(Event("never", End) + Event(Start, End, Details("Weekly")))));
        await using var source = Source(server.Port, ExchangeAccess.Availability);

        var reading = await source.ReadGood();

        reading.Calendar.Count.ShouldBe(1);
        reading.Dropped.ShouldBe(1);
    }

    private static string Details(string subject) => $"<t:CalendarEventDetails><t:Subject>{subject}</t:Subject><t:IsPrivate>false</t:IsPrivate></t:CalendarEventDetails>";

    private static async Task<Appointment> ReadOne(string events)
    {
        await using var server = await ScriptedServer.AnsweringAsync(Availability(View(events)));
        await using var source = Source(server.Port, ExchangeAccess.Availability);
        return (await source.ReadGood()).Calendar.ShouldHaveSingleItem();
    }

    private static async Task<MailboxReading.Failed> Fail(string answer)
    {
        await using var server = await ScriptedServer.AnsweringAsync(answer);
        await using var source = Source(server.Port, ExchangeAccess.Availability);
        return await source.ReadFailed();
    }
}
