namespace CaPresenceActors.Web.Pages;

/// <summary>The files of the pages by their address. They travel in the assembly under <c>wwwroot</c>; nothing else can be served.</summary>
internal static class PageFiles
{
    private const string Root = "wwwroot/";

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".webmanifest"] = "application/manifest+json",
        [""] = "text/plain; charset=utf-8", // A licence.
    };

    /// <summary>Every file: <c>/frame/router.js</c> and what is served there.</summary>
    /// <exception cref="InvalidOperationException">A file has an ending that has no content type.</exception>
    public static IReadOnlyDictionary<string, PageFile> Load()
    {
        var assembly = typeof(PageFiles).Assembly;
        var files = new Dictionary<string, PageFile>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames())
        {
            var path = name.Replace('\\', '/'); // As folders are called where the program was built.
            if (path.StartsWith(Root, StringComparison.Ordinal))
            {
                using var resource = assembly.GetManifestResourceStream(name)!;
                var content = new byte[resource.Length];
                resource.ReadExactly(content);
                files.Add(path[(Root.Length - 1)..], new PageFile(content, ContentType(path)));
            }
        }

        return files;
    }

    private static string ContentType(string path) => ContentTypes.TryGetValue(Path.GetExtension(path), out var type)
        ? type
        : throw new InvalidOperationException($"The page file {path} has an ending that has no content type. Give it one in {nameof(PageFiles)}, or take it out of wwwroot.");
}
