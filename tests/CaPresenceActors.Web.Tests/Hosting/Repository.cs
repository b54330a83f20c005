namespace CaPresenceActors.Web.Tests.Hosting;

/// <summary>Files of the clone that the tests were built in.</summary>
internal static class Repository
{
    public static string Read(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CaPresenceActors.sln")))
            {
                return File.ReadAllText(Path.Combine(folder.FullName, file));
            }
        }

        throw new InvalidOperationException($"No CaPresenceActors.sln in {AppContext.BaseDirectory} or any folder above it. This test reads {file}: run it from a clone.");
    }
}
