using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;

namespace CaPresenceActors.Hocon.Configuration;

/// <summary>HOCON as a source of <see cref="IConfiguration"/>.</summary>
public sealed class HoconConfigurationSource : IConfigurationSource
{
    /// <summary>What to read, each over those before it: the embedded reference, the site's file, overrides by the environment.</summary>
    public ImmutableArray<HoconLayer> Layers { get; init; } = [];

    public HoconOptions Options { get; init; } = HoconOptions.Default;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => new HoconConfigurationProvider(this);
}

/// <summary>Adds HOCON to a configuration.</summary>
public static class HoconConfigurationExtensions
{
    public static IConfigurationBuilder AddHocon(this IConfigurationBuilder builder, params HoconLayer[] layers)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HoconConfigurationSource { Layers = [.. layers] });
    }
}
