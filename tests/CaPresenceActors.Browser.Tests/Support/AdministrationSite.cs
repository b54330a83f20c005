using System.Net;
using CaPresenceActors.Journeys.Tests.Support;
using JourneyHost = CaPresenceActors.Journeys.Tests.Support.Host;

namespace CaPresenceActors.Browser.Tests.Support;

/// <summary>A company of four with an administrator; Exchange lets nobody read the calendar of 1004. One host for a class of tests.</summary>
public sealed class AdministrationSite : IAsyncLifetime
{
    internal const string Administrator = "chief";
    internal const string Password = "Korallenriff-4711";

    private Site? _site;
    private JourneyHost? _host;

    internal JourneyHost Host => _host ?? throw new InvalidOperationException("The host is not started yet.");

    internal Site Site => _site ?? throw new InvalidOperationException("The site is not there yet.");

    public async ValueTask InitializeAsync()
    {
        _site = new Site();
        var people = new[] { "1001", "1002", "1003", "1004" }.Select(extension => _site.Hire(extension)).ToArray();
        people[^1].Mailbox.Withdraw("admin@example.test");
        _host = await _site.StartAsync(people);
        await _host.PutAsync($"api/v1/sign-ins/{Administrator}", new { role = "administrator" });
        await _host.SendAsync(HttpMethod.Put, $"api/v1/sign-ins/{Administrator}/password", new { password = Password }, HttpStatusCode.OK);
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

    /// <summary>The administrator before a browser.</summary>
    internal async Task<Visit> VisitAsync(Chromium chromium)
    {
        var visit = await Visit.BeginAsync(chromium, Host.Http.BaseAddress!);
        await visit.SignInAsync(Administrator, Password);
        return visit;
    }
}
