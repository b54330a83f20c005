using System.Collections;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CaPresenceActors.Hocon.Parsing;

namespace CaPresenceActors.Hocon;

/// <summary>
/// Settings given by environment variables. The prefix is cut off, and in the rest <c>_</c> means a dot, <c>__</c> a hyphen and <c>___</c> an underscore:
/// <c>CAPRESENCE_calendar_poll__interval=30s</c> sets <c>calendar.poll-interval</c>. Values are texts, and become whatever they are read as.
/// </summary>
/// <remarks>
/// Names are case-sensitive, as paths are. Elements of a list are given by index, which replaces the whole list: <c>CAPRESENCE_servers_0=a</c>.
/// </remarks>
public sealed partial record EnvironmentOverrides
{
    public const string DefaultPrefix = "CAPRESENCE_";

    public string Prefix { get; init; } = DefaultPrefix;

    /// <summary>The object that the paths start from, such as <c>capresence</c>. The root by default.</summary>
    public HoconPath Under { get; init; } = HoconPath.Root;

    /// <summary>Variables that start with the prefix but mean something else, in full.</summary>
    public ImmutableHashSet<string> Except { get; init; } = [];

    /// <summary>The variables to look at. The process environment by default.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = ProcessEnvironment();

    internal ObjectNode Read()
    {
        var root = new ObjectNode(new HoconOrigin("environment"));
        foreach (var (name, value) in Variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && name.Length > Prefix.Length && !Except.Contains(name))
            {
                var origin = HoconOrigin.EnvironmentVariable(name);
                var path = Under.Append(PathOf(name[Prefix.Length..], origin));
                root.Put(path.Elements.AsSpan(), new ValueStack(new ScalarNode(new HoconScalar(HoconScalarKind.Text, value, origin))));
            }
        }

        return root;
    }

    private static HoconPath PathOf(string mangled, HoconOrigin origin)
    {
        var dotted = Underscores().Replace(mangled, run => run.Length switch
        {
            1 => "\0",
            2 => "-",
            3 => "_",
            _ => throw new HoconException(origin, $"found {run.Length} underscores in a row in the name. Needed: one for a dot, two for a hyphen, three for an underscore."),
        });
        var elements = dotted.Split('\0');
        return elements.Contains("")
            ? throw new HoconException(origin, "found an underscore at the start or the end of the name. Needed: a path, in which single underscores stand for dots.")
            : new HoconPath([.. elements]);
    }

    private static Dictionary<string, string> ProcessEnvironment() =>
        Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");

    [GeneratedRegex("_+", RegexOptions.NonBacktracking)]
    private static partial Regex Underscores();
}
