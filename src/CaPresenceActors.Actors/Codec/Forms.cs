using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Codec;

/// <summary>From the words of the code to the forms of the journal, and back.</summary>
internal static class Forms
{
    public static SettlementForm Of(Settlement settlement) => new()
    {
        Shown = settlement.Shown,
        Change = Of(settlement.Change),
        Episode = Of(settlement.Episode),
        Losers = settlement.Losers.IsEmpty ? null : [.. settlement.Losers.Select(Of)],
        Manual = Of(settlement.Manual),
        Until = settlement.Outlook.Until,
        Next = settlement.Outlook.Next,
    };

    public static ChangeForm? Of(PresenceChange? change) =>
        change is null ? null : new ChangeForm { From = change.From, Cause = change.Cause, Event = change.Appointment?.ToString(), Keyword = change.Keyword };

    public static RenameForm? Of(PresenceRename? rename) => rename is null ? null : new RenameForm { From = rename.From, To = rename.To, Also = Of(rename.Also) };

    public static PresenceRename? Read(RenameForm? form) => form is null ? null : new PresenceRename(form.From, form.To) { Also = Read(form.Also) };

    public static UserForm Of(UserSettings user) => new() { Integration = user.Integration, Account = user.Account, OwnKeywords = Of(user.OwnKeywords) };

    public static ProfileForm Of(UserProfile profile) => new()
    {
        Extension = profile.Extension,
        Name = profile.Name,
        Account = profile.Account,
        Integration = profile.Integration,
        TimeZone = profile.TimeZone,
        OwnKeywords = Of(profile.OwnKeywords),
        Group = profile.Group,
        HideTimes = profile.HideTimes ? true : null,
        AccountUnconfirmed = profile.AccountUnconfirmed ? true : null,
    };

    public static UserProfile Read(ProfileForm form) => new()
    {
        Extension = form.Extension,
        Name = form.Name,
        TimeZone = form.TimeZone,
        Group = form.Group,
        HideTimes = form.HideTimes ?? false,
        AccountUnconfirmed = form.AccountUnconfirmed ?? false,
        Settings = new UserSettings { Integration = form.Integration, Account = form.Account, OwnKeywords = form.OwnKeywords is { } own ? Read(own) : null },
    };

    public static RulesForm Of(SiteSettings rules) => new()
    {
        Version = rules.Version,
        Integration = rules.Integration,
        Presences = Of(rules.Presences),
        Keywords = Of(rules.Keywords)!,
        Options = rules.Options,
    };

    public static SiteSettings Read(RulesForm form) => (SiteSettings.Initial with { Version = form.Version, Integration = form.Integration, Options = form.Options })
        .With(Read(form.Presences), [.. form.Keywords.Select(Read)]);

    public static SavedForm Of(SavedLists saved) => new()
    {
        What = saved.What,
        At = saved.At,
        By = saved.By,
        Presences = Of(saved.Presences),
        Keywords = Of(saved.Keywords)!,
        Back = Of(saved.Back),
    };

    public static SavedLists Read(SavedForm form) => new(form.What, form.At, form.By, Read(form.Presences), Read(form.Keywords), Read(form.Back));

    /// <param name="site">The configuration.</param>
    /// <param name="withSecret">Whether the protected password is part of it: in the document it is, in an event it never is.</param>
    public static SiteForm Of(SiteConfiguration site, bool withSecret) => new()
    {
        Rules = Of(site.Rules),
        Exchange = site.Exchange is null ? null : Of(site.Exchange, withSecret),
        PollInterval = site.PollInterval,
        TimeZone = site.TimeZone,
        UsersMayChangeProfile = site.UsersMayChangeProfile,
        NewUsersIntegrated = site.NewUsersIntegrated,
        ScheduleTimes = site.ScheduleTimes == ScheduleTimes.Everybody ? null : site.ScheduleTimes,
        SeedPending = site.SeedPending ? true : null,
    };

    public static SiteConfiguration Read(SiteForm form) => new()
    {
        Rules = Read(form.Rules),
        Exchange = form.Exchange is null ? null : Read(form.Exchange),
        PollInterval = form.PollInterval,
        TimeZone = form.TimeZone,
        UsersMayChangeProfile = form.UsersMayChangeProfile,
        NewUsersIntegrated = form.NewUsersIntegrated,
        ScheduleTimes = form.ScheduleTimes ?? ScheduleTimes.Everybody,
        SeedPending = form.SeedPending ?? false,
    };

    private static ExchangeForm Of(ExchangeSettings exchange, bool withSecret) => new()
    {
        Server = exchange.Connection.Server,
        Port = exchange.Connection.Port,
        Path = exchange.Connection.Path,
        UseTls = exchange.Connection.UseTls,
        UserName = exchange.Connection.UserName,
        Authentication = exchange.Connection.Authentication,
        Access = exchange.Connection.Access,
        CertificatePin = exchange.Connection.CertificatePin,
        CertificateAuthority = exchange.Connection.CertificateAuthority,
        RequestTimeout = exchange.Connection.RequestTimeout,
        MaxConnections = exchange.Connection.MaxConnections,
        DelegateBatch = exchange.Connection.DelegateBatch,
        ProtectedPassword = withSecret ? exchange.ProtectedPassword : null,
    };

    private static ExchangeSettings Read(ExchangeForm form) => new(
        new ExchangeConnection
        {
            Server = form.Server,
            Port = form.Port,
            Path = form.Path,
            UseTls = form.UseTls,
            UserName = form.UserName,
            Password = string.Empty,
            Authentication = form.Authentication,
            Access = form.Access,
            CertificatePin = form.CertificatePin,
            CertificateAuthority = form.CertificateAuthority,
            RequestTimeout = form.RequestTimeout,
            MaxConnections = form.MaxConnections,
            DelegateBatch = form.DelegateBatch,
        },
        form.ProtectedPassword ?? string.Empty);

    private static EpisodeForm? Of(Episode? episode) => episode is null ? null : new EpisodeForm
    {
        Event = episode.Appointment.ToString(),
        Presence = episode.Presence,
        Keyword = episode.Keyword,
        Position = episode.Position,
        Start = episode.Start,
        End = episode.End,
    };

    private static ContenderForm Of(Contender contender) =>
        new() { Event = contender.Key.ToString(), Position = contender.Position, Keyword = contender.Keyword, Start = contender.Start };

    private static ManualForm? Of(ManualPresence? manual) => manual is null ? null : new ManualForm
    {
        Presence = manual.Presence,
        Hold = manual.Hold,
        Until = manual.Until,
        Within = manual.Within,
        SetAt = manual.SetAt,
        SetBy = manual.SetBy,
    };

    private static PresenceForm[] Of(PresenceList presences) =>
        [.. presences.Select(p => new PresenceForm { Name = p.Name, Availability = p.Availability, Activity = p.Activity, Colour = p.Colour })];

    private static PresenceList Read(PresenceForm[] forms) => PresenceList.Of([.. forms.Select(p => new PresenceDefinition(p.Name, p.Availability, p.Activity, p.Colour))]);

    private static KeywordForm[]? Of(KeywordList? keywords) =>
        keywords?.Rows.Select(row => new KeywordForm { Keyword = row.Text, Presence = row.Presence, WholeWord = row.WholeWord }).ToArray();

    // What was checked when it was stored is not checked again: the presence list may have moved on.
    public static KeywordList Read(KeywordForm[] forms) => KeywordList.OfStored([.. forms.Select(Read)]);

    private static KeywordRow Read(KeywordForm form) => new(form.Keyword, form.Presence, form.WholeWord);
}
