using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Bench.Site;

/// <summary>The only secret of a benchmark is none.</summary>
internal sealed class PlainSecrets : ISecretProtector
{
    public string Protect(string secret) => secret;

    public string? Unprotect(string protectedSecret) => protectedSecret;
}
