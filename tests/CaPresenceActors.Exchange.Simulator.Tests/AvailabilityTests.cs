using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class AvailabilityTests : SimulatorTest
{
    private const string Utc = "<t:TimeZone><t:Bias>0</t:Bias><t:StandardTime><t:Bias>0</t:Bias><t:Time>02:00:00</t:Time><t:DayOrder>1</t:DayOrder><t:Month>3</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:StandardTime><t:DaylightTime><t:Bias>0</t:Bias><t:Time>02:00:00</t:Time><t:DayOrder>1</t:DayOrder><t:Month>10</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:DaylightTime></t:TimeZone>";
    private const string BerlinRules = "<t:TimeZone><t:Bias>-60</t:Bias><t:StandardTime><t:Bias>0</t:Bias><t:Time>03:00:00</t:Time><t:DayOrder>5</t:DayOrder><t:Month>10</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:StandardTime><t:DaylightTime><t:Bias>-60</t:Bias><t:Time>02:00:00</t:Time><t:DayOrder>5</t:DayOrder><t:Month>3</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:DaylightTime></t:TimeZone>";

    private string Service => Simulator.ServiceAccount.UserName;

    [Fact]
    public async Task Shows_details_to_who_may_read_and_times_to_everybody_else_in_the_order_of_the_request()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z", "Weekly") with { Location = "Room 1", IsMeeting = true });
        Simulator.Mailboxes[Ben].Calendar.Add(Appointment("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z", "Hidden") with { ShowAs = FreeBusyStatus.OOF });
        Simulator.Mailboxes[Anna].Grant(Service, new MailboxRights(CalendarAccess.LimitedDetails));
        Simulator.Mailboxes.Add("closed@example.test").DefaultAccess = CalendarAccess.None;
        Simulator.Mailboxes["closed@example.test"].Withdraw(Service);

        var answer = await AskAsync([Ben, "nobody@example.test", Anna, "closed@example.test"]);

        answer.Codes.ShouldBe(["NoError", "ErrorMailRecipientNotFound", "NoError", "ErrorNoFreeBusyAccess"]);
        answer.All("FreeBusyViewType").ShouldBe(["FreeBusy", "Detailed"]);
        answer.All("BusyType").ShouldBe(["OOF", "Busy"]);
        answer.All("Subject").ShouldBe(["Weekly"]);
        answer.All("Location").ShouldBe(["Room 1"]);
        answer.Text.ShouldNotContain("Hidden");
    }

    [Fact]
    public async Task Says_of_private_items_only_that_they_are()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z", "Dentist") with { Sensitivity = Sensitivity.Private });
        Simulator.Mailboxes[Anna].Grant(Service, MailboxRights.Reviewer);

        var answer = await AskAsync([Anna]);

        answer.All("IsPrivate").ShouldBe(["true"]);
        answer.All("Subject").ShouldBeEmpty();
        answer.All("ID").ShouldBeEmpty();
    }

    [Fact]
    public async Task Times_are_wall_clocks_of_the_zone_in_the_request()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"));
        Calendar.Add(Appointment("2026-04-01T08:00:00Z", "2026-04-01T09:00:00Z"));

        var answer = await AskAsync([Anna], zone: BerlinRules, from: "2026-03-01T00:00:00", to: "2026-04-30T00:00:00");

        answer.All("StartTime").ShouldBe(["2026-03-02T09:00:00", "2026-04-01T10:00:00"]);
    }

    [Fact]
    public async Task The_zone_may_stand_in_the_header_instead_and_must_stand_somewhere()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"));

        (await Client.CallAsync(Request([Anna], zone: ""), header: """<t:TimeZoneContext><t:TimeZoneDefinition Id="W. Europe Standard Time"/></t:TimeZoneContext>""")).All("StartTime").ShouldBe(["2026-03-02T09:00:00"]);
        (await AskAsync([Anna], zone: "")).FaultCode.ShouldBe("ErrorTimeZone");
    }

    [Fact]
    public async Task Expands_series_and_names_exceptions()
    {
        var series = Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z") with { Recurrence = new Recurrence(new RecurrencePattern.Daily(), new DateOnly(2026, 3, 2)) { Count = 3 } });
        Calendar.Rename(series.On(new DateOnly(2026, 3, 3)), "Changed");
        Simulator.Mailboxes[Anna].Grant(Service, MailboxRights.Owner);

        var answer = await AskAsync([Anna]);

        answer.All("StartTime").ShouldBe(["2026-03-02T08:00:00", "2026-03-03T08:00:00"]);
        answer.All("IsRecurring").ShouldBe(["true", "true"]);
        answer.All("IsException").ShouldBe(["false", "true"]);
    }

    [Fact]
    public async Task The_id_of_an_event_is_converted_into_one_of_ews_and_back()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"));
        Simulator.Mailboxes[Anna].Grant(Service, MailboxRights.Owner with { MayImpersonate = true });
        var hex = (await AskAsync([Anna])).All("ID").Single();

        var converted = await ConvertAsync("HexEntryId", hex, "EwsId");
        var id = converted.Body.Descendants(EwsAnswer.M + "AlternateId").Single().Attribute("Id")!.Value;

        id.ShouldBe(EwsClient.Id((await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).Item));
        (await ConvertAsync("EwsId", id, "HexEntryId")).Body.Descendants(EwsAnswer.M + "AlternateId").Single().Attribute("Id")!.Value.ShouldBe(hex);
        (await ConvertAsync("HexEntryId", "00AB", "EwsId")).Code.ShouldBe("ErrorInvalidIdMalformed");
    }

    [Theory]
    [InlineData("MergedOnly", "MergedOnly", 0)]
    [InlineData("FreeBusyMerged", "FreeBusyMerged", 2)]
    [InlineData("DetailedMerged", "FreeBusyMerged", 2)]
    public async Task Merges_the_busiest_status_of_each_interval(string view, string shown, int events)
    {
        Calendar.Add(Appointment("2026-03-02T08:15:00Z", "2026-03-02T09:00:00Z") with { ShowAs = FreeBusyStatus.Tentative });
        Calendar.Add(Appointment("2026-03-02T08:45:00Z", "2026-03-02T09:15:00Z") with { ShowAs = FreeBusyStatus.OOF });

        var answer = await AskAsync([Anna], from: "2026-03-02T07:30:00", to: "2026-03-02T10:00:00", view: view);

        answer.All("FreeBusyViewType").ShouldBe([shown]);
        answer.All("MergedFreeBusy").ShouldBe(["01330"]);
        answer.All("CalendarEvent").Count.ShouldBe(events);
    }

    [Fact]
    public async Task Tells_the_working_hours_in_the_zone_of_the_mailbox()
    {
        var answer = await AskAsync([Anna]);

        var hours = answer.Body.Descendants(EwsAnswer.T + "WorkingHours").Single();
        hours.Element(EwsAnswer.T + "TimeZone")!.ToString(System.Xml.Linq.SaveOptions.DisableFormatting).Replace($" xmlns:t=\"{EwsAnswer.T}\"", "", StringComparison.Ordinal).ShouldBe(BerlinRules);
    }

    [Fact]
    public async Task A_hundred_mailboxes_are_enough()
    {
        (await AskAsync([.. Enumerable.Repeat(Anna, 100)])).Codes.Count.ShouldBe(100);
        (await AskAsync([.. Enumerable.Repeat(Anna, 101)])).FaultCode.ShouldBe("ErrorMailboxDataArrayTooBig");
        (await AskAsync([])).FaultCode.ShouldBe("ErrorMailboxDataArrayEmpty");
    }

    [Theory]
    [InlineData("2026-03-02T00:00:00", "2026-05-03T00:00:00", "NoError")]
    [InlineData("2026-03-02T00:00:00", "2026-05-03T00:00:01", "ErrorTimeIntervalTooBig")]
    [InlineData("2026-03-02T00:00:00", "2026-03-02T00:00:00", "ErrorInvalidTimeInterval")]
    public async Task The_window_is_at_most_62_days(string from, string to, string code)
    {
        var answer = await AskAsync([Anna], from: from, to: to);

        (code == "NoError" ? answer.Code : answer.FaultCode).ShouldBe(code);
    }

    private Task<EwsAnswer> ConvertAsync(string format, string id, string destination) =>
        Client.CallAsync($"""<m:ConvertId DestinationFormat="{destination}"><m:SourceIds><t:AlternateId Format="{format}" Id="{id}" Mailbox="{Anna}"/></m:SourceIds></m:ConvertId>""", Anna);

    private Task<EwsAnswer> AskAsync(string[] of, string zone = Utc, string from = "2026-03-02T00:00:00", string to = "2026-03-04T00:00:00", string view = "Detailed") =>
        Client.CallAsync(Request(of, zone, from, to, view));

    private static string Request(string[] of, string zone = Utc, string from = "2026-03-02T00:00:00", string to = "2026-03-04T00:00:00", string view = "Detailed") =>
        $"""
        <m:GetUserAvailabilityRequest>{zone}<m:MailboxDataArray>{string.Concat(of.Select(a => $"<t:MailboxData><t:Email><t:Address>{a}</t:Address></t:Email><t:AttendeeType>Required</t:AttendeeType></t:MailboxData>"))}</m:MailboxDataArray>
        <t:FreeBusyViewOptions><t:TimeWindow><t:StartTime>{from}</t:StartTime><t:EndTime>{to}</t:EndTime></t:TimeWindow><t:MergedFreeBusyIntervalInMinutes>30</t:MergedFreeBusyIntervalInMinutes><t:RequestedView>{view}</t:RequestedView></t:FreeBusyViewOptions></m:GetUserAvailabilityRequest>
        """;
}
