namespace CaPresenceActors.Presence.Tests;

/// <summary>The folder beside the repository that holds the contract and its scenarios.</summary>
internal static class Shared
{
    /// <summary>The paths of the scenario files; skips the test where the folder is missing.</summary>
    public static string[] Scenarios()
    {
        var folder = ScenarioFolder();
        Assert.SkipWhen(folder is null, "The folder ../shared/scenarios is not there, and CAPRESENCE_SHARED does not name one.");
        return Files(folder!);
    }

    /// <summary>The names of the scenario files, or none where the folder is missing.</summary>
    public static IEnumerable<string> ScenarioNames() => ScenarioFolder() is { } folder ? Files(folder).Select(path => Path.GetFileName(path)) : [];

    public static byte[] Scenario(string name) => File.ReadAllBytes(Path.Combine(ScenarioFolder()!, name));

    private static string[] Files(string folder) => [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)];

    private static string? ScenarioFolder()
    {
        var shared = Environment.GetEnvironmentVariable("CAPRESENCE_SHARED") is { Length: > 0 } named ? named : BesideTheRepository();
        var folder = shared is null ? null : Path.Combine(shared, "scenarios");
        return Directory.Exists(folder) ? folder : null;
    }

    private static string? BesideTheRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CaPresenceActors.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.Parent is { } outside ? Path.Combine(outside.FullName, "shared") : null;
    }
}
