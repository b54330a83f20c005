using System.Globalization;
using System.Text;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Tests.Support;

namespace CaPresenceActors.Storage.Tests.Killing;

/// <summary>
/// What each actor writes is fixed beforehand: its n-th append has none to three events and overwrites a document. So whoever finds the document knows every event that must be there.
/// </summary>
internal static class Script
{
    public const string Document = "reading";

    public static IReadOnlyList<string> Actors { get; } = [.. Enumerable.Range(1, 12).Select(i => string.Create(CultureInfo.InvariantCulture, $"presence-{100 + i}"))];

    public static string[] Events(string persistenceId, int append) =>
        [.. Enumerable.Range(1, Weight(persistenceId, append) % 4).Select(i => string.Create(CultureInfo.InvariantCulture, $"{persistenceId} append {append} event {i}"))];

    public static string Reading(string persistenceId, int append) =>
        string.Create(CultureInfo.InvariantCulture, $"{append} {new string((char)('a' + (append % 26)), 100 + (Weight(persistenceId, append) % 1500))}");

    public static int AppendOf(ReadOnlySpan<byte> reading) => int.Parse(Encoding.UTF8.GetString(reading).Split(' ')[0], CultureInfo.InvariantCulture);

    public static (JournalEvent[] Events, DocumentWrite Document) Append(string persistenceId, int append) =>
        ([.. Events(persistenceId, append).Select(text => TestAppend.Event(text))], TestAppend.Document(Document, Reading(persistenceId, append)));

    private static int Weight(string persistenceId, int append) => ((persistenceId[^1] * 31) + (append * 7919)) % 10007;
}
