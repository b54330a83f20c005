using System.Collections.Immutable;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Users;

/// <summary>A person with an extension, as the administrator keeps them.</summary>
public sealed record UserProfile
{
    /// <summary>The longest extension, in characters.</summary>
    public const int MaxExtensionLength = 32;

    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaxNameLength = 128;

    /// <summary>The longest account, in UTF-16 units (RFC 5321 §4.5.3.1).</summary>
    public const int MaxAccountLength = 254;

    /// <summary>The longest name of a group, in UTF-16 units.</summary>
    public const int MaxGroupLength = 64;

    /// <summary>The number that is dialled: 1 to 32 of the letters and digits of ASCII, <c>*</c>, <c>#</c>, <c>+</c>, <c>.</c>, <c>_</c> and <c>-</c>.</summary>
    public required string Extension { get; init; }

    /// <summary>The person's name.</summary>
    public required string Name { get; init; }

    /// <summary>The manual's <em>Exchange User Account</em>, <c>[user name]@[domain name]</c>; null for none.</summary>
    public string? Account
    {
        get => Settings.Account;
        init => Settings = Settings with { Account = value };
    }

    /// <summary>The person's own switch for the Exchange integration.</summary>
    public bool Integration
    {
        get => Settings.Integration;
        init => Settings = Settings with { Integration = value };
    }

    /// <summary>The zone the person lives in, as an IANA or Windows id; null: the site's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The group that the person is shown in, such as a department; null: none.</summary>
    public string? Group { get; init; }

    /// <summary>Whether the times of the person's schedule are kept from everybody but receptionists and the person.</summary>
    public bool HideTimes { get; init; }

    /// <summary>
    /// Whether the person entered the Exchange user account themselves and no administrator has confirmed it by saving the profile. It may be somebody else's mailbox, so its subjects are told to nobody.
    /// </summary>
    public bool AccountUnconfirmed { get; init; }

    /// <summary>The person's own keyword list; null: the site's.</summary>
    public KeywordList? OwnKeywords
    {
        get => Settings.OwnKeywords;
        init => Settings = Settings with { OwnKeywords = value };
    }

    /// <summary>What the rules need of it. The extension's actor goes on from this very object, so that what is known of a person is there once.</summary>
    public UserSettings Settings { get; internal init; } = UserSettings.Initial;

    /// <summary>What is wrong with it, in sentences; empty when nothing is.</summary>
    public ImmutableArray<string> Problems()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        // "." and ".." would be normalised away in the address of a resource.
        if (Extension.Length is 0 or > MaxExtensionLength || Extension is "." or ".." || !Extension.All(c => char.IsAsciiLetterOrDigit(c) || "*#+._-".Contains(c, StringComparison.Ordinal)))
        {
            problems.Add($"The extension is \"{Extension}\"; 1 to {MaxExtensionLength} of the letters A to Z, the digits and * # + . _ - are needed.");
        }

        if (string.IsNullOrWhiteSpace(Name) || Name.Length > MaxNameLength || Name.Any(char.IsControl))
        {
            problems.Add($"The name is {Name.Length} characters long; 1 to {MaxNameLength} are needed, with at least one visible one and no control characters.");
        }

        if (Account is not null && !IsAccount(Account))
        {
            problems.Add($"The Exchange user account is \"{Account}\"; the form [user name]@[domain name] is needed, at most {MaxAccountLength} characters.");
        }

        if (TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            problems.Add($"The time zone \"{TimeZone}\" is not known on this machine; an id such as Europe/Berlin or W. Europe Standard Time is needed.");
        }

        if (Group is not null && (string.IsNullOrWhiteSpace(Group) || Group.Length > MaxGroupLength || Group.Any(char.IsControl)))
        {
            problems.Add($"The group is {Group.Length} characters long; 1 to {MaxGroupLength} are needed, with at least one visible one and no control characters.");
        }

        return problems.DrainToImmutable();
    }

    /// <summary>Whether a text has the form <c>[user name]@[domain name]</c>.</summary>
    public static bool IsAccount(string text)
    {
        var at = text.LastIndexOf('@');
        return at > 0 && at < text.Length - 1 && text.Length <= MaxAccountLength && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
    }

    /// <summary>The extension alone.</summary>
    public override string ToString() => $"Extension {Extension}";
}
