using System.Text;
using System.Xml.Linq;
using System.Xml.Schema;
using CaPresenceActors.Exchange.Simulator.Protocol;
using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

/// <summary>Holds the simulator's own grammar of requests against Exchange's schema, over real requests and thousands of damaged ones.</summary>
public sealed class GrammarTests
{
    private static readonly string[] Operations =
    [
        "FindItem", "GetItem", "GetFolder", "FindFolder", "CreateItem", "UpdateItem", "DeleteItem", "SyncFolderItems", "GetUserAvailabilityRequest", "ResolveNames",
        "GetServerTimeZones", "ConvertId",
    ];

    [Fact]
    public void Agrees_with_the_schema_about_valid_and_about_damaged_requests()
    {
        SharedFiles.Required("schema");
        var disagreements = new SortedSet<string>();
        var (valid, invalid) = (0, 0);
        foreach (var request in Requests())
        {
            foreach (var variant in Damaged(request).Prepend(request))
            {
                var bySchema = ViolationOfSchema(variant);
                var byGrammar = ViolationOfGrammar(variant);
                if (bySchema is null)
                {
                    valid++;
                }
                else
                {
                    invalid++;
                }

                if (bySchema is null != byGrammar is null)
                {
                    disagreements.Add($"{request.Name.LocalName}: schema says {bySchema ?? "valid"}; grammar says {byGrammar ?? "valid"}");
                }
            }
        }

        string.Join('\n', disagreements).ShouldBeEmpty();
        valid.ShouldBeGreaterThan(100);
        invalid.ShouldBeGreaterThan(1000);
    }

    private static IEnumerable<XElement> Requests() =>
        Directory.GetFiles(SharedFiles.Required("messages"), "*.xml")
            .Concat(Directory.GetFiles(SharedFiles.Required("recorded"), "*.req.xml"))
            .Select(file => XDocument.Load(file).Root!.Element(EwsAnswer.Soap + "Body")!.Elements().Single())
            .Concat(Written())
            .Where(operation => Operations.Contains(operation.Name.LocalName));

    // What the samples do not have.
    private static IEnumerable<XElement> Written()
    {
        const string Item = """
            <t:CalendarItem><t:Subject>a</t:Subject><t:Sensitivity>Private</t:Sensitivity><t:Body BodyType="Text">b</t:Body><t:Categories><t:String>c</t:String></t:Categories><t:Importance>High</t:Importance>
            <t:ReminderIsSet>true</t:ReminderIsSet><t:ReminderMinutesBeforeStart>15</t:ReminderMinutesBeforeStart><t:UID>u</t:UID><t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2026-03-02T10:00:00+01:00</t:End>
            <t:IsAllDayEvent>false</t:IsAllDayEvent><t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus><t:Location>l</t:Location>
            <t:RequiredAttendees><t:Attendee><t:Mailbox><t:Name>n</t:Name><t:EmailAddress>a@b</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType></t:Mailbox><t:ResponseType>Accept</t:ResponseType></t:Attendee></t:RequiredAttendees>
            <t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday Friday</t:DaysOfWeek><t:FirstDayOfWeek>Monday</t:FirstDayOfWeek></t:WeeklyRecurrence><t:EndDateRecurrence><t:StartDate>2026-03-02</t:StartDate><t:EndDate>2026-03-20</t:EndDate></t:EndDateRecurrence></t:Recurrence>
            <t:StartTimeZone Id="UTC" Name="n"/><t:EndTimeZone Id="UTC"/></t:CalendarItem>
            """;
        string[] operations =
        [
            $"""<m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"><m:SavedItemFolderId><t:FolderId Id="x" ChangeKey="y"/></m:SavedItemFolderId><m:Items>{Item}</m:Items></m:CreateItem>""",
            """<m:CreateItem><m:Items><t:AcceptItem><t:ReferenceItemId Id="x" ChangeKey="y"/></t:AcceptItem><t:CancelCalendarItem><t:ReferenceItemId Id="x"/></t:CancelCalendarItem></m:Items></m:CreateItem>""",
            .. Patterns().Select(p => $"<m:CreateItem><m:Items><t:CalendarItem><t:Recurrence>{p}<t:NumberedRecurrence><t:StartDate>2026-03-02Z</t:StartDate><t:NumberOfOccurrences>3</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence></t:CalendarItem></m:Items></m:CreateItem>"),
            """<m:UpdateItem ConflictResolution="AutoResolve" MessageDisposition="SaveOnly" SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges><t:ItemChange><t:OccurrenceItemId RecurringMasterId="x" ChangeKey="y" InstanceIndex="2"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="item:Subject"/><t:CalendarItem><t:Subject>s</t:Subject></t:CalendarItem></t:SetItemField><t:DeleteItemField><t:FieldURI FieldURI="calendar:Location"/></t:DeleteItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>""",
            """<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToNone" AffectedTaskOccurrences="AllOccurrences"><m:ItemIds><t:ItemId Id="x"/><t:RecurringMasterItemId OccurrenceId="x"/></m:ItemIds></m:DeleteItem>""",
            """<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape><m:IndexedPageFolderView MaxEntriesReturned="10" Offset="0" BasePoint="Beginning"/><m:ParentFolderIds><t:FolderId Id="x"/></m:ParentFolderIds></m:FindFolder>""",
            """<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape><t:IncludeMimeContent>false</t:IncludeMimeContent><t:BodyType>Text</t:BodyType></m:ItemShape><m:IndexedPageItemView Offset="0" BasePoint="End"/><m:ParentFolderIds><t:DistinguishedFolderId Id="msgfolderroot"/></m:ParentFolderIds></m:FindItem>""",
            """<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId><t:FolderId Id="x"/></m:SyncFolderId><m:Ignore><t:ItemId Id="a"/></m:Ignore><m:MaxChangesReturned>5</m:MaxChangesReturned></m:SyncFolderItems>""",
        ];
        return operations.Select(o => XElement.Parse(o.Insert(o.IndexOfAny([' ', '>']), $" xmlns:m=\"{EwsAnswer.M}\" xmlns:t=\"{EwsAnswer.T}\"")));
    }

    private static IEnumerable<string> Patterns() =>
    [
        "<t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence>",
        "<t:AbsoluteMonthlyRecurrence><t:Interval>1</t:Interval><t:DayOfMonth>31</t:DayOfMonth></t:AbsoluteMonthlyRecurrence>",
        "<t:RelativeMonthlyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Weekday</t:DaysOfWeek><t:DayOfWeekIndex>Last</t:DayOfWeekIndex></t:RelativeMonthlyRecurrence>",
        "<t:AbsoluteYearlyRecurrence><t:DayOfMonth>29</t:DayOfMonth><t:Month>February</t:Month></t:AbsoluteYearlyRecurrence>",
        "<t:RelativeYearlyRecurrence><t:DaysOfWeek>Monday</t:DaysOfWeek><t:DayOfWeekIndex>First</t:DayOfWeekIndex><t:Month>May</t:Month></t:RelativeYearlyRecurrence>",
    ];

    private static IEnumerable<XElement> Damaged(XElement request)
    {
        var count = request.DescendantsAndSelf().Count();
        for (var i = 0; i < count; i++)
        {
            foreach (var damage in Damages)
            {
                var copy = new XElement(request);
                if (damage(copy, copy.DescendantsAndSelf().ElementAt(i)))
                {
                    yield return copy;
                }
            }
        }
    }

    private static readonly Func<XElement, XElement, bool>[] Damages =
    [
        (root, e) => Unless(e == root, () => e.Remove()),
        (root, e) => Unless(e == root, () => e.AddAfterSelf(new XElement(e))),
        (root, e) => Unless(e == root, () => e.Name = e.Name.Namespace + "Unknown"),
        (root, e) => Unless(e == root, () => e.Name = (e.Name.Namespace == EwsAnswer.M ? EwsAnswer.T : EwsAnswer.M) + e.Name.LocalName),
        (_, e) => Unless(e.NextNode is not XElement, () => { var next = e.NextNode!; next.Remove(); e.AddBeforeSelf(next); }),
        (_, e) => Unless(e.HasElements, () => e.Value = "?"),
        (_, e) => Unless(e.HasElements, () => e.Value = ""),
        (_, e) => Unless(!e.HasElements, () => e.AddFirst("text")),
        (_, e) => Unless(!e.HasElements, () => e.RemoveNodes()),
        (_, e) => Unless(false, () => e.SetAttributeValue("Unknown", "1")),
        (_, e) => Unless(!PlainAttributes(e).Any(), () => PlainAttributes(e).First().Remove()),
        (_, e) => Unless(!PlainAttributes(e).Any(), () => PlainAttributes(e).Last().Value = "?"),
    ];

    private static IEnumerable<XAttribute> PlainAttributes(XElement element) => element.Attributes().Where(a => !a.IsNamespaceDeclaration);

    private static bool Unless(bool impossible, Action damage)
    {
        if (!impossible)
        {
            damage();
        }

        return !impossible;
    }

    private static string? ViolationOfSchema(XElement operation)
    {
        string? violation = null;
        new XDocument(operation).Validate(SharedFiles.Schemas!, (_, e) => violation ??= e.Message);
        return violation;
    }

    private static string? ViolationOfGrammar(XElement operation)
    {
        try
        {
            using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(operation.ToString(SaveOptions.DisableFormatting)));
            RequestGrammar.Instance.Check(EwsDocument.Read(bytes, 1_000_000));
            return null;
        }
        catch (EwsSchemaException e)
        {
            return e.Message;
        }
    }
}
