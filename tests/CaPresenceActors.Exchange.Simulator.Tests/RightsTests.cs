using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class RightsTests : SimulatorTest
{
    private string Service => Simulator.ServiceAccount.UserName;

    [Fact]
    public async Task Impersonation_can_be_withdrawn_from_one_mailbox()
    {
        Simulator.Mailboxes[Anna].Withdraw(Service);

        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).FaultCode.ShouldBe("ErrorImpersonateUserDenied");
        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", Ben)).Code.ShouldBe("NoError");
    }

    [Fact]
    public async Task A_mailbox_that_is_gone_does_not_exist()
    {
        Simulator.Mailboxes.Remove(Anna).ShouldBeTrue();

        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).FaultCode.ShouldBe("ErrorNonExistentMailbox");
    }

    [Theory]
    [InlineData(CalendarAccess.None, "ErrorFolderNotFound")]
    [InlineData(CalendarAccess.FreeBusyTimeOnly, "ErrorAccessDenied")]
    [InlineData(CalendarAccess.LimitedDetails, "ErrorAccessDenied")]
    [InlineData(CalendarAccess.Reviewer, "NoError")]
    [InlineData(CalendarAccess.Owner, "NoError")]
    public async Task A_delegate_finds_what_the_rights_allow(CalendarAccess access, string code)
    {
        Simulator.Mailboxes[Anna].Grant(Service, new MailboxRights(access));

        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", impersonate: null, of: [Anna])).Code.ShouldBe(code);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task A_delegate_sees_private_items_only_with_the_right_to(bool viewPrivateItems, int expected)
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z") with { Sensitivity = Sensitivity.Private });
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z") with { Sensitivity = Sensitivity.Personal });
        Simulator.Mailboxes[Anna].Grant(Service, MailboxRights.Reviewer with { ViewPrivateItems = viewPrivateItems });

        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", impersonate: null, of: [Anna])).Items.Count.ShouldBe(expected);
    }

    [Fact]
    public async Task Whoever_impersonates_the_owner_sees_private_items()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z", "Dentist") with { Sensitivity = Sensitivity.Private });

        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).All("Subject").ShouldBe(["Dentist"]);
    }

    [Theory]
    [InlineData(CalendarAccess.Reviewer, "ErrorCreateItemAccessDenied")]
    [InlineData(CalendarAccess.Editor, "NoError")]
    public async Task A_delegate_writes_what_the_rights_allow(CalendarAccess access, string code)
    {
        Simulator.Mailboxes[Anna].Grant(Service, new MailboxRights(access));

        var answer = await Client.CallAsync(
            $"""<m:CreateItem SendMeetingInvitations="SendToNone"><m:SavedItemFolderId>{EwsClient.Calendars([Anna])}</m:SavedItemFolderId><m:Items><t:CalendarItem><t:Subject>x</t:Subject><t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2026-03-02T10:00:00Z</t:End></t:CalendarItem></m:Items></m:CreateItem>""");

        answer.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Impersonating_one_does_not_open_the_mailbox_of_another()
    {
        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", Anna, of: [Ben])).Code.ShouldBe("ErrorAccessDenied");

        Simulator.Mailboxes[Ben].Grant(Anna, MailboxRights.Reviewer);
        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", Anna, of: [Ben])).Code.ShouldBe("NoError");
    }

    [Theory]
    [InlineData(CalendarAccess.FreeBusyTimeOnly, false, "false", "TimeOnly")]
    [InlineData(CalendarAccess.Reviewer, true, "true", "FullDetails")]
    public async Task The_folder_tells_what_may_be_done_with_it(CalendarAccess access, bool viewPrivateItems, string read, string sharing)
    {
        Simulator.Mailboxes[Anna].Grant(Service, new MailboxRights(access, ViewPrivateItems: viewPrivateItems));

        var answer = await Client.CallAsync(
            $"""<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="folder:EffectiveRights"/><t:FieldURI FieldURI="folder:SharingEffectiveRights"/></t:AdditionalProperties></m:FolderShape><m:FolderIds>{EwsClient.Calendars([Anna])}</m:FolderIds></m:GetFolder>""");

        answer.All("Read").ShouldBe([read]);
        answer.All("ViewPrivateItems").ShouldBe([viewPrivateItems ? "true" : "false"]);
        answer.All("SharingEffectiveRights").ShouldBe([sharing]);
    }
}
