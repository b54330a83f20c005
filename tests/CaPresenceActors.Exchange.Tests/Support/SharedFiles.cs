namespace CaPresenceActors.Exchange.Tests.Support;

/// <summary>The recordings and schemas that lie beside the repository. Where they are missing, tests that need them are skipped.</summary>
internal static class SharedFiles
{
    public static byte[] Recorded(string name) => File.ReadAllBytes(Require(Path.Combine("ews", "recorded", name)));

    public static byte[] Message(string name) => File.ReadAllBytes(Require(Path.Combine("ews", "messages", name)));

    public static string Document(string name) => File.ReadAllText(Require(Path.Combine("ews", name)));

    public static string Schema(string name) => Require(Path.Combine("ews", "schema", name));

    private static string Require(string path)
    {
        var file = Root() is { } root ? Path.Combine(root, path) : path;
        Assert.SkipUnless(File.Exists(file), $"{path} is not there: the shared files are looked for in ../shared beside the repository, or where CAPRESENCE_SHARED says.");
        return file;
    }

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("CAPRESENCE_SHARED") is { Length: > 0 } configured)
        {
            return configured;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CaPresenceActors.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.Parent is { } above ? Path.Combine(above.FullName, "shared") : null;
    }
}
