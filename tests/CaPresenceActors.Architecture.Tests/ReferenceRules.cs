using System.Xml.Linq;

namespace CaPresenceActors.Architecture.Tests;

/// <summary>Who may reference whom. Adding a project means adding a line here: that is a decision, not an accident.</summary>
internal static class ReferenceRules
{
    private const string Prefix = "CaPresenceActors.";

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Presence"] = [],
        ["Kernel"] = [],
        ["Actors"] = ["Kernel", "Presence"],
        ["Exchange"] = ["Actors"],
        ["Exchange.Simulator"] = [],
        ["Hocon"] = [],
        ["Storage.Sqlite"] = ["Actors"],
        ["Web"] = ["Actors"],
        ["Host"] = ["Actors", "Exchange", "Exchange.Simulator", "Hocon", "Kernel", "Presence", "Storage.Sqlite", "Web"],
    };

    // Their dependencies are the base class library and nothing else, so that they can be lifted out and read alone.
    private static readonly string[] WithoutPackages = ["Presence", "Kernel"];

    private static readonly string[] MaySeeHost = ["Journeys.Tests", "Browser.Tests"];

    public static IReadOnlyCollection<string> Listed => Allowed.Keys;

    /// <summary>What is wrong with one project of <c>src</c>, in sentences; empty when it keeps the rules.</summary>
    public static IReadOnlyList<string> ViolationsInSource(string project, XDocument file)
    {
        if (!Allowed.TryGetValue(project, out var allowed))
        {
            return [$"{project} is in src, but not in the list of ReferenceRules. Add it with the projects that it may reference, and say why in an ADR."];
        }

        return
        [
            .. References(file).Except(allowed).Select(seen => $"{project} references {seen}, which the architecture does not allow."),
            .. WithoutPackages.Contains(project) ? Packages(file).Select(package => $"{project} uses {package}, but may use no package.") : [],
        ];
    }

    /// <summary>What is wrong with a project outside <c>src</c>: tests and benchmarks see anything but the host.</summary>
    public static IReadOnlyList<string> ViolationsOutsideSource(string project, XDocument file) =>
        References(file).Contains("Host") && !MaySeeHost.Contains(project)
            ? [$"{project} references Host. Only {string.Join(", ", MaySeeHost)} may: whatever else needs the host's code needs it in a project of its own."]
            : [];

    public static string NameOf(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))[Prefix.Length..];

    private static IEnumerable<string> References(XDocument file) => Included(file, "ProjectReference").Select(NameOf);

    private static IEnumerable<string> Packages(XDocument file) => Included(file, "PackageReference").Concat(Included(file, "FrameworkReference"));

    private static IEnumerable<string> Included(XDocument file, string element) =>
        file.Descendants(element).Select(item => (string?)item.Attribute("Include")).OfType<string>();
}
