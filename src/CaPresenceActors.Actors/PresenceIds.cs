namespace CaPresenceActors.Actors;

/// <summary>The names under which the actors keep what must survive. They stand in journals, so they never change.</summary>
public static class PresenceIds
{
    /// <summary>The site's settings.</summary>
    public const string Site = "site";

    /// <summary>The users.</summary>
    public const string Users = "users";

    /// <summary>Who can sign in.</summary>
    public const string SignIns = "sign-ins";

    /// <summary>When calendars were last read.</summary>
    public const string Readings = "readings";

    /// <summary>The webhooks.</summary>
    public const string Webhooks = "webhooks";

    /// <summary>Whom people look for first on their board.</summary>
    public const string Favourites = "favourites";

    /// <summary>What the persistence id of an extension begins with.</summary>
    public const string ExtensionPrefix = "presence-";

    /// <summary>The persistence id of an extension.</summary>
    public static string Of(string extension) => ExtensionPrefix + extension;

    /// <summary>The extension of a persistence id; null when it is of something else.</summary>
    public static string? ExtensionOf(string persistenceId) =>
        persistenceId.StartsWith(ExtensionPrefix, StringComparison.Ordinal) ? persistenceId[ExtensionPrefix.Length..] : null;
}
