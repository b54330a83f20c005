using System.Globalization;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Sqlite.Native;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Storage.Sqlite.Opening;

/// <summary>One step from a schema to the next. Steps are never changed once released; a new one is added at the end.</summary>
/// <param name="Version">The version that the database has afterwards.</param>
/// <param name="Sql">The statements, run in one transaction with the change of the version.</param>
internal sealed record SchemaStep(int Version, string Sql);

/// <summary>The tables, and how older ones become today's.</summary>
internal static class Schema
{
    /// <summary>Marks our files in the header of the database: "CaPA".</summary>
    public const int ApplicationId = 0x43615041;

    /// <summary>
    /// Rows of the journal stand in the order in which they are written, and no index needs to be kept: a persistent actor's entries are found backwards, by <c>previous</c>.
    /// The persistence id is text in every row: with a number instead, rows were 12% smaller and writing was slower, and a table of names would have to be kept in memory.
    /// Snapshots and documents have an id of their own because large rows are slow in a tree that is sorted by text.
    /// Instants are counted in 100 ns from 1970-01-01 UTC. <c>head</c> counts only when everything has been pruned: positions never start again.
    /// </summary>
    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(1, """
            CREATE TABLE journal (
                position    INTEGER PRIMARY KEY,
                pid         TEXT    NOT NULL,
                sequence    INTEGER NOT NULL,
                previous    INTEGER NOT NULL,
                recorded_at INTEGER NOT NULL,
                manifest    INTEGER NOT NULL,
                payload     BLOB    NOT NULL
            ) STRICT;

            CREATE TABLE manifest (
                id   INTEGER PRIMARY KEY,
                name TEXT    NOT NULL UNIQUE
            ) STRICT;

            CREATE TABLE snapshot (
                id       INTEGER PRIMARY KEY,
                pid      TEXT    NOT NULL UNIQUE,
                sequence INTEGER NOT NULL,
                position INTEGER NOT NULL,
                payload  BLOB    NOT NULL
            ) STRICT;

            CREATE TABLE document (
                id      INTEGER PRIMARY KEY,
                pid     TEXT    NOT NULL,
                key     TEXT    NOT NULL,
                payload BLOB    NOT NULL,
                UNIQUE (pid, key)
            ) STRICT;

            CREATE TABLE meta (
                name  TEXT    NOT NULL PRIMARY KEY,
                value INTEGER NOT NULL
            ) STRICT;

            INSERT INTO meta (name, value) VALUES ('head', 0), ('covered', 0);
            """),
    ];

    /// <summary>Refuses a file that is not ours. Changes nothing.</summary>
    public static void Recognise(Connection connection, string file)
    {
        var application = connection.Number("PRAGMA application_id");
        if (application == ApplicationId)
        {
            return;
        }

        if (application != 0 || connection.Number("SELECT count(*) FROM sqlite_master") != 0)
        {
            throw new JournalException(
                $"The file \"{file}\" is a SQLite database, but not a journal of this program (application id {application}, needed {ApplicationId}). " +
                $"It was not opened as a journal and nothing was changed. Set {SqliteJournalOptions.Section}.file to the path of the journal, or to a path that does not exist to begin a new one.");
        }
    }

    /// <summary>Brings the tables to the newest version, each step in a transaction of its own.</summary>
    public static void Upgrade(Connection connection, string file, IReadOnlyList<SchemaStep> steps, ILogger logger)
    {
        var found = (int)connection.Number("PRAGMA user_version");
        var newest = steps[^1].Version;
        if (found > newest)
        {
            throw new JournalException(
                $"The journal \"{file}\" was written by a newer version of this program: its schema is {found}, and this program knows schemas up to {newest}. " +
                "It was not opened and nothing was changed. Install the newer version, or restore the backup that was made before the upgrade.");
        }

        foreach (var step in steps.Where(step => step.Version > found))
        {
            Take(connection, step);
        }

        if (found > 0 && found < newest)
        {
            logger.Upgraded(file, found, newest);
        }
    }

    private static void Take(Connection connection, SchemaStep step)
    {
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            connection.Execute(step.Sql);
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {step.Version}; COMMIT"));
        }
        catch
        {
            connection.RollBack();
            throw;
        }
    }
}
