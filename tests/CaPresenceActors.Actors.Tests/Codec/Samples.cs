using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Actors.Webhooks;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Tests.Codec;

/// <summary>One event of each kind with everything in it that it can hold, and one with as little as possible. Golden files hold their written form; neither changes any more.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly AppointmentKey Winner = new(new UInt128(0x0123456789abcdef, 0xfedcba9876543210));
    private static readonly AppointmentKey Loser = new(UInt128.One);

    public static SiteSettings Rules { get; } = (SiteSettings.Initial with { Version = 7, Integration = true, Options = new PresenceOptions { AfterEvent = AfterEvent.Previous, IgnoreFree = true, IgnorePrivate = true } })
        .With(
            PresenceList.Of([new("Available", Availability.Open, null, "#1a7f45"), new("会議", Availability.Busy, "meeting", "#c0263a")]),
            [new KeywordRow("meeting", "会議", WholeWord: true), new KeywordRow("off", "Available")]);

    public static PresenceRename Replaced { get; } = PresenceRename.OfAll([("Lunch", "Available"), ("Meeting", "会議")])!;

    public static KeywordList OwnKeywords { get; } = KeywordList.OfStored([new KeywordRow("desk", "Available"), new KeywordRow("call", "会議", WholeWord: true)]);

    public static ManualPresence Manual { get; } = new("会議", Hold.Until, Ten.AddHours(2), Within: true, Ten.AddMinutes(-3), "admin");

    public static Settlement Full { get; } = new()
    {
        Shown = "会議",
        Change = new PresenceChange("Available", "会議", PresenceCause.EventStarted, Winner, "meeting"),
        Episode = new Episode(Winner, "会議", "meeting", 1, Ten, Ten.AddHours(1)),
        Losers = [new Contender(Loser, 2, "off", Ten.AddMinutes(-30))],
        Manual = Manual,
        Outlook = new Outlook(Ten.AddHours(1), "Available"),
    };

    public static Settlement Least { get; } = new() { Shown = "Available" };

    public static UserProfile Profile { get; } = new()
    {
        Extension = "1203",
        Name = "Itō \"Jr.\"",
        Account = "ito@example.com",
        Integration = false,
        TimeZone = "Asia/Tokyo",
        OwnKeywords = OwnKeywords,
    };

    public static SiteConfiguration Site { get; } = new()
    {
        Rules = Rules,
        Exchange = new ExchangeSettings(
            new ExchangeConnection
            {
                Server = "mail.example.com",
                Port = 8443,
                UseTls = true,
                UserName = "svc@example.com",
                Password = string.Empty,
                Authentication = ExchangeAuthentication.Ntlm,
                Access = ExchangeAccess.Delegate,
                CertificatePin = new string('a', 64),
                RequestTimeout = TimeSpan.FromSeconds(20),
                MaxConnections = 4,
                DelegateBatch = 5,
            },
            "XYZZY-protected"),
        PollInterval = TimeSpan.FromSeconds(90),
        TimeZone = "Europe/Berlin",
        UsersMayChangeProfile = true,
        NewUsersIntegrated = false,
    };

    public static PresenceState State { get; } = PresenceState.Begin(Rules, new UserSettings { Integration = true, Account = "ito@example.com", OwnKeywords = OwnKeywords }, Ten.AddMinutes(5)) with
    {
        Episode = Full.Episode,
        Manual = Manual,
        Shown = "会議",
        Since = Ten,
        LastChange = Full.Change,
        Outlook = Full.Outlook,
    };

    /// <summary>Golden file by golden file.</summary>
    public static IReadOnlyDictionary<string, object> Events { get; } = new Dictionary<string, object>
    {
        ["presence.boundary-1"] = new PresenceEvent.BoundaryPassed(Ten, Full),
        ["presence.boundary-1-least"] = new PresenceEvent.BoundaryPassed(Ten.AddTicks(1), Least),
        ["presence.calendar-1"] = new PresenceEvent.CalendarReplaced(Ten, Calendar.Of([new Appointment { Key = Winner, Subject = "XYZZY meeting", Start = Ten, End = Ten.AddHours(1) }]), Full),
        ["presence.site-1"] = new PresenceEvent.SiteApplied(Ten, Rules, new PresenceRename("Meeting", "会議"), Full),
        ["presence.site-1-replaced"] = new PresenceEvent.SiteApplied(Ten, Rules, Replaced, Full),
        ["presence.user-1"] = new PresenceEvent.UserApplied(Ten, new UserSettings { Integration = false, Account = "ito@example.com", OwnKeywords = OwnKeywords }, CalendarForgotten: true, Full),
        ["presence.user-1-least"] = new PresenceEvent.UserApplied(Ten, UserSettings.Initial, CalendarForgotten: false, Least),
        ["presence.manual-set-1"] = new PresenceEvent.ManualPresenceSet(Ten, Full),
        ["presence.manual-cleared-1"] = new PresenceEvent.ManualPresenceCleared(Ten, Least),
        ["presence.clock-set-back-1"] = new PresenceEvent.ClockSetBack(Ten, Full),
        ["presence.retired-1"] = new ExtensionRetired(Ten),
        ["user.changed-1"] = new UserChanged(Ten, "admin", "1203", Profile),
        ["user.changed-1-account-unconfirmed"] = new UserChanged(Ten, "1203", "1203", Profile with { AccountUnconfirmed = true }),
        ["user.changed-1-group"] = new UserChanged(Ten, "admin", "1203", Profile with { Group = "Verkauf & Ö", HideTimes = true }),
        ["user.changed-1-removed"] = new UserChanged(Ten, "admin", "1203", null),
        ["user.changed-1-added"] = new UserChanged(Ten, "admin", "1203", Profile) { Added = true },
        ["user.changed-1-with-before"] = new UserChanged(Ten, "admin", "1203", Profile) { Before = Profile with { Name = "Itō", OwnKeywords = null } },
        ["site.changed-1"] = new SiteChanged(Ten, "admin", Site, new PresenceRename("Meeting", "会議")),
        ["site.changed-1-with-before"] = new SiteChanged(Ten, "admin", Site, null) { Before = SiteConfiguration.Initial, PasswordGiven = true },
        ["site.changed-1-schedule-times"] = new SiteChanged(Ten, "admin", SiteConfiguration.Initial with { ScheduleTimes = ScheduleTimes.Receptionists }, null),
        ["site.changed-1-replaced"] = new SiteChanged(Ten, "admin", SiteConfiguration.Initial, Replaced),
        ["site.changed-1-least"] = new SiteChanged(Ten, "admin", SiteConfiguration.Initial, null),
        ["webhook.changed-1"] = new WebhookChanged(
            Ten,
            "admin",
            "9f0c2b7d1e5a4c38",
            WebhookAction.Changed,
            new WebhookSummary("Phones", "https://phones.example.com", Enabled: false, ["1203", "1204"]),
            new WebhookSummary("Switchboard", "https://phones.example.com:8443", Enabled: true, null)),
        ["webhook.changed-1-removed"] = new WebhookChanged(Ten, "admin", "9f0c2b7d1e5a4c38", WebhookAction.Removed, new WebhookSummary("Phones", "https://phones.example.com", Enabled: true, null), null),
        ["webhook.changed-1-replayed"] = new WebhookChanged(
            Ten,
            "admin",
            "9f0c2b7d1e5a4c38",
            WebhookAction.Replayed,
            new WebhookSummary("Phones", "https://phones.example.com", Enabled: true, null),
            new WebhookSummary("Phones", "https://phones.example.com", Enabled: true, null),
            From: 4812),
        ["sign-in.changed-1"] = new SignInEvent.SignInChanged(Ten, "admin", "1203", SignInChange.RoleChanged, Role.Receptionist, Role.User),
        ["sign-in.changed-1-removed"] = new SignInEvent.SignInChanged(Ten, "admin", "1203", SignInChange.Removed, Role: null, Role.User),
        ["sign-in.changed-1-had-password"] = new SignInEvent.SignInChanged(Ten, "1203", "1203", SignInChange.PasswordSet, Role.User, Role.User, HadPassword: true),
        ["sign-in.changed-1-invited"] = new SignInEvent.SignInChanged(Ten, "admin", "1203", SignInChange.Invited, Role.User, null, HadPassword: false, Ten.AddDays(7)),
        ["token.changed-1-expires"] = new SignInEvent.TokenChanged(Ten, "admin", "a1b2c3", "switchboard", TokenChange.Created, TokenScope.Write, Role.Administrator, Ten.AddDays(30)),
        ["webhook.changed-1-url"] = new WebhookChanged(
            Ten,
            "admin",
            "9f0c2b7d1e5a4c38",
            WebhookAction.Changed,
            new WebhookSummary("Phones", "https://phones.example.com", Enabled: true, null),
            new WebhookSummary("Phones", "https://phones.example.com", Enabled: true, null),
            UrlChanged: true),
        ["token.changed-1"] = new SignInEvent.TokenChanged(Ten, "admin", "a1b2c3", "switchboard", TokenChange.Created, TokenScope.Read, Role.Receptionist),
    };

    /// <summary>Golden file by golden file.</summary>
    public static IReadOnlyDictionary<string, object> Snapshots { get; } = new Dictionary<string, object>
    {
        ["snapshot-state"] = State,
        ["snapshot-retired"] = new ExtensionRetired(Ten),
        ["snapshot-mark"] = DocumentsAreTheState.Instance,
    };
}
