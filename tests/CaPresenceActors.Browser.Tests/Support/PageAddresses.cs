namespace CaPresenceActors.Browser.Tests.Support;

/// <summary>Every page there is, by its address.</summary>
internal static class PageAddresses
{
    /// <summary>All, with a person who is on every site of these tests.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "", "people/1001", "settings/exchange", "settings/presences", "settings/preferences", "settings/users", "settings/access",
        "operation/health", "operation/history", "operation/audit", "sign-in", "welcome", "?display=wall",
    ];
}
