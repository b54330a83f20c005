using System.Net.Http.Headers;
using System.Text;
using CaPresenceActors.Bench.Children;

namespace CaPresenceActors.Bench.Site;

/// <summary>People who make appointments in their calendars, at a steady pace and without waiting for each other.</summary>
internal sealed class CalendarEditors : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly Uri _exchange;

    public CalendarEditors(SimulatorReady simulator)
    {
        _exchange = simulator.Address;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{simulator.User}:{simulator.Password}")));
    }

    /// <summary>Makes one appointment in each of the first so many mailboxes, which runs now; when each was answered, by number.</summary>
    public async Task<TimeSpan[]> CreateAsync(int mailboxes, int aSecond, string subject)
    {
        var answered = new TimeSpan[mailboxes];
        var creating = new Task[mailboxes];
        var began = EditListener.Now;
        for (var mailbox = 0; mailbox < mailboxes; mailbox++)
        {
            var due = began + TimeSpan.FromSeconds((double)mailbox / aSecond);
            if (due - EditListener.Now is { TotalMilliseconds: >= 1 } wait)
            {
                await Task.Delay(wait, TimeProvider.System);
            }

            creating[mailbox] = CreateAsync(mailbox);
        }

        await Task.WhenAll(creating);
        return answered;

        async Task CreateAsync(int mailbox)
        {
            using var content = new StringContent(Envelope(SimulatorChild.AddressOf(mailbox), subject, TimeProvider.System.GetUtcNow().UtcDateTime), Encoding.UTF8, "text/xml");
            using var response = await _http.PostAsync(_exchange, content);
            var answer = await response.Content.ReadAsStringAsync();
            answered[mailbox] = EditListener.Now;
            if (!answer.Contains("<m:ResponseCode>NoError</m:ResponseCode>", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"The simulator did not take an appointment: HTTP {(int)response.StatusCode}.");
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private static string Envelope(string mailbox, string subject, DateTime now) =>
        $"""
        <?xml version="1.0" encoding="utf-8"?>
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">
          <s:Header>
            <t:RequestServerVersion Version="Exchange2013"/>
            <t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>{mailbox}</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>
          </s:Header>
          <s:Body>
            <m:CreateItem SendMeetingInvitations="SendToNone">
              <m:Items><t:CalendarItem>
                <t:Subject>{subject}</t:Subject>
                <t:Start>{now.AddMinutes(-5):yyyy-MM-ddTHH:mm:ssZ}</t:Start>
                <t:End>{now.AddHours(2):yyyy-MM-ddTHH:mm:ssZ}</t:End>
              </t:CalendarItem></m:Items>
            </m:CreateItem>
          </s:Body>
        </s:Envelope>
        """;
}
