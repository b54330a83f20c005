namespace CaPresenceActors.Hocon.Tests;

/// <summary>A directory with a few files, gone at the end of the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("hocon-");

    public string PathOf(string name) => Path.Combine(_directory.FullName, name);

    public TemporaryDirectory With(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), content);
        return this;
    }

    public TemporaryDirectory With(string name, byte[] content)
    {
        File.WriteAllBytes(PathOf(name), content);
        return this;
    }

    public HoconConfig Load(string name, HoconOptions? options = null) => HoconConfig.LoadFile(PathOf(name), options ?? Json.NoEnvironment);

    public string AsJson(string name) => Json.Render(Load(name).Root);

    public void Dispose() => _directory.Delete(recursive: true);
}
