using System.Reflection;
using CaPresenceActors.Actors.Health;
using CaPresenceActors.Storage.Sqlite;

namespace CaPresenceActors.Host.Hosting;

/// <summary>The process that this is, and the disk that it writes to.</summary>
/// <param name="journal">The journal.</param>
/// <param name="folder">The data directory.</param>
/// <param name="clock">The corrected clock.</param>
/// <param name="startedAt">When the process began, as a timestamp of the clock: a clock that is set does not make it older or younger.</param>
internal sealed class HostFacts(SqliteJournal journal, string folder, TimeProvider clock, long startedAt) : IRunFacts
{
    private static readonly string Program = typeof(HostFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public RunFacts Now()
    {
        var uptime = clock.GetElapsedTime(startedAt);
        return new RunFacts
        {
            StartedAt = clock.GetUtcNow() - uptime,
            Uptime = uptime,
            Program = Program,
            Runtime = Environment.Version.ToString(),
            Storage = SqliteJournal.Engine,
            Schema = SqliteJournal.SchemaVersion,
            DatabaseBytes = journal.SizeOnDisk,
            FreeDiskBytes = FreeBytes(),
        };
    }

    // A disk that is gone is the journal's to complain of; a figure less is no reason to answer nothing.
    private long? FreeBytes()
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
