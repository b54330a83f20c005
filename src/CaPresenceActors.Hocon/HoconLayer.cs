using System.Reflection;
using CaPresenceActors.Hocon.Parsing;

namespace CaPresenceActors.Hocon;

/// <summary>One source of configuration. Layers are merged in order, the later over the earlier, and substitutions are resolved over all of them together.</summary>
public abstract record HoconLayer
{
    private HoconLayer()
    {
    }

    /// <summary>A text from anywhere, under the name that errors and origins shall show.</summary>
    public sealed record Text(string Name, string Content) : HoconLayer
    {
        internal override ObjectNode Read(HoconOptions options) =>
            HoconParser.ParseObjectDocument(new SourceText(Name, Content), ParseScope.ForRoot(options));
    }

    /// <summary>A file. It must exist unless <paramref name="IsOptional"/>.</summary>
    public sealed record File(string Path, bool IsOptional = false) : HoconLayer
    {
        internal override ObjectNode Read(HoconOptions options)
        {
            var origin = new HoconOrigin(Path);
            if (SourceFiles.TryRead(Path, origin, options) is { } source)
            {
                return HoconParser.ParseObjectDocument(source, ParseScope.ForRoot(options, System.IO.Path.GetFullPath(Path)));
            }

            return IsOptional
                ? new ObjectNode(origin)
                : throw new HoconException(origin, $"the file does not exist (looked for {System.IO.Path.GetFullPath(Path)}). Needed: a configuration file.");
        }
    }

    /// <summary>Environment variables that override single settings. See <see cref="EnvironmentOverrides"/> for how names become paths.</summary>
    public sealed record Environment(EnvironmentOverrides Overrides) : HoconLayer
    {
        internal override ObjectNode Read(HoconOptions options) => Overrides.Read();
    }

    /// <summary>A text that is embedded in an assembly, such as <c>reference.conf</c>.</summary>
    /// <exception cref="InvalidOperationException">The assembly has no such resource, which is a mistake in its project file.</exception>
    public static Text Resource(Assembly assembly, string resourceName, string name)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var stream = assembly.GetManifestResourceStream(resourceName)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no embedded resource \"{resourceName}\".");
        using var reader = new StreamReader(stream);
        return new Text(name, reader.ReadToEnd());
    }

    internal abstract ObjectNode Read(HoconOptions options);
}
