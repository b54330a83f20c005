namespace CaPresenceActors.Web;

/// <summary>Who asks.</summary>
internal static class Caller
{
    /// <summary>Somebody at this machine. There is no log-in yet that could say more.</summary>
    public const string Local = "local";
}
