using CaPresenceActors.Hocon;

namespace CaPresenceActors.Host.Configuration;

/// <summary>The layers of the configuration: the embedded reference, the site's file, the environment, and what a command itself sets.</summary>
internal static class HostConfiguration
{
    private const string ReferenceName = "reference.conf";

    /// <summary>The reference alone: every setting with its default.</summary>
    public static HoconConfig Reference { get; } = HoconConfig.Load([ReferenceLayer()]);

    /// <summary>Reads all layers.</summary>
    /// <param name="file">The site's file; null for none.</param>
    /// <param name="extra">What the command itself sets, as HOCON; null for nothing.</param>
    /// <exception cref="HoconException">A layer cannot be read or is not valid.</exception>
    public static HoconConfig Load(string? file, string? extra = null)
    {
        List<HoconLayer> layers = [ReferenceLayer()];
        if (file is not null)
        {
            layers.Add(new HoconLayer.File(file));
        }

        layers.Add(new HoconLayer.Environment(new EnvironmentOverrides { Under = HoconPath.Parse("capresence"), Except = ["CAPRESENCE_SHARED"] }));
        if (extra is not null)
        {
            layers.Add(new HoconLayer.Text("command line", extra));
        }

        return HoconConfig.Load(layers);
    }

    /// <summary>Whether a setting holds a secret, by its path.</summary>
    public static bool IsSecret(HoconPath path) => path.Elements is [.., "password"];

    private static HoconLayer.Text ReferenceLayer() => HoconLayer.Resource(typeof(HostConfiguration).Assembly, ReferenceName, ReferenceName);
}
