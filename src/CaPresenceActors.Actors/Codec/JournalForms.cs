using System.Text.Json.Serialization;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Codec;

// What the journal holds, apart from the names of the code: members are only ever added, each form has a golden file, and none holds a subject.

internal sealed record SettlementForm
{
    public required string Shown { get; init; }

    public ChangeForm? Change { get; init; }

    public EpisodeForm? Episode { get; init; }

    public ContenderForm[]? Losers { get; init; }

    public ManualForm? Manual { get; init; }

    public DateTimeOffset? Until { get; init; }

    public string? Next { get; init; }
}

internal sealed record ChangeForm
{
    public required string From { get; init; }

    public required PresenceCause Cause { get; init; }

    public string? Event { get; init; }

    public string? Keyword { get; init; }
}

internal sealed record EpisodeForm
{
    public required string Event { get; init; }

    public required string Presence { get; init; }

    public required string Keyword { get; init; }

    public required int Position { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }
}

internal sealed record ContenderForm
{
    public required string Event { get; init; }

    public required int Position { get; init; }

    public required string Keyword { get; init; }

    public required DateTimeOffset Start { get; init; }
}

internal sealed record ManualForm
{
    public required string Presence { get; init; }

    public required Hold Hold { get; init; }

    public DateTimeOffset? Until { get; init; }

    public bool Within { get; init; }

    public required DateTimeOffset SetAt { get; init; }

    public string? SetBy { get; init; }
}

internal sealed record RenameForm
{
    public required string From { get; init; }

    public required string To { get; init; }

    /// <summary>A further one of the same change.</summary>
    public RenameForm? Also { get; init; }
}

internal sealed record UserForm
{
    public required bool Integration { get; init; }

    public string? Account { get; init; }

    public KeywordForm[]? OwnKeywords { get; init; }
}

internal sealed record KeywordForm
{
    public required string Keyword { get; init; }

    public required string Presence { get; init; }

    public bool WholeWord { get; init; }
}

/// <summary>The state of an extension without its calendar, which is a document of its own.</summary>
internal sealed record StateForm
{
    public required long Site { get; init; }

    public required UserForm User { get; init; }

    public required SettlementForm Is { get; init; }

    public ChangeForm? LastChange { get; init; }

    public string? LastTo { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset DecidedUntil { get; init; }
}

internal sealed record RetiredForm
{
    public required DateTimeOffset At { get; init; }
}

internal sealed record ProfileForm
{
    public required string Extension { get; init; }

    public required string Name { get; init; }

    public string? Account { get; init; }

    public required bool Integration { get; init; }

    public string? TimeZone { get; init; }

    public KeywordForm[]? OwnKeywords { get; init; }

    public string? Group { get; init; }

    /// <summary>Left out: no.</summary>
    public bool? HideTimes { get; init; }

    public bool? AccountUnconfirmed { get; init; }
}

internal sealed record UserChangeForm
{
    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public ProfileForm? Put { get; init; }

    public string? Removed { get; init; }

    /// <summary>What it was before; left out for a new user.</summary>
    public ProfileForm? Before { get; init; }

    /// <summary>Left out unless the user is new.</summary>
    public bool? Added { get; init; }
}

internal sealed record PresenceForm
{
    public required string Name { get; init; }

    public required Availability Availability { get; init; }

    public string? Activity { get; init; }

    public required string Colour { get; init; }
}

internal sealed record RulesForm
{
    public required long Version { get; init; }

    public required bool Integration { get; init; }

    public required PresenceForm[] Presences { get; init; }

    public required KeywordForm[] Keywords { get; init; }

    public required PresenceOptions Options { get; init; }

    /// <summary>The rename that led to this version, when one did.</summary>
    public RenameForm? Rename { get; init; }
}

internal sealed record ExchangeForm
{
    public required string Server { get; init; }

    public required int Port { get; init; }

    public required string Path { get; init; }

    public required bool UseTls { get; init; }

    public required string UserName { get; init; }

    public required Ports.ExchangeAuthentication Authentication { get; init; }

    public required Ports.ExchangeAccess Access { get; init; }

    public string? CertificatePin { get; init; }

    public string? CertificateAuthority { get; init; }

    public required TimeSpan RequestTimeout { get; init; }

    public required int MaxConnections { get; init; }

    public required int DelegateBatch { get; init; }

    /// <summary>In its protected form; in the document alone, never in an event.</summary>
    public string? ProtectedPassword { get; init; }
}

internal sealed record SiteForm
{
    public required RulesForm Rules { get; init; }

    public ExchangeForm? Exchange { get; init; }

    public required TimeSpan PollInterval { get; init; }

    public required string TimeZone { get; init; }

    public required bool UsersMayChangeProfile { get; init; }

    public required bool NewUsersIntegrated { get; init; }

    /// <summary>Left out unless receptionists alone see them.</summary>
    public Site.ScheduleTimes? ScheduleTimes { get; init; }

    /// <summary>Left out unless it is so.</summary>
    public bool? SeedPending { get; init; }
}

internal sealed record SiteChangeForm
{
    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public required SiteForm Site { get; init; }

    public RenameForm? Rename { get; init; }

    /// <summary>What they were before.</summary>
    public SiteForm? Before { get; init; }

    /// <summary>Left out unless it is so.</summary>
    public bool? PasswordGiven { get; init; }
}

/// <summary>The last save of a list, and what was there before.</summary>
internal sealed record SavedForm
{
    public required Site.SavedList What { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public required PresenceForm[] Presences { get; init; }

    public required KeywordForm[] Keywords { get; init; }

    public RenameForm? Back { get; init; }
}

internal sealed record SweepForm
{
    public required DateTimeOffset Since { get; init; }

    public Dictionary<string, DateTimeOffset>? ReadBefore { get; init; }
}

/// <summary>Somebody's favourites; the name stands in the document's key.</summary>
internal sealed record FavouritesForm
{
    public required string[] Extensions { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(StateForm))]
[JsonSerializable(typeof(RetiredForm))]
[JsonSerializable(typeof(RenameForm))]
[JsonSerializable(typeof(UserForm))]
[JsonSerializable(typeof(KeywordForm[]))]
[JsonSerializable(typeof(UserChangeForm))]
[JsonSerializable(typeof(SiteChangeForm))]
[JsonSerializable(typeof(ProfileForm))]
[JsonSerializable(typeof(SiteForm))]
[JsonSerializable(typeof(RulesForm))]
[JsonSerializable(typeof(SavedForm))]
[JsonSerializable(typeof(SweepForm))]
[JsonSerializable(typeof(SignInForm))]
[JsonSerializable(typeof(TokenForm))]
[JsonSerializable(typeof(SignInChangeForm))]
[JsonSerializable(typeof(TokenChangeForm))]
[JsonSerializable(typeof(WebhookForm))]
[JsonSerializable(typeof(WebhookCursorForm))]
[JsonSerializable(typeof(WebhookChangeForm))]
[JsonSerializable(typeof(FavouritesForm))]
internal sealed partial class JournalJson : JsonSerializerContext;
