using System.Collections.Immutable;
using System.Globalization;
using CaPresenceActors.Hocon.Parsing;
using CaPresenceActors.Hocon.Resolving;

namespace CaPresenceActors.Hocon;

/// <summary>A whole configuration, resolved. <see cref="ConfigReader"/> reads settings from it.</summary>
public sealed class HoconConfig
{
    private HoconConfig(HoconObject root) => Root = root;

    public HoconObject Root { get; }

    /// <summary>Reads a single text.</summary>
    /// <exception cref="HoconException">The text is not valid, or a substitution in it cannot be resolved.</exception>
    public static HoconConfig Parse(string text, string name = "text", HoconOptions? options = null) => Load([new HoconLayer.Text(name, text)], options);

    /// <summary>Reads a single file.</summary>
    /// <exception cref="HoconException">The file does not exist, cannot be read, is not valid, or a substitution in it cannot be resolved.</exception>
    public static HoconConfig LoadFile(string path, HoconOptions? options = null) => Load([new HoconLayer.File(path)], options);

    /// <summary>Reads several layers, merges each over those before it, and then resolves the substitutions of all of them against the result.</summary>
    /// <exception cref="HoconException">A layer cannot be read or is not valid, or a substitution cannot be resolved.</exception>
    public static HoconConfig Load(IEnumerable<HoconLayer> layers, HoconOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        options ??= HoconOptions.Default;
        var merged = new ObjectNode(new HoconOrigin("configuration"));
        foreach (var layer in layers)
        {
            merged.Merge(layer.Read(options));
        }

        return new HoconConfig(Resolver.ResolveRoot(merged, options));
    }

    /// <summary>Reads a text whose root may also be a list, which JSON allows but a configuration does not.</summary>
    /// <exception cref="HoconException">The text is not valid, or a substitution in it cannot be resolved.</exception>
    public static HoconValue ParseValue(string text, string name = "text", HoconOptions? options = null)
    {
        options ??= HoconOptions.Default;
        return HoconParser.ParseDocument(new SourceText(name, text), ParseScope.ForRoot(options)) switch
        {
            ListNode list => Resolver.ResolveRoot(list, options),
            var root => Resolver.ResolveRoot((ObjectNode)root, options),
        };
    }

    /// <summary>The value at a path, or null where there is none.</summary>
    public HoconValue? Find(string path) => Root.Find(HoconPath.Parse(path));

    /// <summary>All values that are not made of others, with their paths: scalars, and empty lists and objects. Elements of lists have their index as name.</summary>
    public IEnumerable<HoconLeaf> Leaves() => LeavesOf(HoconPath.Root, Root);

    /// <summary>All settings as texts, for people to look at.</summary>
    /// <param name="isSecret">Which paths hold values that must not be shown.</param>
    public ImmutableArray<HoconSetting> Show(Func<HoconPath, bool> isSecret)
    {
        ArgumentNullException.ThrowIfNull(isSecret);
        return [.. Leaves().Select(leaf => new HoconSetting(leaf.Path, isSecret(leaf.Path) ? HoconSetting.Mask : leaf.Text, leaf.Value.Origin))];
    }

    private static IEnumerable<HoconLeaf> LeavesOf(HoconPath path, HoconValue value) => value switch
    {
        HoconObject { Fields.Count: > 0 } inside => inside.Fields.SelectMany(field => LeavesOf(path.Append(field.Key), field.Value)),
        HoconList { Items.Count: > 0 } list => list.Items.SelectMany((item, index) => LeavesOf(path.Append(index.ToString(CultureInfo.InvariantCulture)), item)),
        HoconObject when path.Elements.IsEmpty => [],
        _ => [new HoconLeaf(path, value)],
    };
}

/// <summary>A value at the end of a path.</summary>
public sealed record HoconLeaf(HoconPath Path, HoconValue Value)
{
    /// <summary>The value as text; <c>[]</c> and <c>{}</c> for empty lists and objects.</summary>
    public string Text => Value switch
    {
        HoconScalar scalar => scalar.Text,
        HoconList => "[]",
        _ => "{}",
    };
}

/// <summary>A setting as it is shown to people: its path, its value or <see cref="Mask"/>, and where it was set.</summary>
public sealed record HoconSetting(HoconPath Path, string Text, HoconOrigin Origin)
{
    public const string Mask = "********";
}
