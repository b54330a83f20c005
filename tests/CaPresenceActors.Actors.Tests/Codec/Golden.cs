namespace CaPresenceActors.Actors.Tests.Codec;

/// <summary>
/// Golden files: what an earlier version has written, kept for ever. A missing one is written when <c>CAPRESENCE_WRITE_GOLDEN</c> is set, into the source tree; an existing one never.
/// </summary>
internal static class Golden
{
    private static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Codec", "golden");

    public static byte[] Read(string name, ReadOnlySpan<byte> written)
    {
        var file = Path.Combine(Folder, name);
        if (!File.Exists(file) && Environment.GetEnvironmentVariable("CAPRESENCE_WRITE_GOLDEN") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, name), written);
            return written.ToArray();
        }

        return File.Exists(file)
            ? File.ReadAllBytes(file)
            : throw new FileNotFoundException($"There is no golden file {name}. A new form of an event needs one: run once with CAPRESENCE_WRITE_GOLDEN set to the folder Codec/golden of the source tree.");
    }

    public static IEnumerable<string> Names => Directory.GetFiles(Folder).Select(Path.GetFileName)!;
}
