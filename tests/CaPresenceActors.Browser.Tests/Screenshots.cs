using System.Globalization;
using CaPresenceActors.Browser.Tests.Support;
using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Journeys.Tests.Support;
using Microsoft.Playwright;

namespace CaPresenceActors.Browser.Tests;

/// <summary>
/// Makes the pictures of <c>docs/screens.md</c>, only when <c>CAPRESENCE_SCREENSHOTS</c> names the folder for them: every page in light, in dark and on a telephone, of a made-up company in mid-morning.
/// </summary>
public sealed class Screenshots(Chromium chromium)
{
    private const string Password = "Korallenriff-4711";

    /// <summary>Zones without daylight saving time. It is mid-morning in one of them, whenever the pictures are made.</summary>
    private static readonly string[] Zones =
    [
        "Pacific/Honolulu", "America/Phoenix", "America/Bogota", "America/Sao_Paulo", "Atlantic/Reykjavik", "Africa/Lagos", "Africa/Johannesburg", "Africa/Nairobi", "Asia/Dubai", "Asia/Karachi",
        "Asia/Dhaka", "Asia/Bangkok", "Asia/Singapore", "Asia/Tokyo", "Australia/Brisbane", "Pacific/Noumea", "Pacific/Fiji",
    ];

    private static readonly TimeSpan MidMorning = new(10, 40, 0);

    private static readonly (string Name, string Group)[] People =
    [
        ("Anna Lindqvist", "Sales"), ("Ben Okafor", "Sales"), ("Chloé Durand", "Sales"), ("Dmitri Orlov", "Support"), ("Eve Tanaka", "Support"), ("Farid Haddad", "Support"), ("Greta Olsen", "Reception"),
        ("Hugo Martins", "Engineering"), ("Ines Castellano", "Engineering"), ("Jonas Weber", "Engineering"), ("Kaya Yıldız", "Engineering"), ("Liam O’Connor", "Engineering"), ("Mina Park", "Finance"),
        ("Noah Andersen", "Finance"), ("Olga Petrova", "Finance"), ("Pablo Martínez", "Sales"), ("Quinn Baker", "Support"), ("Rosa Almeida", "Engineering"), ("Søren Holm", "Engineering"), ("Tara Singh", "Sales"),
    ];

    /// <summary>Who does what, from when to when, in minutes from now; without length, for three days.</summary>
    private static readonly (string Extension, string Subject, int From, int To)[] Days =
    [
        ("1001", "Team meeting", -100, -40), ("1001", "Customer meeting: Nordhav", -25, 35), ("1001", "Prepare the offer", 35, 80), ("1001", "Lunch with Ben", 80, 140), ("1001", "Dentist", 200, 260),
        ("1001", "Project meeting Atlas", 280, 340), ("1002", "Do not disturb: quarterly figures", -40, 75), ("1002", "Lunch with Anna", 80, 140), ("1003", "Business trip Lyon", -160, 380),
        ("1005", "Team meeting", -15, 20), ("1006", "Team meeting", -15, 20), ("1008", "Design review meeting", -30, 30), ("1009", "Design review meeting", -30, 30), ("1011", "Vacation", 0, 0),
        ("1012", "Out of office: visa", -60, 45), ("1013", "Budget meeting", 20, 80), ("1014", "Budget meeting", 20, 80), ("1016", "Vacation", 0, 0), ("1018", "Do not disturb: release", -20, 100),
        ("1019", "Early lunch", -5, 40), ("1020", "Customer meeting: Solvik", 50, 110), ("1010", "Lunch", 75, 120),
    ];

    private static readonly (string Page, string Address, string Who, string Sign)[] Pages =
    [
        ("board", "", "1007", "tr[data-extension='1020']"),
        ("board-person", "?person=1001", "1007", "aside .because"),
        ("me", "me", "1001", ".day .block"),
        ("person", "people/1001", "1007", ".day .block"),
        ("wall", "?display=wall", "1007", ".wall li"),
        ("sign-in", "sign-in", "", "#password"),
        ("exchange", "settings/exchange", "chief", ".keyword-row .found:has-text('people')"),
        ("presences", "settings/presences", "chief", ".presence-row"),
        ("preferences", "settings/preferences", "chief", "main button"),
        ("users", "settings/users", "chief", "main table"),
        ("access", "settings/access", "chief", "main table"),
        ("health", "operation/health", "chief", "main h1"),
        ("history", "operation/history", "chief", "main table"),
        ("audit", "operation/audit", "chief", "main h1"),
    ];

    [Fact]
    public async Task Of_every_page_in_every_look()
    {
        var wanted = Environment.GetEnvironmentVariable("CAPRESENCE_SCREENSHOTS") ?? "";
        Assert.SkipWhen(wanted.Length == 0, "Pictures are made only when CAPRESENCE_SCREENSHOTS names the folder for them, from the root of the repository.");
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, wanted)).FullName;
        var zone = Zones.MinBy(zone => (TimeZoneInfo.ConvertTime(Clock.Now, TimeZoneInfo.FindSystemTimeZoneById(zone)).TimeOfDay - MidMorning).Duration())!;
        await using var company = new Site();
        await using var host = await FoundAsync(company, zone);
        var missing = new List<string>();

        foreach (var (look, scheme, width, height) in ((string, ColorScheme, int, int)[])[("light", ColorScheme.Light, 1280, 800), ("dark", ColorScheme.Dark, 1280, 800), ("phone", ColorScheme.Light, 390, 844)])
        {
            foreach (var people in Pages.GroupBy(page => page.Who))
            {
                await using var visit = await Visit.BeginAsync(chromium, host.Http.BaseAddress!, new BrowserNewContextOptions
                {
                    ColorScheme = scheme,
                    ViewportSize = new ViewportSize { Width = width, Height = height },
                    TimezoneId = zone,
                    Locale = "en-GB",
                    ReducedMotion = ReducedMotion.Reduce,
                });
                if (people.Key.Length > 0)
                {
                    await visit.SignInAsync(people.Key, Password);
                }

                foreach (var (name, address, _, sign) in people)
                {
                    await visit.OpenAsync(address);
                    if (await visit.Page.Heading("This page does not open").CountAsync() > 0)
                    {
                        missing.Add(name);
                        continue;
                    }

                    await visit.Page.Locator(sign).First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
                    if (width < 761 && name == "wall")
                    {
                        continue; // No wall is as narrow.
                    }

                    await visit.Page.WaitForLoadStateAsync(LoadState.Load);
                    await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{look}.png"), Animations = ScreenshotAnimations.Disabled });
                }
            }
        }

        missing.ShouldBeEmpty("these pages do not open, and there is no picture of them");
    }

    private static async Task<Journeys.Tests.Support.Host> FoundAsync(Site company, string zone)
    {
        var people = People.Index().ToDictionary(
            person => $"{1001 + person.Index}", person => new Person($"{1001 + person.Index}", company.Exchange.Mailboxes.Add($"user{1001 + person.Index}@example.test", person.Item.Name, zone)));
        foreach (var (extension, subject, from, to) in Days)
        {
            var midnight = Clock.Now - TimeZoneInfo.ConvertTime(Clock.Now, TimeZoneInfo.FindSystemTimeZoneById(zone)).TimeOfDay;
            people[extension].Calendar.Add(new Appointment
            {
                Subject = subject,
                Start = from == to ? midnight : ToFive(from),
                End = from == to ? midnight.AddDays(3) : ToFive(to),
                Zone = zone,
                IsAllDay = from == to,
                Sensitivity = subject == "Dentist" ? Sensitivity.Private : Sensitivity.Normal,
            });
        }

        var host = await company.StartAsync([.. people.Values]);
        await host.PutAsync("api/v1/site/reading", new { pollIntervalSeconds = 60, timeZone = zone });
        await host.PutAsync("api/v1/site/keywords", new
        {
            keywords = new[]
            {
                new { keyword = "do not disturb", presence = "Do not disturb" }, new { keyword = "vacation", presence = "Vacation" }, new { keyword = "business trip", presence = "Business trip" },
                new { keyword = "out of office", presence = "Out of office" }, new { keyword = "lunch", presence = "Lunch" }, new { keyword = "dentist", presence = "Out of office" }, new { keyword = "meeting", presence = "In a meeting" },
            },
        });
        await host.ImportAsync("extension,name,exchangeAccount,group,password\n" + string.Concat(People.Index().Select(person =>
            string.Create(CultureInfo.InvariantCulture, $"{1001 + person.Index},{person.Item.Name},user{1001 + person.Index}@example.test,{person.Item.Group},{Password}\n"))));
        await host.PutAsync("api/v1/sign-ins/1007", new { role = "receptionist" });
        await host.PutAsync("api/v1/sign-ins/chief", new { role = "administrator" });
        await host.PutAsync("api/v1/sign-ins/chief/password", new { password = Password });
        await host.SendAsync(HttpMethod.Post, "api/v1/tokens", new { name = "switchboard", scope = "read" }, System.Net.HttpStatusCode.Created);
        await host.PutAsync("api/v1/presence/1004/manual", new { presence = "Lunch", hold = "until", until = ToFive(45) });
        await host.PutAsync("api/v1/presence/1015/manual", new { presence = "Out of office", hold = "untilCleared" });
        await host.PutAsync("api/v1/users/1001/integration", new { integration = true });
        return host;
    }

    /// <summary>An instant of the clock that is a multiple of five minutes, as people choose them.</summary>
    private static DateTimeOffset ToFive(int minutesFromNow)
    {
        var at = Clock.Now.AddMinutes(minutesFromNow);
        return new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.FromMinutes(5).Ticks), TimeSpan.Zero);
    }
}
