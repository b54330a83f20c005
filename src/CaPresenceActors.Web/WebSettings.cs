namespace CaPresenceActors.Web;

/// <summary>What the web server needs to know of how it is reached.</summary>
public sealed record WebSettings
{
    /// <summary>How long a session lasts that nobody uses. Use makes it longer.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Whether all connections are encrypted.</summary>
    public bool Tls { get; init; }

    /// <summary>Whether the server listens on a loopback address only: then a request for another host comes from a page whose name leads here by a trick.</summary>
    public bool LoopbackOnly { get; init; } = true;

    /// <summary>The port, when it is fixed. Cookies are shared by all ports of a host, and another instance's must not take the place of ours.</summary>
    public int? Port { get; init; }

    // Browsers take a __Host- cookie only over TLS, for the whole of this host, and from nobody else.
    internal string CookieName(string name) => Tls ? $"__Host-capresence-{name}" : Port is { } port ? $"capresence-{name}-{port}" : $"capresence-{name}";
}
