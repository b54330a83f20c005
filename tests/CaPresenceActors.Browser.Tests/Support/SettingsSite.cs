using System.Net;
using System.Text.Json.Nodes;
using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Journeys.Tests.Support;
using Microsoft.Playwright;
using JourneyHost = CaPresenceActors.Journeys.Tests.Support.Host;

namespace CaPresenceActors.Browser.Tests.Support;

/// <summary>A small company with an administrator, for tests of the settings: one host for a class of them.</summary>
public sealed class SettingsSite : IAsyncLifetime
{
    private const string Administrator = "chief";
    private const string Password = "Korallenriff-4711";

    private Site? _site;
    private JourneyHost? _host;

    internal JourneyHost Host => _host ?? throw new InvalidOperationException("The host is not started yet.");

    internal Site Site => _site ?? throw new InvalidOperationException("The site is not there yet.");

    /// <summary>The keywords that the site starts with.</summary>
    internal static object[] Keywords =>
    [
        new { keyword = "vacation", presence = "Vacation" }, new { keyword = "lunch", presence = "Lunch" }, new { keyword = "meeting", presence = "In a meeting" },
    ];

    public async ValueTask InitializeAsync()
    {
        _site = new Site();
        var people = new[] { "1001", "1002", "1003" }.Select(extension => _site.Hire(extension)).ToArray();
        foreach (var person in people)
        {
            AddEvent(person, "Lunch meeting", TimeSpan.FromHours(3));
        }

        _host = await _site.StartAsync(people);
        await AppointAsync(_host);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_site is not null)
        {
            await _site.DisposeAsync();
        }
    }

    /// <summary>Puts an event of an hour into somebody's calendar.</summary>
    internal static void AddEvent(Person person, string subject, TimeSpan fromNow) =>
        person.Calendar.Add(new Appointment { Subject = subject, Start = Clock.Now + fromNow, End = Clock.Now + fromNow + TimeSpan.FromHours(1) });

    /// <summary>A host that knows people, and neither keywords nor an Exchange server: what an administrator begins with.</summary>
    internal static async Task<JourneyHost> StartFromNothingAsync(Site site, params Person[] people)
    {
        await site.Exchange.StartAsync(TestContext.Current.CancellationToken);
        await site.WriteConfigurationAsync(people);
        var configuration = site.Configuration(site.Exchange.Address);
        var seed = (JsonObject)configuration["capresence"]!["seed"]!;
        seed["integration"] = false;
        seed.Remove("keywords");
        seed.Remove("exchange");
        await File.WriteAllTextAsync(site.ConfigurationFile, configuration.ToJsonString(), TestContext.Current.CancellationToken);
        var host = await site.StartHostAsync();
        await AppointAsync(host);
        return host;
    }

    /// <summary>The administrator of a host, signed in before a browser.</summary>
    internal static async Task<Visit> VisitAsync(Chromium chromium, JourneyHost host, BrowserNewContextOptions? options = null)
    {
        var visit = await Visit.BeginAsync(chromium, host.Http.BaseAddress!, options);
        await visit.SignInAsync(Administrator, Password);
        return visit;
    }

    /// <summary>The administrator before a browser; the site's lists are as at the start.</summary>
    internal async Task<Visit> VisitAsync(Chromium chromium, BrowserNewContextOptions? options = null)
    {
        await Host.PutAsync("api/v1/site/keywords", new { keywords = Keywords });
        return await VisitAsync(chromium, Host, options);
    }

    private static async Task AppointAsync(JourneyHost host)
    {
        await host.PutAsync($"api/v1/sign-ins/{Administrator}", new { role = "administrator" });
        await host.SendAsync(HttpMethod.Put, $"api/v1/sign-ins/{Administrator}/password", new { password = Password }, HttpStatusCode.OK);
    }
}
