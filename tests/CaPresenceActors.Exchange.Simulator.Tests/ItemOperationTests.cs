using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class ItemOperationTests : SimulatorTest
{
    private const string DailyFiveTimes = "<t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:NumberedRecurrence><t:StartDate>2026-03-02</t:StartDate><t:NumberOfOccurrences>5</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence>";

    [Fact]
    public async Task A_created_appointment_is_in_the_calendar()
    {
        var created = await Client.CreateAsync(
            """
            <t:Subject>会議 &amp; more</t:Subject><t:Sensitivity>Private</t:Sensitivity><t:Body BodyType="HTML">&lt;b&gt;x&lt;/b&gt;</t:Body><t:Categories><t:String>Red</t:String></t:Categories>
            <t:Start>2026-03-02T09:00:00+01:00</t:Start><t:End>2026-03-02T09:00:00Z</t:End><t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus><t:Location>Room</t:Location>
            <t:StartTimeZone Id="W. Europe Standard Time"/><t:EndTimeZone Id="W. Europe Standard Time"/>
            """);

        created.Code.ShouldBe("NoError");
        var got = await Client.GetAsync(EwsClient.ItemId(created.Item));
        got.Code.ShouldBe("NoError");
        got.All("Subject").ShouldBe(["会議 & more"]);
        got.All("Sensitivity").ShouldBe(["Private"]);
        got.All("Body").ShouldBe(["<b>x</b>"]);
        got.All("String").ShouldBe(["Red"]);
        got.All("Start").ShouldBe(["2026-03-02T08:00:00Z"]);
        got.All("End").ShouldBe(["2026-03-02T09:00:00Z"]);
        got.All("LegacyFreeBusyStatus").ShouldBe(["OOF"]);
        got.All("MyResponseType").ShouldBe(["Unknown"]);
        got.All("StartTimeZoneId").ShouldBe(["W. Europe Standard Time"]);
        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_all_day_event_has_whole_days_of_its_own_zone()
    {
        var created = await Client.CreateAsync(
            """<t:Subject>Holiday</t:Subject><t:Start>2026-03-02T10:00:00</t:Start><t:End>2026-03-03T10:00:00</t:End><t:IsAllDayEvent>true</t:IsAllDayEvent><t:StartTimeZone Id="W. Europe Standard Time"/>""");

        var got = await Client.GetAsync(EwsClient.ItemId(created.Item));
        got.All("Start").ShouldBe(["2026-03-01T23:00:00Z"]);
        got.All("End").ShouldBe(["2026-03-03T23:00:00Z"]);
    }

    [Fact]
    public async Task Inviting_somebody_makes_a_meeting_of_an_appointment()
    {
        var created = await Client.CreateAsync(
            $"<t:Subject>Meeting</t:Subject><t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2026-03-02T10:00:00Z</t:End><t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>{Ben}</t:EmailAddress></t:Mailbox></t:Attendee></t:RequiredAttendees>");

        var got = await Client.GetAsync(EwsClient.ItemId(created.Item));
        got.All("IsMeeting").ShouldBe(["true"]);
        got.All("MyResponseType").ShouldBe(["Organizer"]);
        got.All("AppointmentState").ShouldBe(["1"]);
        got.Item.Element(EwsAnswer.T + "Organizer")!.Descendants(EwsAnswer.T + "EmailAddress").Single().Value.ShouldBe(Anna);
        got.Item.Element(EwsAnswer.T + "RequiredAttendees")!.Descendants(EwsAnswer.T + "EmailAddress").Single().Value.ShouldBe(Ben);
    }

    [Theory]
    [InlineData("DailyRecurrence", "<t:Interval>2</t:Interval>", "2026-03-02 2026-03-04 2026-03-06")]
    [InlineData("WeeklyRecurrence", "<t:Interval>1</t:Interval><t:DaysOfWeek>Monday Friday</t:DaysOfWeek><t:FirstDayOfWeek>Monday</t:FirstDayOfWeek>", "2026-03-02 2026-03-06 2026-03-09")]
    [InlineData("AbsoluteMonthlyRecurrence", "<t:Interval>1</t:Interval><t:DayOfMonth>31</t:DayOfMonth>", "2026-03-31 2026-04-30 2026-05-31")]
    [InlineData("RelativeMonthlyRecurrence", "<t:Interval>1</t:Interval><t:DaysOfWeek>Friday</t:DaysOfWeek><t:DayOfWeekIndex>Last</t:DayOfWeekIndex>", "2026-03-27 2026-04-24 2026-05-29")]
    [InlineData("AbsoluteYearlyRecurrence", "<t:DayOfMonth>29</t:DayOfMonth><t:Month>February</t:Month>", "2027-02-28 2028-02-29 2029-02-28")]
    [InlineData("RelativeYearlyRecurrence", "<t:DaysOfWeek>Weekday</t:DaysOfWeek><t:DayOfWeekIndex>First</t:DayOfWeekIndex><t:Month>May</t:Month>", "2026-05-01 2027-05-03 2028-05-01")]
    public async Task Every_pattern_can_be_created_is_read_back_as_it_was_sent_and_expanded(string pattern, string content, string expected)
    {
        var created = await Client.CreateAsync(
            $"<t:Subject>S</t:Subject><t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2026-03-02T10:00:00Z</t:End><t:Recurrence><t:{pattern}>{content}</t:{pattern}><t:NumberedRecurrence><t:StartDate>2026-03-02</t:StartDate><t:NumberOfOccurrences>3</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence>");

        var master = (await Client.GetAsync(EwsClient.ItemId(created.Item))).Item;
        string.Concat(master.Element(EwsAnswer.T + "Recurrence")!.Element(EwsAnswer.T + pattern)!.Elements().Select(e => $"<t:{e.Name.LocalName}>{e.Value}</t:{e.Name.LocalName}>")).ShouldBe(content);
        var dates = expected.Split(' ');
        master.Element(EwsAnswer.T + "FirstOccurrence")!.Element(EwsAnswer.T + "Start")!.Value[..10].ShouldBe(dates[0]);
        master.Element(EwsAnswer.T + "LastOccurrence")!.Element(EwsAnswer.T + "Start")!.Value[..10].ShouldBe(dates[2]);
        for (var year = 2026; year <= 2029; year++)
        {
            (await Client.ViewAsync($"{year}-01-01T00:00:00Z", $"{year + 1}-01-01T00:00:00Z")).All("Start").Select(s => s[..10])
                .ShouldBe(dates.Where(d => d.StartsWith($"{year}", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("<t:NoEndRecurrence><t:StartDate>2026-03-02</t:StartDate></t:NoEndRecurrence>")]
    [InlineData("<t:EndDateRecurrence><t:StartDate>2026-03-02</t:StartDate><t:EndDate>2026-03-20</t:EndDate></t:EndDateRecurrence>")]
    public async Task Every_range_is_read_back_as_it_was_sent(string range)
    {
        var created = await Client.CreateAsync(
            $"<t:Subject>S</t:Subject><t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2026-03-02T10:00:00Z</t:End><t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence>{range}</t:Recurrence>");

        (await Client.GetAsync(EwsClient.ItemId(created.Item))).Text.ShouldContain(range);
    }

    [Fact]
    public async Task Fields_are_set_and_taken_away()
    {
        var key = Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z") with { Location = "Room" });
        var id = await OnlyIdAsync();

        var updated = await Client.UpdateAsync(
            id,
            EwsClient.Set("item:Subject", "Lunch") + EwsClient.Set("calendar:Start", "2026-03-02T11:00:00Z") + EwsClient.Set("calendar:End", "2026-03-02T12:00:00Z") +
            EwsClient.Set("calendar:LegacyFreeBusyStatus", "Free") + EwsClient.Clear("calendar:Location"));

        updated.Code.ShouldBe("NoError");
        var after = Calendar.Get(key).Appointment;
        (after.Subject, after.Start, after.End, after.ShowAs, after.Location).ShouldBe(
            ("Lunch", Instant("2026-03-02T11:00:00Z"), Instant("2026-03-02T12:00:00Z"), FreeBusyStatus.Free, null));
    }

    [Fact]
    public async Task Updating_an_occurrence_by_its_own_id_makes_an_exception()
    {
        await Client.CreateAsync($"<t:Subject>S</t:Subject><t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2026-03-02T10:00:00Z</t:End>{DailyFiveTimes}");
        var occurrence = (await Client.ViewAsync("2026-03-04T00:00:00Z", "2026-03-05T00:00:00Z")).Item;

        var updated = await Client.UpdateAsync(EwsClient.ItemId(occurrence), EwsClient.Set("calendar:Start", "2026-03-04T15:00:00Z") + EwsClient.Set("calendar:End", "2026-03-04T16:00:00Z"));

        updated.Code.ShouldBe("NoError");
        EwsClient.Id(updated.Item).ShouldBe(EwsClient.Id(occurrence));
        var view = await Client.ViewAsync("2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z");
        view.All("CalendarItemType").ShouldBe(["Occurrence", "Occurrence", "Exception", "Occurrence", "Occurrence"]);
        view.All("Start")[2].ShouldBe("2026-03-04T15:00:00Z");
    }

    [Fact]
    public async Task Updating_an_occurrence_by_the_masters_id_and_an_index_makes_an_exception()
    {
        var master = EwsClient.Id((await Client.CreateAsync($"<t:Subject>S</t:Subject><t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2026-03-02T10:00:00Z</t:End>{DailyFiveTimes}")).Item);

        await Client.UpdateAsync($"""<t:OccurrenceItemId RecurringMasterId="{master}" InstanceIndex="2"/>""", EwsClient.Set("item:Subject", "Changed"));

        (await Client.ViewAsync("2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z")).All("Subject").ShouldBe(["S", "Changed", "S", "S", "S"]);
        var got = await Client.GetAsync($"""<t:ItemId Id="{master}"/>""");
        got.Item.Element(EwsAnswer.T + "ModifiedOccurrences")!.Elements().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Deleting_an_occurrence_leaves_the_others()
    {
        var master = EwsClient.Id((await Client.CreateAsync($"<t:Subject>S</t:Subject><t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2026-03-02T10:00:00Z</t:End>{DailyFiveTimes}")).Item);
        var byIndex = $"""<t:OccurrenceItemId RecurringMasterId="{master}" InstanceIndex="2"/>""";

        (await Client.DeleteAsync(byIndex, "MoveToDeletedItems")).Code.ShouldBe("NoError");

        (await Client.ViewAsync("2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z")).All("Start").Select(s => s[8..10]).ShouldBe(["02", "04", "05", "06"]);
        (await Client.GetAsync(byIndex)).Code.ShouldBe("ErrorCalendarOccurrenceIsDeletedFromRecurrence");
        (await Client.GetAsync($"""<t:OccurrenceItemId RecurringMasterId="{master}" InstanceIndex="6"/>""")).Code.ShouldBe("ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange");
        (await Client.GetAsync($"""<t:ItemId Id="{master}"/>""")).Item.Element(EwsAnswer.T + "DeletedOccurrences")!.Value.ShouldBe("2026-03-03T09:00:00Z");
    }

    [Fact]
    public async Task The_master_is_found_by_an_occurrence()
    {
        await Client.CreateAsync($"<t:Subject>S</t:Subject><t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2026-03-02T10:00:00Z</t:End>{DailyFiveTimes}");
        var occurrence = EwsClient.Id((await Client.ViewAsync("2026-03-04T00:00:00Z", "2026-03-05T00:00:00Z")).Item);

        var got = await Client.GetAsync($"""<t:RecurringMasterItemId OccurrenceId="{occurrence}"/>""");

        got.All("CalendarItemType").ShouldBe(["RecurringMaster"]);
    }

    [Fact]
    public async Task Deleting_a_series_deletes_all_of_it_and_its_id_names_nothing_any_more()
    {
        var id = EwsClient.ItemId((await Client.CreateAsync($"<t:Subject>S</t:Subject><t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2026-03-02T10:00:00Z</t:End>{DailyFiveTimes}")).Item);

        (await Client.DeleteAsync(id)).Code.ShouldBe("NoError");

        (await Client.ViewAsync("2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z")).Items.ShouldBeEmpty();
        (await Client.GetAsync(id)).Code.ShouldBe("ErrorItemNotFound");
        (await Client.DeleteAsync(id)).Code.ShouldBe("ErrorItemNotFound");
    }

    [Fact]
    public async Task Each_item_of_a_batch_fails_by_itself()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"));
        var id = await OnlyIdAsync();

        var got = await Client.GetAsync($"""<t:ItemId Id="garbled"/>{id}<t:ItemId Id=""/>""");

        got.Codes.ShouldBe(["ErrorInvalidIdMalformed", "NoError", "ErrorInvalidIdEmpty"]);
    }

    [Fact]
    public async Task What_only_the_server_decides_cannot_be_set()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"));
        var id = await OnlyIdAsync();

        (await Client.UpdateAsync(id, EwsClient.Set("calendar:IsCancelled", "true"))).Code.ShouldBe("ErrorInvalidPropertySet");
        (await Client.UpdateAsync(id, EwsClient.Set("calendar:MyResponseType", "Accept"))).Code.ShouldBe("ErrorInvalidPropertySet");
        (await Client.UpdateAsync(id, EwsClient.Clear("calendar:Start"))).Code.ShouldBe("ErrorInvalidPropertyDelete");
    }

    [Theory]
    [InlineData("<t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2026-03-02T08:00:00Z</t:End>", "ErrorCalendarEndDateIsEarlierThanStartDate")]
    [InlineData("""<t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2026-03-02T10:00:00Z</t:End><t:StartTimeZone Id="Moon Standard Time"/>""", "ErrorCalendarInvalidTimeZone")]
    [InlineData("<t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2026-03-02T10:00:00Z</t:End><t:Recurrence><t:DailyRecurrence><t:Interval>0</t:Interval></t:DailyRecurrence><t:NoEndRecurrence><t:StartDate>2026-03-02</t:StartDate></t:NoEndRecurrence></t:Recurrence>", "ErrorCalendarInvalidRecurrence")]
    [InlineData("<t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2026-03-02T10:00:00Z</t:End><t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Friday</t:DaysOfWeek></t:WeeklyRecurrence><t:EndDateRecurrence><t:StartDate>2026-03-02</t:StartDate><t:EndDate>2026-03-03</t:EndDate></t:EndDateRecurrence></t:Recurrence>", "ErrorRecurrenceHasNoOccurrence")]
    [InlineData("<t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2031-03-02T09:00:01Z</t:End>", "ErrorCalendarDurationIsTooLong")]
    [InlineData("<t:Start>9999-12-31T23:59:59Z</t:Start><t:End>9999-12-31T23:59:59Z</t:End>", "ErrorCalendarOutOfRange")]
    public async Task An_impossible_appointment_is_refused(string item, string code)
    {
        var created = await Client.CreateAsync(item);

        created.Code.ShouldBe(code);
        Calendar.Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_attributes_about_invitations_are_required_for_calendar_items()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"));
        var id = await OnlyIdAsync();

        (await Client.CallAsync("<m:CreateItem><m:Items><t:CalendarItem><t:Subject>x</t:Subject></t:CalendarItem></m:Items></m:CreateItem>", Anna)).Code.ShouldBe("ErrorSendMeetingInvitationsRequired");
        (await Client.CallAsync($"""<m:DeleteItem DeleteType="HardDelete"><m:ItemIds>{id}</m:ItemIds></m:DeleteItem>""", Anna)).Code.ShouldBe("ErrorSendMeetingCancellationsRequired");
        (await Client.CallAsync($"""<m:UpdateItem ConflictResolution="AlwaysOverwrite"><m:ItemChanges><t:ItemChange>{id}<t:Updates>{EwsClient.Clear("item:Subject")}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>""", Anna)).Code.ShouldBe("ErrorSendMeetingInvitationsOrCancellationsRequired");
    }

    [Fact]
    public async Task An_old_change_key_does_not_overwrite_a_newer_item()
    {
        var key = Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"));
        var old = (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).Item.Element(EwsAnswer.T + "ItemId")!;
        Calendar.Rename(key, "Newer");

        var answer = await Client.CallAsync(
            $"""<m:UpdateItem ConflictResolution="NeverOverwrite" SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges><t:ItemChange><t:ItemId Id="{old.Attribute("Id")!.Value}" ChangeKey="{old.Attribute("ChangeKey")!.Value}"/><t:Updates>{EwsClient.Set("item:Subject", "Older")}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>""",
            Anna);

        answer.Code.ShouldBe("ErrorIrresolvableConflict");
        Calendar.Get(key).Appointment.Subject.ShouldBe("Newer");
    }

    [Fact]
    public async Task An_invitation_can_be_accepted_and_declined()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z") with { IsMeeting = true, MyResponse = ResponseType.NoResponseReceived, ShowAs = FreeBusyStatus.Tentative });
        var id = (await OnlyIdAsync()).Replace("t:ItemId", "t:ReferenceItemId", StringComparison.Ordinal);

        (await Client.CallAsync($"""<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:Items><t:AcceptItem>{id}</t:AcceptItem></m:Items></m:CreateItem>""", Anna)).Code.ShouldBe("NoError");
        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).All("MyResponseType").ShouldBe(["Accept"]);

        (await Client.CallAsync($"""<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:Items><t:DeclineItem>{id}</t:DeclineItem></m:Items></m:CreateItem>""", Anna)).Code.ShouldBe("NoError");
        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelling_and_answering_in_process_is_seen_by_clients()
    {
        var key = Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z") with { IsMeeting = true, MyResponse = ResponseType.Accept });

        Calendar.Cancel(key);
        Calendar.Respond(key, ResponseType.Decline);

        var answer = await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
        answer.All("IsCancelled").ShouldBe(["true"]);
        answer.All("AppointmentState").ShouldBe(["7"]);
        answer.All("MyResponseType").ShouldBe(["Decline"]);
    }

    private async Task<string> OnlyIdAsync() => EwsClient.ItemId((await Client.ViewAsync("2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z")).Item);
}
