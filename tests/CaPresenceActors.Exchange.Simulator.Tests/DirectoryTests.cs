using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class DirectoryTests : SimulatorTest
{
    [Theory]
    [InlineData("smtp:anna@example.test", "NoError", 1)]
    [InlineData("Anna B", "NoError", 1)]
    [InlineData("ann", "ErrorNameResolutionMultipleResults", 2)]
    [InlineData("zorro", "ErrorNameResolutionNoResults", 0)]
    public async Task Resolves_names_and_addresses(string entry, string code, int found)
    {
        Simulator.Mailboxes.Add("annabel@example.test", "Annabel Parker");

        var answer = await Client.CallAsync($"""<m:ResolveNames ReturnFullContactData="true"><m:UnresolvedEntry>{entry}</m:UnresolvedEntry></m:ResolveNames>""");

        answer.Code.ShouldBe(code);
        answer.All("EmailAddress").Count.ShouldBe(found);
    }

    [Fact]
    public async Task Lists_the_folders_of_a_mailbox()
    {
        var answer = await Client.CallAsync(
            """<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape><m:ParentFolderIds><t:DistinguishedFolderId Id="root"/></m:ParentFolderIds></m:FindFolder>""", Anna);

        answer.All("DisplayName").ShouldBe(["Top of Information Store", "Inbox", "Calendar", "Deleted Items", "Sent Items", "Drafts"]);
        answer.Body.Descendants(EwsAnswer.T + "CalendarFolder").Single().Element(EwsAnswer.T + "FolderClass")!.Value.ShouldBe("IPF.Appointment");
    }

    [Fact]
    public async Task A_folder_is_found_by_the_id_it_was_shown_with()
    {
        var id = (await GetAsync("""<t:DistinguishedFolderId Id="calendar"/>""")).Body.Descendants(EwsAnswer.T + "FolderId").First().Attribute("Id")!.Value;

        (await GetAsync($"""<t:FolderId Id="{id}"/>""")).All("DisplayName").ShouldBe(["Calendar"]);
        (await GetAsync("""<t:FolderId Id="AAMk"/>""")).Code.ShouldBe("ErrorInvalidIdMalformed");
        (await GetAsync("""<t:DistinguishedFolderId Id="tasks"/>""")).Code.ShouldBe("ErrorFolderNotFound");
    }

    [Fact]
    public async Task Tells_the_rules_of_time_zones()
    {
        var answer = await Client.CallAsync(
            """<m:GetServerTimeZones ReturnFullTimeZoneData="true"><m:Ids><t:Id>W. Europe Standard Time</t:Id><t:Id>Tokyo Standard Time</t:Id><t:Id>Moon Standard Time</t:Id></m:Ids></m:GetServerTimeZones>""");

        var zones = answer.Body.Descendants(EwsAnswer.T + "TimeZoneDefinition").ToList();
        zones.Select(z => z.Attribute("Id")!.Value).ShouldBe(["W. Europe Standard Time", "Tokyo Standard Time"]);
        zones[0].Descendants(EwsAnswer.T + "Period").Select(p => p.Attribute("Bias")!.Value).ShouldBe(["-PT1H", "-PT2H"]);
        zones[0].Descendants(EwsAnswer.T + "RecurringDayTransition").Select(t => string.Join(' ', t.Elements().Select(e => e.Value))).ShouldBe(
            ["trule:Daylight PT2H 3 Sunday -1", "trule:Standard PT3H 10 Sunday -1"]);
        zones[1].Descendants(EwsAnswer.T + "Period").Select(p => p.Attribute("Bias")!.Value).ShouldBe(["-PT9H"]);
    }

    [Fact]
    public async Task Lists_all_time_zones()
    {
        var answer = await Client.CallAsync("<m:GetServerTimeZones/>");

        answer.Body.Descendants(EwsAnswer.T + "TimeZoneDefinition").Count().ShouldBeGreaterThan(100);
    }

    private Task<EwsAnswer> GetAsync(string folder) =>
        Client.CallAsync($"""<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds>{folder}</m:FolderIds></m:GetFolder>""", Anna);
}
