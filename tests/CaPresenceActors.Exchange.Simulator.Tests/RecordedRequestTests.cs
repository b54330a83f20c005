using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

/// <summary>Requests that an independent client really sent, answered by the simulator.</summary>
public sealed class RecordedRequestTests : SimulatorTest
{
    private const string Alice = "alice@example.test";

    [Theory]
    [InlineData("03-getfolder-other-noaccess", "NoError")]
    [InlineData("20-finditem-calendarview-default", "NoError")]
    [InlineData("21-finditem-calendarview-allprops", "NoError")]
    [InlineData("22-finditem-calendarview-idonly-addl", "NoError")]
    [InlineData("23-finditem-calendarview-max2", "NoError")]
    [InlineData("25-finditem-calendarview-end-before-start", "ErrorCalendarEndDateIsEarlierThanStartDate")]
    [InlineData("27-finditem-other-noaccess", "ErrorAccessDenied")]
    [InlineData("40-avail-detailed-self-bob-unknown", "NoError NoError ErrorMailRecipientNotFound")]
    [InlineData("41-avail-detailedmerged", "NoError")]
    [InlineData("43-avail-range-63d", "fault ErrorTimeIntervalTooBig")]
    [InlineData("50-sync-initial-max3", "NoError")]
    [InlineData("55-sync-incremental", "ErrorInvalidSyncStateData")]
    [InlineData("57-sync-bad-state", "ErrorInvalidSyncStateData")]
    [InlineData("90-subscribe-streaming", "NoError")]
    [InlineData("a37-getstreaming-bogus", "ErrorSubscriptionNotFound")]
    [InlineData("a63-dst-avail", "NoError")]
    public async Task A_user_asks_for_the_own_calendar_and_those_of_others(string file, string expected)
    {
        using var alice = new EwsClient(Simulator, new SimulatedAccount(Alice, "pw"));

        Codes(await alice.PostAsync(Read(file))).ShouldBe(expected);
    }

    [Theory]
    [InlineData("a02-imp-ok-finditem", "NoError")]
    [InlineData("a03-imp-denied-carol", "fault ErrorImpersonateUserDenied")]
    [InlineData("a04-imp-unknown", "fault ErrorNonExistentMailbox")]
    [InlineData("a07-deleg-carol-finditem", "NoError")]
    [InlineData("a21-avail-svc-imp-alice", "NoError NoError NoError")]
    public async Task A_service_account_asks_for_others(string file, string expected) => Codes(await Client.PostAsync(Read(file))).ShouldBe(expected);

    [Fact]
    public async Task Occurrences_are_shown_where_the_recorded_server_showed_masters()
    {
        using var alice = new EwsClient(Simulator, new SimulatedAccount(Alice, "pw"));

        var answer = (await alice.PostAsync(Read("22-finditem-calendarview-idonly-addl"))).Validated();

        answer.All("Subject").ShouldBe(["Weekly standup", "Single busy", "Weekly standup"]);
        answer.All("CalendarItemType").ShouldBe(["Occurrence", "Single", "Occurrence"]);
    }

    private string Read(string file)
    {
        var text = File.ReadAllText(Path.Combine(SharedFiles.Required("recorded"), file + ".req.xml"));
        Simulator.AddAccount(new SimulatedAccount(Alice, "pw"));
        var alice = Simulator.Mailboxes.Find(Alice) ?? Simulator.Mailboxes.Add(Alice);
        Simulator.Mailboxes.Add("bob@example.test");
        Simulator.Mailboxes.Add("carol@example.test").Grant(Simulator.ServiceAccount.UserName, MailboxRights.Reviewer);
        alice.Calendar.Add(Appointment("2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z", "Single busy"));
        alice.Calendar.Add(Appointment("2026-11-02T08:00:00Z", "2026-11-02T08:30:00Z", "Weekly standup") with
        {
            Recurrence = new Recurrence(new RecurrencePattern.Weekly(Weekdays.Monday | Weekdays.Wednesday), new DateOnly(2026, 11, 2)) { Count = 12 },
        });
        return text;
    }

    private static string Codes(EwsAnswer answer) =>
        answer.Body.Name == EwsAnswer.Soap + "Fault" ? $"fault {answer.FaultCode}" : string.Join(' ', answer.Validated().Codes);
}
