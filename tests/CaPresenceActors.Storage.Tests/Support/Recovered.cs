using System.Globalization;
using System.Text;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Storage.Tests.Support;

/// <summary>Writes down what a recovery says, one readable line for each call.</summary>
internal sealed class Recovered : IRecoveryReader
{
    public List<string> Snapshots { get; } = [];

    public List<string> Documents { get; } = [];

    public List<string> Events { get; } = [];

    /// <summary>In order: each letter is a call (Snapshot, Document, Event).</summary>
    public StringBuilder Calls { get; } = new();

    public void Snapshot(string persistenceId, long sequence, long position, ReadOnlySpan<byte> payload)
    {
        Calls.Append('S');
        Snapshots.Add(string.Create(CultureInfo.InvariantCulture, $"{persistenceId} {sequence}@{position} {Encoding.UTF8.GetString(payload)}"));
    }

    public void Document(string persistenceId, string key, ReadOnlySpan<byte> payload)
    {
        Calls.Append('D');
        Documents.Add($"{persistenceId}/{key}={Encoding.UTF8.GetString(payload)}");
    }

    public void Event(JournalEntry entry)
    {
        Calls.Append('E');
        Events.Add(Lines.Of(entry));
    }

    public static async Task<Recovered> All(IJournal journal)
    {
        var recovered = new Recovered();
        await journal.RecoverAsync(recovered, TestContext.Current.CancellationToken);
        return recovered;
    }

    public static async Task<Recovered> One(IJournal journal, string persistenceId, long? lastPosition = null)
    {
        var recovered = new Recovered();
        await journal.RecoverAsync(persistenceId, lastPosition, recovered, TestContext.Current.CancellationToken);
        return recovered;
    }
}
