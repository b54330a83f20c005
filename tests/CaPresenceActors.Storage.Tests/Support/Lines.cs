using System.Globalization;
using System.Text;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Storage.Tests.Support;

/// <summary>Entries as readable lines: position, whose, sequence, position of the one before, text.</summary>
internal static class Lines
{
    public static string Of(JournalEntry entry) => string.Create(
        CultureInfo.InvariantCulture, $"{entry.Position} {entry.PersistenceId} {entry.Sequence} <{entry.Previous} {Encoding.UTF8.GetString(entry.Payload.Span)}");

    public static string[] Of(IEnumerable<JournalEntry> entries) => [.. entries.Select(Of)];
}
