using Microsoft.Extensions.Configuration;

namespace CaPresenceActors.Hocon.Configuration;

/// <summary>
/// Flattens HOCON to keys such as <c>presence:calendar:poll-interval</c> and <c>users:0:name</c>. Values are texts as written: durations, sizes, and
/// booleans such as <c>on</c> mean nothing to the binder, so read those with a <see cref="ConfigReader"/> on <see cref="Config"/>.
/// </summary>
public sealed class HoconConfigurationProvider(HoconConfigurationSource source) : ConfigurationProvider
{
    private HoconConfig? _config;

    /// <summary>The configuration with types and origins.</summary>
    /// <exception cref="InvalidOperationException">It has not been loaded yet.</exception>
    public HoconConfig Config => _config ?? throw new InvalidOperationException("The configuration has not been loaded yet; the configuration builder does so in Build.");

    /// <exception cref="HoconException">A layer cannot be read, or two keys differ only in case, which <see cref="IConfiguration"/> cannot hold.</exception>
    public override void Load()
    {
        var config = HoconConfig.Load(source.Layers, source.Options);
        var origins = new Dictionary<string, HoconOrigin>(StringComparer.OrdinalIgnoreCase);
        var flat = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var leaf in config.Leaves())
        {
            var key = ConfigurationPath.Combine(leaf.Path.Elements);
            if (!origins.TryAdd(key, leaf.Value.Origin))
            {
                throw new HoconException(leaf.Value.Origin, $"{leaf.Path} is the same key as one at {origins[key]}, except for case or colons. Needed: one of them.");
            }

            flat.Add(key, TextOf(leaf.Value));
        }

        _config = config;
        Data = flat;
    }

    // The same as the JSON provider gives for values that have no text of their own.
    private static string? TextOf(HoconValue value) => value switch
    {
        HoconScalar { Kind: HoconScalarKind.Null } or HoconObject => null,
        HoconScalar scalar => scalar.Text,
        _ => "",
    };
}
