namespace CaPresenceActors.Journeys.Tests.Support;

/// <summary>Where things are, found from where the tests were built to.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The program, as it was built together with these tests.</summary>
    public static string Program
    {
        get
        {
            var framework = new DirectoryInfo(AppContext.BaseDirectory);
            var file = Path.Combine(Root, "src", "CaPresenceActors.Host", "bin", framework.Parent!.Name, framework.Name, "capresence.dll");
            return File.Exists(file) ? file : throw new FileNotFoundException($"The program is not built: {file}. Build src/CaPresenceActors.Host first.", file);
        }
    }

    /// <summary>A folder of the files that are shared with other projects; the test is skipped where there are none.</summary>
    public static string Shared(string folder)
    {
        var shared = Environment.GetEnvironmentVariable("CAPRESENCE_SHARED") ?? Path.Combine(Path.GetDirectoryName(Root)!, "shared");
        var path = Path.Combine(shared, folder);
        Assert.SkipUnless(Directory.Exists(path), $"There is no folder {path}; CAPRESENCE_SHARED says where the shared files are.");
        return path;
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "CaPresenceActors.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new DirectoryNotFoundException($"No CaPresenceActors.sln above {AppContext.BaseDirectory}.");
    }
}
