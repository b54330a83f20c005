using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;

namespace CaPresenceActors.Journeys.Tests.Support;

/// <summary>Somebody who works on a calendar with an EWS client of their own, written by hand from the protocol.</summary>
internal sealed class OutlookUser : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly string? _actsAs;

    private OutlookUser(Uri address, string user, string password, string? actsAs)
    {
        _address = address;
        _actsAs = actsAs;
        _http = new HttpClient();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    /// <summary>The owner of a mailbox, logged in with their own account.</summary>
    public static OutlookUser Owner(Uri address, string account, string password) => new(address, account, password, actsAs: null);

    /// <summary>The service account, which acts as the owner of a mailbox.</summary>
    public static OutlookUser Impersonating(Uri address, string account) => new(address, "admin@example.test", Site.Password, account);

    /// <summary>Makes an appointment.</summary>
    public async Task CreateAsync(string subject, DateTimeOffset start, DateTimeOffset end)
    {
        var header = _actsAs is null ? "" : $"<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>{_actsAs}</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>";
        var envelope = $"""
            <?xml version="1.0" encoding="utf-8"?>
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">
              <s:Header><t:RequestServerVersion Version="Exchange2013"/>{header}</s:Header>
              <s:Body>
                <m:CreateItem SendMeetingInvitations="SendToNone">
                  <m:Items><t:CalendarItem>
                    <t:Subject>{new XText(subject)}</t:Subject>
                    <t:Start>{start.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}</t:Start>
                    <t:End>{end.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}</t:End>
                  </t:CalendarItem></m:Items>
                </m:CreateItem>
              </s:Body>
            </s:Envelope>
            """;
        using var content = new StringContent(envelope, Encoding.UTF8, "text/xml");
        using var response = await _http.PostAsync(_address, content, TestContext.Current.CancellationToken);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("<m:ResponseCode>NoError</m:ResponseCode>");
    }

    public void Dispose() => _http.Dispose();
}
