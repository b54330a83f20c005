namespace CaPresenceActors.Architecture.Tests;

/// <summary>The files of the project as a reader of a fresh clone sees them: no build output, no tool folders. Works without git.</summary>
internal static class Repository
{
    private static readonly HashSet<string> NotOurs =
        ["bin", "obj", "artifacts", ".git", ".vs", ".idea", "TestResults", "data", "logs", "node_modules"];

    /// <summary>The folder that holds the solution file.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Paths of all files, relative to <see cref="Root"/>, with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Enumerate(Root).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> FilesUnder(string folder, params string[] extensions) =>
        Files.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal) && HasExtension(file, extensions));

    public static IEnumerable<string> FilesWith(params string[] extensions) => Files.Where(file => HasExtension(file, extensions));

    public static bool Exists(string path) => File.Exists(Absolute(path)) || Directory.Exists(Absolute(path));

    public static string Read(string file) => File.ReadAllText(Absolute(file));

    private static string Absolute(string path) => Path.Combine(Root, path);

    private static bool HasExtension(string file, string[] extensions) => extensions.Contains(Path.GetExtension(file));

    private static IEnumerable<string> Enumerate(string folder) =>
        Directory.EnumerateFiles(folder).Select(Relative)
            .Concat(Directory.EnumerateDirectories(folder).Where(IsOurs).SelectMany(Enumerate));

    private static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static bool IsOurs(string folder) => !NotOurs.Contains(Path.GetFileName(folder));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CaPresenceActors.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException(
            $"No CaPresenceActors.sln in {AppContext.BaseDirectory} or any folder above it. These tests read the source tree: run them from a clone.");
    }
}
