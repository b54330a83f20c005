using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class SynchronisationTests : SimulatorTest
{
    [Fact]
    public async Task Tells_what_was_created_changed_and_deleted_since_the_last_time()
    {
        var kept = Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"));
        var removed = Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"));
        var (first, state) = await SyncAsync(null);
        first.ShouldBe(["Create", "Create"]);
        (await SyncAsync(state)).Kinds.ShouldBeEmpty();

        Calendar.Rename(kept, "x");
        Calendar.Delete(removed);
        Calendar.Delete(Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z")));
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"));

        (await SyncAsync(state)).Kinds.ShouldBe(["Update", "Delete", "Create"]);
    }

    [Fact]
    public async Task A_changed_occurrence_is_a_changed_series()
    {
        var series = Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z") with { Recurrence = new Recurrence(new RecurrencePattern.Daily(), new DateOnly(2026, 3, 2)) });
        var (first, state) = await SyncAsync(null);
        first.ShouldBe(["Create"]);

        Calendar.Delete(series.On(new DateOnly(2026, 3, 5)));

        var answer = await SendAsync(state, 100);
        answer.Body.Descendants(EwsAnswer.M + "Changes").Single().Elements().Select(e => e.Name.LocalName).ShouldBe(["Update"]);
        answer.All("CalendarItemType").ShouldBe(["RecurringMaster"]);
    }

    [Fact]
    public async Task Comes_in_portions()
    {
        Calendar.AddAll(Enumerable.Range(0, 5).Select(i => Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z", $"{i}")));
        var seen = new List<string>();
        string? state = null;
        for (var last = "false"; last == "false";)
        {
            var answer = await SendAsync(state, 2);
            seen.AddRange(answer.All("Subject"));
            state = answer.Body.Descendants(EwsAnswer.M + "SyncState").Single().Value;
            last = answer.Body.Descendants(EwsAnswer.M + "IncludesLastItemInRange").Single().Value;
        }

        seen.ShouldBe(["0", "1", "2", "3", "4"]);
    }

    [Theory]
    [InlineData("bm90IGEgc3RhdGU=")]
    [InlineData("###")]
    public async Task A_state_of_somebody_else_is_refused(string state) => (await SendAsync(state, 10)).Code.ShouldBe("ErrorInvalidSyncStateData");

    [Fact]
    public async Task The_folder_has_two_properties_that_change_with_its_items()
    {
        const string Request = """<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:ExtendedFieldURI PropertyTag="0x670a" PropertyType="SystemTime"/><t:ExtendedFieldURI PropertyTag="0x670b" PropertyType="Integer"/></t:AdditionalProperties></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="calendar"/></m:FolderIds></m:GetFolder>""";
        var key = Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"));
        (await Client.CallAsync(Request, Anna)).All("Value").ShouldBe(["2026-03-02T12:00:00Z", "0"]);

        Time.Now = Instant("2026-03-02T12:05:00Z");
        Calendar.Delete(key);

        (await Client.CallAsync(Request, Anna)).All("Value").ShouldBe(["2026-03-02T12:05:00Z", "1"]);
    }

    private async Task<(IReadOnlyList<string> Kinds, string State)> SyncAsync(string? state)
    {
        var answer = await SendAsync(state, 100);
        return (
            [.. answer.Body.Descendants(EwsAnswer.M + "Changes").Single().Elements().Select(e => e.Name.LocalName)],
            answer.Body.Descendants(EwsAnswer.M + "SyncState").Single().Value);
    }

    private Task<EwsAnswer> SendAsync(string? state, int max) => Client.CallAsync(
        $"""<m:SyncFolderItems><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:SyncFolderId><t:DistinguishedFolderId Id="calendar"/></m:SyncFolderId>{(state is null ? "" : $"<m:SyncState>{state}</m:SyncState>")}<m:MaxChangesReturned>{max}</m:MaxChangesReturned></m:SyncFolderItems>""",
        Anna);
}
