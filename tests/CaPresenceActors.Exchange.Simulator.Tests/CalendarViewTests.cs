using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class CalendarViewTests : SimulatorTest
{
    [Fact]
    public async Task Shows_an_appointment_with_everything_that_was_asked_for_in_the_order_of_the_schema()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z", "Weekly") with
        {
            Location = "Room 1",
            Sensitivity = Sensitivity.Private,
            ShowAs = FreeBusyStatus.Tentative,
            IsMeeting = true,
            MyResponse = ResponseType.NoResponseReceived,
            Organizer = new MailAddress("Ben", Ben),
        });

        var answer = await Client.ViewAsync(
            "2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z", shape: "IdOnly",
            fields: "calendar:StartTimeZone item:Subject calendar:AppointmentState calendar:End calendar:Start item:Sensitivity calendar:MyResponseType calendar:Organizer " +
                "calendar:LegacyFreeBusyStatus calendar:Location calendar:CalendarItemType calendar:IsMeeting calendar:IsCancelled calendar:IsRecurring calendar:IsAllDayEvent");

        answer.Code.ShouldBe("NoError");
        answer.Item.Elements().Select(e => $"{e.Name.LocalName}={e.Value}").Skip(1).ShouldBe(
        [
            "Subject=Weekly", "Sensitivity=Private", "Start=2026-03-02T08:00:00Z", "End=2026-03-02T09:00:00Z", "IsAllDayEvent=false",
            "LegacyFreeBusyStatus=Tentative", "Location=Room 1", "IsMeeting=true", "IsCancelled=false", "IsRecurring=false", "CalendarItemType=Single",
            "MyResponseType=NoResponseReceived", "Organizer=Ben", "AppointmentState=3", "StartTimeZone=",
        ]);
        answer.Item.Element(EwsAnswer.T + "StartTimeZone")!.Attribute("Id")!.Value.ShouldBe("W. Europe Standard Time");
    }

    [Fact]
    public async Task Shows_ids_only_when_nothing_else_is_asked_for()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"));

        var answer = await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z", shape: "IdOnly");

        answer.Item.Elements().Select(e => e.Name.LocalName).ShouldBe(["ItemId"]);
    }

    [Fact]
    public async Task Leaves_out_the_element_of_an_empty_subject()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z", subject: ""));

        var answer = await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z");

        answer.Item.Element(EwsAnswer.T + "Subject").ShouldBeNull();
    }

    [Fact]
    public async Task Sends_control_characters_as_references_as_Exchange_does()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z", subject: "a\u001Ab"));

        var answer = await Client.PostAsync(Client.Envelope(
            """<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:CalendarView StartDate="2026-03-02T00:00:00Z" EndDate="2026-03-04T00:00:00Z"/><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>""",
            Anna));

        answer.Text.ShouldContain("<t:Subject>a&#x1A;b</t:Subject>");
    }

    [Theory]
    [InlineData("2026-03-02T07:00:00Z", "2026-03-02T08:00:00Z", 1)] // ends at the start of the view
    [InlineData("2026-03-02T06:00:00Z", "2026-03-02T07:59:59Z", 0)]
    [InlineData("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z", 0)] // starts at its end
    [InlineData("2026-03-02T09:59:59Z", "2026-03-02T11:00:00Z", 1)]
    [InlineData("2026-03-02T08:00:00Z", "2026-03-02T08:00:00Z", 1)] // no length
    [InlineData("2026-03-02T10:00:00Z", "2026-03-02T10:00:00Z", 0)]
    [InlineData("2026-02-01T00:00:00Z", "2026-04-01T00:00:00Z", 1)] // longer than the view
    public async Task Shows_what_overlaps_the_view_with_its_own_start_and_end(string start, string end, int expected)
    {
        Calendar.Add(Appointment(start, end));

        var answer = await Client.ViewAsync("2026-03-02T08:00:00Z", "2026-03-02T10:00:00Z");

        answer.Items.Count.ShouldBe(expected);
        answer.All("Start").ShouldBe(Enumerable.Repeat(start, expected));
        answer.All("End").ShouldBe(Enumerable.Repeat(end, expected));
    }

    [Fact]
    public async Task Cuts_the_view_by_start_and_says_how_much_there_was()
    {
        Calendar.Add(Appointment("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z", "third"));
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z", "first"));
        Calendar.Add(Appointment("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "second"));

        var answer = await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z", max: 2);

        answer.All("Subject").ShouldBe(["first", "second"]);
        var folder = answer.Body.Descendants(EwsAnswer.M + "RootFolder").Single();
        folder.Attribute("TotalItemsInView")!.Value.ShouldBe("3");
        folder.Attribute("IncludesLastItemInRange")!.Value.ShouldBe("false");
    }

    [Fact]
    public async Task Answers_each_folder_by_itself_in_the_order_of_the_request()
    {
        Simulator.Mailboxes[Anna].Grant(Simulator.ServiceAccount.UserName, MailboxRights.Reviewer);
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"));

        var answer = await Client.ViewAsync(
            "2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z", impersonate: null, of: ["nobody@example.test", Anna, Ben]);

        answer.Codes.ShouldBe(["ErrorNonExistentMailbox", "NoError", "ErrorAccessDenied"]);
        answer.Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Writes_times_in_the_zone_that_the_request_names()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"));

        var answer = await Client.CallAsync(
            """<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:CalendarView StartDate="2026-03-02T09:30:00" EndDate="2026-03-02T10:00:00"/><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>""",
            Anna,
            """<t:TimeZoneContext><t:TimeZoneDefinition Id="W. Europe Standard Time"/></t:TimeZoneContext>""");

        answer.All("Start").ShouldBe(["2026-03-02T09:00:00+01:00"]);
    }

    [Fact]
    public async Task Does_not_know_what_came_with_2013_when_asked_as_2010()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z") with { ShowAs = FreeBusyStatus.WorkingElsewhere });
        Client.Version = "Exchange2010_SP2";

        var answer = await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z");

        answer.All("LegacyFreeBusyStatus").ShouldBe(["Free"]);
        answer.All("StartTimeZoneId").ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_view_it_pages_over_single_items_and_masters()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z", "single"));
        Calendar.Add(Appointment("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z", "series") with
        {
            Recurrence = new Recurrence(new RecurrencePattern.Daily(), new DateOnly(2026, 3, 2)),
        });

        var answer = await Client.CallAsync(
            """<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:IndexedPageItemView MaxEntriesReturned="10" Offset="1" BasePoint="Beginning"/><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>""",
            Anna);

        answer.All("Subject").ShouldBe(["series"]);
        answer.All("CalendarItemType").ShouldBe(["RecurringMaster"]);
    }
}
