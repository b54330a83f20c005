using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace CaPresenceActors.Exchange.Simulator.Tests.Support;

/// <summary>Sends requests as text, as any client might, over real HTTP.</summary>
internal sealed class EwsClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _address;

    public EwsClient(ExchangeSimulator simulator, SimulatedAccount? account = null)
    {
        _address = simulator.Address;
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString(HashAlgorithmName.SHA256) == simulator.CertificateSha256 },
        });
        var (user, password) = account is null ? (simulator.ServiceAccount.UserName, simulator.ServiceAccount.Password) : (account.UserName, account.Password);
        Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    public AuthenticationHeaderValue? Authorization { get; set; }

    public string Version { get; set; } = "Exchange2013_SP1";

    /// <summary>Headers that go with every request, such as those of affinity.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    public async Task<EwsAnswer> PostAsync(string envelope, string contentType = "text/xml; charset=utf-8")
    {
        using var request = Request(envelope, contentType);
        var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new EwsAnswer(response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Sends an operation, in the name of a mailbox or in the account's own.</summary>
    public async Task<EwsAnswer> CallAsync(string operation, string? impersonate = null, string header = "")
    {
        var answer = await PostAsync(Envelope(operation, impersonate, header));
        return answer.Http.Content.Headers.ContentType?.MediaType == "text/xml" ? answer.Validated() : answer;
    }

    public string Envelope(string operation, string? impersonate, string header = "", string identity = "PrimarySmtpAddress") =>
        $"""
        <?xml version="1.0" encoding="utf-8"?>
        <s:Envelope xmlns:s="{EwsAnswer.Soap}" xmlns:m="{EwsAnswer.M}" xmlns:t="{EwsAnswer.T}">
          <s:Header><t:RequestServerVersion Version="{Version}"/>{(impersonate is null ? "" : $"<t:ExchangeImpersonation><t:ConnectingSID><t:{identity}>{impersonate}</t:{identity}></t:ConnectingSID></t:ExchangeImpersonation>")}{header}</s:Header>
          <s:Body>{operation}</s:Body>
        </s:Envelope>
        """;

    /// <summary>A CalendarView over the calendars of the caller, or of others by address.</summary>
    public Task<EwsAnswer> ViewAsync(string from, string to, string? impersonate = "anna@example.test", int? max = null, string fields = "", string shape = "AllProperties", string[]? of = null) =>
        CallAsync(
            $"""
            <m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>{shape}</t:BaseShape>{Paths(fields)}</m:ItemShape>
            <m:CalendarView {(max is null ? "" : $"MaxEntriesReturned=\"{max}\" ")}StartDate="{from}" EndDate="{to}"/>
            <m:ParentFolderIds>{Calendars(of)}</m:ParentFolderIds></m:FindItem>
            """,
            impersonate);

    public Task<EwsAnswer> CreateAsync(string item, string? impersonate = "anna@example.test") =>
        CallAsync($"""<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items><t:CalendarItem>{item}</t:CalendarItem></m:Items></m:CreateItem>""", impersonate);

    public Task<EwsAnswer> UpdateAsync(string id, string updates, string? impersonate = "anna@example.test") =>
        CallAsync(
            $"""<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges><t:ItemChange>{id}<t:Updates>{updates}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>""",
            impersonate);

    public Task<EwsAnswer> DeleteAsync(string ids, string type = "HardDelete", string? impersonate = "anna@example.test") =>
        CallAsync($"""<m:DeleteItem DeleteType="{type}" SendMeetingCancellations="SendToNone"><m:ItemIds>{ids}</m:ItemIds></m:DeleteItem>""", impersonate);

    public Task<EwsAnswer> GetAsync(string ids, string? impersonate = "anna@example.test") =>
        CallAsync($"""<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ItemIds>{ids}</m:ItemIds></m:GetItem>""", impersonate);

    public static string Set(string field, string value) =>
        $"""<t:SetItemField><t:FieldURI FieldURI="{field}"/><t:CalendarItem><t:{Name(field)}>{value}</t:{Name(field)}></t:CalendarItem></t:SetItemField>""";

    public static string Clear(string field) => $"""<t:DeleteItemField><t:FieldURI FieldURI="{field}"/></t:DeleteItemField>""";

    public static string ItemId(XElement item) => $"""<t:ItemId Id="{Id(item)}"/>""";

    public static string Id(XElement item) => item.Element(EwsAnswer.T + "ItemId")!.Attribute("Id")!.Value;

    public static string Calendars(string[]? of) => of is null
        ? """<t:DistinguishedFolderId Id="calendar"/>"""
        : string.Concat(of.Select(a => $"""<t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>{a}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>"""));

    /// <summary>Subscribes to a calendar; the answer, whatever it is.</summary>
    public Task<EwsAnswer> SubscribeAsync(string? impersonate = "anna@example.test", string? folders = null, string types = AllEvents) => CallAsync(
        $"""<m:Subscribe><m:StreamingSubscriptionRequest><t:FolderIds>{folders ?? Calendars(null)}</t:FolderIds><t:EventTypes>{EventTypes(types)}</t:EventTypes></m:StreamingSubscriptionRequest></m:Subscribe>""",
        impersonate);

    /// <summary>A new streaming subscription's id.</summary>
    public async Task<string> SubscribedAsync(string impersonate = "anna@example.test") => Text(await SubscribeAsync(impersonate), "SubscriptionId");

    public Task<EwsAnswer> UnsubscribeAsync(string id, string? impersonate = "anna@example.test") =>
        CallAsync($"<m:Unsubscribe><m:SubscriptionId>{id}</m:SubscriptionId></m:Unsubscribe>", impersonate);

    public static string Text(EwsAnswer answer, string field) =>
        answer.Body.Descendants(EwsAnswer.M + field).SingleOrDefault()?.Value ?? throw new InvalidOperationException($"No {field}: {answer.Text}");

    /// <summary>Opens a stream, without waiting for anything but its head.</summary>
    public Task<EwsStream> StreamAsync(params string[] ids) => StreamAsync(ids, "anna@example.test");

    public async Task<EwsStream> StreamAsync(string[] ids, string? impersonate, int minutes = 30)
    {
        using var request = Request(Envelope(
            $"<m:GetStreamingEvents><m:SubscriptionIds>{string.Concat(ids.Select(id => $"<t:SubscriptionId>{id}</t:SubscriptionId>"))}</m:SubscriptionIds><m:ConnectionTimeout>{minutes}</m:ConnectionTimeout></m:GetStreamingEvents>",
            impersonate));
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return new EwsStream(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    public const string AllEvents = "CreatedEvent DeletedEvent ModifiedEvent MovedEvent CopiedEvent";

    public static string EventTypes(string types) => string.Concat(types.Split(' ').Select(t => $"<t:EventType>{t}</t:EventType>"));

    private HttpRequestMessage Request(string envelope, string contentType = "text/xml; charset=utf-8")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new StringContent(envelope, Encoding.UTF8) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.Authorization = Authorization;
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    public void Dispose() => _http.Dispose();

    private static string Name(string field) => field[(field.IndexOf(':') + 1)..];

    private static string Paths(string fields) => fields.Length == 0
        ? ""
        : $"<t:AdditionalProperties>{string.Concat(fields.Split(' ').Select(f => $"<t:FieldURI FieldURI=\"{f}\"/>"))}</t:AdditionalProperties>";
}
