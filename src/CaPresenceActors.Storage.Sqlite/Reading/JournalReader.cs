using System.Collections.Concurrent;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Sqlite.Native;

namespace CaPresenceActors.Storage.Sqlite.Reading;

/// <summary>Reads on connections of its own and on the thread pool, beside the writer and without waiting for it.</summary>
internal sealed class JournalReader(string file, TimeSpan lockWait, Manifests manifests) : IAsyncDisposable
{
    private const int Connections = 4;
    private readonly SemaphoreSlim _free = new(Connections);
    private readonly ConcurrentBag<ReadConnection> _idle = [];
    private volatile bool _closed;

    public Task RecoverAsync(IRecoveryReader reader, CancellationToken cancellation) => Read(connection =>
    {
        var covered = connection.Covered();
        var newer = connection.Snapshots(covered, reader, cancellation);
        connection.Documents(reader, cancellation);
        foreach (var entry in Until(connection.EntriesAfter(covered, limit: -1), cancellation))
        {
            if (entry.Position > newer.GetValueOrDefault(entry.PersistenceId))
            {
                reader.Event(entry);
            }
        }

        return true;
    }, cancellation);

    public Task RecoverAsync(string persistenceId, long? lastPosition, IRecoveryReader reader, CancellationToken cancellation) => Read(connection =>
    {
        var snapshot = connection.SnapshotOfOne(persistenceId, reader);
        connection.DocumentsOfOne(persistenceId, reader);
        var entries = lastPosition is { } last
            ? Back(connection, persistenceId, last).TakeWhile(entry => entry.Position > snapshot.Position).Reverse()
            : connection.EntriesOfOneAfter(persistenceId, Math.Max(connection.Covered(), snapshot.Position));
        foreach (var entry in Until(entries, cancellation))
        {
            reader.Event(entry);
        }

        return true;
    }, cancellation);

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(long afterPosition, int limit, CancellationToken cancellation) =>
        Read<IReadOnlyList<JournalEntry>>(connection => [.. Until(connection.EntriesAfter(afterPosition, limit), cancellation)], cancellation);

    public Task<IReadOnlyList<JournalEntry>> ReadBackAsync(string persistenceId, long position, int limit, CancellationToken cancellation) =>
        Read<IReadOnlyList<JournalEntry>>(connection => [.. Until(Back(connection, persistenceId, position).Take(limit), cancellation)], cancellation);

    /// <summary>Waits for the reads that are under way, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        for (var i = 0; i < Connections; i++)
        {
            await _free.WaitAsync(CancellationToken.None);
        }

        foreach (var connection in _idle)
        {
            connection.Dispose();
        }

        _free.Dispose();
    }

    private static IEnumerable<JournalEntry> Back(ReadConnection connection, string persistenceId, long position)
    {
        while (connection.EntryAt(position) is { } entry)
        {
            if (entry.PersistenceId != persistenceId)
            {
                throw new ArgumentException($"The entry at position {position} is one of \"{entry.PersistenceId}\", not of \"{persistenceId}\". Nothing was read.", nameof(position));
            }

            yield return entry;
            position = entry.Previous;
        }
    }

    private static IEnumerable<JournalEntry> Until(IEnumerable<JournalEntry> entries, CancellationToken cancelled)
    {
        foreach (var entry in entries)
        {
            cancelled.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    private async Task<T> Read<T>(Func<ReadConnection, T> read, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(SqliteJournal));
        await _free.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => ReadNow(read), cancellation);
        }
        catch (SqliteErrorException error)
        {
            throw Trouble.Reading(file, error);
        }
        finally
        {
            _free.Release();
        }
    }

    private T ReadNow<T>(Func<ReadConnection, T> read)
    {
        if (!_idle.TryTake(out var connection))
        {
            connection = new ReadConnection(file, lockWait, manifests);
        }

        try
        {
            return connection.InSnapshot(() => read(connection));
        }
        finally
        {
            _idle.Add(connection);
        }
    }
}
