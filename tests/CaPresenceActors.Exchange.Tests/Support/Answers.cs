namespace CaPresenceActors.Exchange.Tests.Support;

/// <summary>Answers of a server, made by hand.</summary>
internal static class Answers
{
    public static string Envelope(string body, string header = """<t:ServerVersionInfo MajorVersion="15" MinorVersion="2" MajorBuildNumber="1748" MinorBuildNumber="10" Version="V2017_07_11"/>""") =>
        $"""
        <?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>
        """;

    public static string FindItem(params string[] messages) =>
        Envelope($"<m:FindItemResponse><m:ResponseMessages>{string.Concat(messages)}</m:ResponseMessages></m:FindItemResponse>");

    /// <summary>One mailbox's message of FindItem.</summary>
    public static string Items(params string[] items) => Folder(string.Concat(items));

    public static string Folder(string items, bool whole = true, int total = 0) =>
        $"""<m:FindItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:RootFolder TotalItemsInView="{total}" IncludesLastItemInRange="{(whole ? "true" : "false")}"><t:Items>{items}</t:Items></m:RootFolder></m:FindItemResponseMessage>""";

    public static string Refusal(string code, string messageXml = "", string kind = "FindItemResponseMessage", string text = "No.") =>
        $"""<m:{kind} ResponseClass="Error"><m:MessageText>{text}</m:MessageText><m:ResponseCode>{code}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>{messageXml}</m:{kind}>""";

    public static string Item(string uid, string start, string end, string more = "", string subject = "Meeting") =>
        $"""<t:CalendarItem><t:ItemId Id="id-{uid}-{start}"/><t:Subject>{subject}</t:Subject><t:UID>{uid}</t:UID><t:Start>{start}</t:Start><t:End>{end}</t:End>{more}</t:CalendarItem>""";

    public static string Fault(string code, string detail = "") =>
        Envelope($"""<s:Fault><faultcode xmlns:a="http://schemas.microsoft.com/exchange/services/2006/types">a:{code}</faultcode><faultstring xml:lang="en-US">No.</faultstring><detail><e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">{code}</e:ResponseCode>{detail}</detail></s:Fault>""", header: "");

    public static string Availability(params string[] responses) =>
        Envelope($"<m:GetUserAvailabilityResponse><m:FreeBusyResponseArray>{string.Concat(responses)}</m:FreeBusyResponseArray></m:GetUserAvailabilityResponse>");

    public static string View(string events, string view = "Detailed") =>
        $"""<m:FreeBusyResponse><m:ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode></m:ResponseMessage><m:FreeBusyView><t:FreeBusyViewType>{view}</t:FreeBusyViewType><t:CalendarEventArray>{events}</t:CalendarEventArray></m:FreeBusyView></m:FreeBusyResponse>""";

    public static string NoView(string code, string messageXml = "") =>
        $"""<m:FreeBusyResponse><m:ResponseMessage ResponseClass="Error"><m:MessageText>No.</m:MessageText><m:ResponseCode>{code}</m:ResponseCode>{messageXml}</m:ResponseMessage></m:FreeBusyResponse>""";

    public static string Event(string start, string end, string details = "", string busy = "Busy") =>
        $"<t:CalendarEvent><t:StartTime>{start}</t:StartTime><t:EndTime>{end}</t:EndTime><t:BusyType>{busy}</t:BusyType>{details}</t:CalendarEvent>";
}
