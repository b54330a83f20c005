using System.Xml.Schema;

namespace CaPresenceActors.Exchange.Simulator.Tests.Support;

/// <summary>Exchange's schemas and the recorded messages, which stand beside the repository and not in it.</summary>
internal static class SharedFiles
{
    private static readonly Lazy<XmlSchemaSet?> LazySchemas = new(() => Directory("schema") is { } folder ? Load(folder) : null);

    public static XmlSchemaSet? Schemas => LazySchemas.Value;

    /// <summary>The folder below <c>ews</c>; where it is missing the test is skipped.</summary>
    public static string Required(string folder)
    {
        var found = Directory(folder);
        Assert.SkipWhen(found is null, $"There is no ../shared/ews/{folder} beside the repository, and CAPRESENCE_SHARED does not name another place.");
        return found!;
    }

    private static string? Directory(string folder)
    {
        var root = Environment.GetEnvironmentVariable("CAPRESENCE_SHARED") ?? BesideRepository();
        return root is not null && System.IO.Directory.Exists(Path.Combine(root, "ews", folder)) ? Path.Combine(root, "ews", folder) : null;
    }

    private static string? BesideRepository()
    {
        for (var place = new DirectoryInfo(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            if (File.Exists(Path.Combine(place.FullName, "CaPresenceActors.sln")))
            {
                return Path.Combine(place.FullName, "..", "shared");
            }
        }

        return null;
    }

    private static XmlSchemaSet Load(string folder)
    {
        var schemas = new XmlSchemaSet { XmlResolver = new System.Xml.XmlUrlResolver() };
        schemas.Add(null, Path.Combine(folder, "messages.xsd"));
        schemas.Compile();
        return schemas;
    }
}
