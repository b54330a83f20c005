using System.Globalization;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Tests.Support;
using CaPresenceActors.Presence;
using static CaPresenceActors.Exchange.Tests.Support.Answers;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

public sealed class ImpersonatedReadingTests
{
    [Fact]
    public async Task Reads_a_calendar_as_its_owner()
    {
        await using var server = await ScriptedServer.AnsweringAsync(FindItem(Items(Item(
            "u1",
            "2026-11-23T09:00:00Z",
            "2026-11-23T10:00:00Z",
            "<t:LegacyFreeBusyStatus>Tentative</t:LegacyFreeBusyStatus><t:MyResponseType>NoResponseReceived</t:MyResponseType><t:AppointmentState>3</t:AppointmentState>",
            subject: "Monthly meeting"))));
        await using var source = Source(server.Port);

        var reading = await source.ReadGood();

        reading.Account.ShouldBe("anna@example.test");
        reading.Dropped.ShouldBe(0);
        var appointment = reading.Calendar.ShouldHaveSingleItem();
        appointment.Subject.ShouldBe("Monthly meeting");
        appointment.Start.ShouldBe(At("2026-11-23T09:00:00Z"));
        appointment.End.ShouldBe(At("2026-11-23T10:00:00Z"));
        appointment.FreeBusy.ShouldBe(FreeBusy.Tentative);
        appointment.Response.ShouldBe(MeetingResponse.NoResponse);
        appointment.AllDay.ShouldBeFalse();
        appointment.Private.ShouldBeFalse();
        appointment.Cancelled.ShouldBeFalse();
        source.MailboxesPerRead.ShouldBe(1);
    }

    [Fact]
    public async Task Says_who_it_is_whom_it_acts_as_and_where_the_mailbox_is()
    {
        await using var server = await ScriptedServer.AnsweringAsync(FindItem(Items()));
        await using var source = Source(server.Port);

        await source.ReadGood();

        var request = server.Requests.ShouldHaveSingleItem();
        request.Method.ShouldBe("POST");
        request.Path.ShouldBe("/EWS/Exchange.asmx");
        request.Header("Content-Type").ShouldBe("text/xml; charset=utf-8");
        request.Header("Accept").ShouldBe("text/xml");
        request.Header("User-Agent").ShouldBe("CaPresenceActors");
        request.Header("X-AnchorMailbox").ShouldBe("anna@example.test");
        request.Header("return-client-request-id").ShouldBe("true");
        Guid.TryParse(request.Header("client-request-id"), CultureInfo.InvariantCulture, out _).ShouldBeTrue();
        request.Header("Authorization").ShouldBe("Basic c3ZjQGV4YW1wbGUudGVzdDpodW50ZXIyLXNlY3JldA==");
        request.Header("Cookie").ShouldBeNull();
        request.Header("SOAPAction").ShouldBeNull();
        request.Body.ShouldContain("""<t:RequestServerVersion Version="Exchange2010_SP2"/>""");
        request.Body.ShouldContain("<t:PrimarySmtpAddress>anna@example.test</t:PrimarySmtpAddress>");
        request.Body.ShouldNotContain("TimeZoneContext");
    }

    [Fact]
    public async Task Asks_for_a_day_more_on_both_sides_and_keeps_what_overlaps_the_window()
    {
        await using var server = await ScriptedServer.AnsweringAsync(FindItem(Items(
            Item("before", "2026-11-22T22:00:00Z", "2026-11-23T00:00:00Z"),
            Item("into", "2026-11-22T23:00:00Z", "2026-11-23T00:00:01Z"),
            Item("point", "2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z"),
            Item("out", "2026-11-29T23:59:59Z", "2026-11-30T01:00:00Z"),
            Item("around", "2026-11-01T00:00:00Z", "2026-12-31T00:00:00Z"),
            Item("after", "2026-11-30T00:00:00Z", "2026-11-30T01:00:00Z"))));
        await using var source = Source(server.Port);

        var reading = await source.ReadGood();

        reading.Calendar.Select(a => a.Key).ShouldBe(
            [AppointmentKey.Of("single\naround"), AppointmentKey.Of("single\ninto"), AppointmentKey.Of("single\npoint"), AppointmentKey.Of("single\nout")], ignoreOrder: true);
        reading.Dropped.ShouldBe(0);
        server.Requests.ShouldHaveSingleItem().Body.ShouldContain("""<m:CalendarView MaxEntriesReturned="1000" StartDate="2026-11-22T00:00:00Z" EndDate="2026-12-01T00:00:00Z"/>""");
    }

    [Fact]
    public async Task Answers_for_every_mailbox_once_in_the_order_of_the_questions()
    {
        await using var server = await ScriptedServer.StartAsync((request, response) => response.Xml(
            request.Header("X-AnchorMailbox") == "user2@example.test" ? Fault("ErrorNonExistentMailbox") : FindItem(Items()),
            request.Header("X-AnchorMailbox") == "user2@example.test" ? 500 : 200));
        await using var source = Source(server.Port);

        var readings = await source.ReadAsync([.. Mailboxes(2), new MailboxQuery("no address", Berlin), Mailboxes(3)[2]], Week, Cancellation);

        readings.Select(r => r.Account).ShouldBe(["user1@example.test", "user2@example.test", "no address", "user3@example.test"]);
        readings[0].ShouldBeOfType<MailboxReading.Good>();
        readings[1].ShouldBeOfType<MailboxReading.Failed>().Failure.ShouldBe(ReadFailure.UnknownMailbox);
        readings[2].ShouldBeOfType<MailboxReading.Failed>().Reason.ShouldBe("The Exchange user account \"no address\" is not of the form name@domain. Correct it in the user's profile.");
        readings[3].ShouldBeOfType<MailboxReading.Good>();
        server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Tells_the_servers_date_with_the_instants_around_it()
    {
        var time = new HeldTime();
        var clock = new RecordingClock();
        await using var server = await ScriptedServer.StartAsync((_, response) =>
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            response.Headers.Date = "Mon, 23 Nov 2026 08:00:07 GMT";
            return response.Xml(FindItem(Items()));
        });
        await using var source = Source(Connection(server.Port), clock, time);

        await source.ReadGood();

        clock.Seen.ShouldHaveSingleItem().ShouldBe((At("2026-11-23T08:00:00Z"), At("2026-11-23T08:00:00.25Z"), At("2026-11-23T08:00:07Z")));
    }

    [Fact]
    public async Task Tells_the_servers_date_of_a_refusal_too()
    {
        var clock = new RecordingClock();
        await using var server = await ScriptedServer.AnsweringAsync("", status: 503);
        await using var source = Source(Connection(server.Port), clock);

        await source.ReadFailed();

        clock.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_mailbox_can_be_read_again_and_again_over_one_connection()
    {
        await using var server = await ScriptedServer.AnsweringAsync(FindItem(Items(Item("u1", "2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z"))));
        await using var source = Source(server.Port);

        for (var i = 0; i < 20; i++)
        {
            (await source.ReadGood()).Calendar.Count.ShouldBe(1);
        }

        server.Requests.Select(r => r.Connection).Distinct().Count().ShouldBe(1);
    }
}
