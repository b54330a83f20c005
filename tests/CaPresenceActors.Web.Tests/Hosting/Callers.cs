using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.SignIns;

namespace CaPresenceActors.Web.Tests.Hosting;

/// <summary>Who asks in tests about who may see what.</summary>
internal static class Callers
{
    /// <summary>The user with extension 1203.</summary>
    public static Caller Anna { get; } = new("1203", Role.User, "1203");

    /// <summary>The user with extension 1204.</summary>
    public static Caller Ben { get; } = new("1204", Role.User, "1204");

    /// <summary>A receptionist with an extension of their own.</summary>
    public static Caller Chiyo { get; } = new("*7+1#", Role.Receptionist, "*7+1#");

    /// <summary>An administrator with an extension of their own.</summary>
    public static Caller AdministratorBen { get; } = new("1204", Role.Administrator, "1204");

    /// <summary>An administrator without one.</summary>
    public static Caller Administrator { get; } = new("admin", Role.Administrator, null);

    /// <summary>An API token with an administrator's rights.</summary>
    public static Caller Token { get; } = new("token:1203", Role.Administrator, null);
}
