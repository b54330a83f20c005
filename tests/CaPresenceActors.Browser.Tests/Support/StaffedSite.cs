using System.Net;
using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Journeys.Tests.Support;
using Microsoft.Playwright;
using JourneyHost = CaPresenceActors.Journeys.Tests.Support.Host;

namespace CaPresenceActors.Browser.Tests.Support;

/// <summary>A company whose people can all sign in: an administrator, a receptionist and users. One host for a class of tests.</summary>
public sealed class StaffedSite : IAsyncLifetime
{
    /// <summary>The password of everybody.</summary>
    internal const string Password = "Korallenriff-4711";

    internal const string Administrator = "chief";
    internal const string Receptionist = "1000";

    private static readonly string[] Names = ["Greta Reception", "Anna Lindqvist", "Ben Okafor", "Chloé Durand", "Dmitri Orlov", "Eve Tanaka"];

    private readonly Dictionary<string, Person> _people = [];
    private JourneyHost? _host;

    internal JourneyHost Host => _host ?? throw new InvalidOperationException("The host is not started yet.");

    internal Site Site { get; } = new();

    public async ValueTask InitializeAsync()
    {
        foreach (var (index, name) in Names.Index())
        {
            var extension = $"{1000 + index}";
            _people[extension] = new Person(extension, Site.Exchange.Mailboxes.Add($"user{extension}@example.test", name, "Europe/Berlin"));
        }

        _host = await Site.StartAsync([.. _people.Values]);
        await Host.ImportAsync("extension,name,exchangeAccount,group,password\n" + string.Concat(_people.Values.Select(person => $"{person.Extension},{person.Mailbox.Name},{person.Account},{GroupOf(person.Extension)},{Password}\n")));
        await Host.PutAsync($"api/v1/sign-ins/{Receptionist}", new { role = "receptionist" });
        await Host.PutAsync($"api/v1/sign-ins/{Administrator}", new { role = "administrator" });
        await Host.PutAsync($"api/v1/sign-ins/{Administrator}/password", new { password = Password });
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        await Site.DisposeAsync();
    }

    internal Person this[string extension] => _people[extension];

    /// <summary>Puts an event into somebody's calendar, from some minutes from now to some minutes from now.</summary>
    internal void Plan(string extension, string subject, double fromMinutes, double toMinutes, Sensitivity sensitivity = Sensitivity.Normal) =>
        this[extension].Calendar.Add(new Appointment { Subject = subject, Start = Clock.Now.AddMinutes(fromMinutes), End = Clock.Now.AddMinutes(toMinutes), Sensitivity = sensitivity });

    /// <summary>Sets somebody's presence by hand, as another client would.</summary>
    internal Task SetAsync(string extension, string presence) => Host.PutAsync($"api/v1/presence/{extension}/manual", new { presence, hold = "untilCleared" });

    /// <summary>Gives somebody back to their calendar.</summary>
    internal Task ClearAsync(string extension) => Host.SendAsync(HttpMethod.Delete, $"api/v1/presence/{extension}/manual", null, HttpStatusCode.OK);

    /// <summary>Somebody before a browser, signed in.</summary>
    internal async Task<Visit> VisitAsync(Chromium chromium, string name, BrowserNewContextOptions? options = null)
    {
        var visit = await Visit.BeginAsync(chromium, Host.Http.BaseAddress!, options);
        await visit.SignInAsync(name, Password);
        return visit;
    }

    /// <summary>Somebody before a browser, not signed in.</summary>
    internal Task<Visit> VisitAsync(Chromium chromium) => Visit.BeginAsync(chromium, Host.Http.BaseAddress!);

    private static string GroupOf(string extension) => extension is "1001" or "1002" ? "Sales" : "Support";
}
