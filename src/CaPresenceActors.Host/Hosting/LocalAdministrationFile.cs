using CaPresenceActors.Web.SignIns;

namespace CaPresenceActors.Host.Hosting;

/// <summary>The token of local administration as a file in the data directory, which its owner alone can read: who may read everything here may also administer it. There from the start of the host to its end.</summary>
internal sealed class LocalAdministrationFile : IDisposable
{
    /// <summary>How the file is called.</summary>
    public const string Name = "local-administration.token";

    private readonly string _path;

    private LocalAdministrationFile(string path) => _path = path;

    /// <summary>Writes the file, in the place of one that a process left behind which was ended on the spot.</summary>
    public static LocalAdministrationFile Write(string dataDirectory, LocalAdministration localAdministration)
    {
        var path = Path.Combine(dataDirectory, Name);
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.WriteLine(localAdministration.Token);
        return new LocalAdministrationFile(path);
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_path);
}
