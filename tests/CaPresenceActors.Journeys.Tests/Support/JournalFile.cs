using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace CaPresenceActors.Journeys.Tests.Support;

/// <summary>A presence change as it stands in the journal.</summary>
internal sealed record JournalledChange(long Position, string Extension, long Sequence, string From, string To, DateTimeOffset At);

/// <summary>The journal of a host that has ended, read from its file and not by the code that writes it.</summary>
internal static class JournalFile
{
    private const string Extensions = "presence-";

    /// <summary>Every position of the site and every sequence number of everybody is there, once.</summary>
    public static void HasNoHoles(string file)
    {
        using var connection = Open(file);
        Number("SELECT count(*) FROM journal").ShouldBe(Number("SELECT max(position) FROM journal"));
        Number("SELECT count(*) FROM (SELECT pid FROM journal GROUP BY pid HAVING count(*) <> max(sequence) OR count(DISTINCT sequence) <> max(sequence))").ShouldBe(0);

        long Number(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return (long)command.ExecuteScalar()!;
        }
    }

    /// <summary>All presence changes, in order of position.</summary>
    public static ImmutableArray<JournalledChange> Changes(string file)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT position, pid, sequence, payload FROM journal WHERE pid LIKE '{Extensions}%' ORDER BY position";
        using var reader = command.ExecuteReader();
        var changes = ImmutableArray.CreateBuilder<JournalledChange>();
        while (reader.Read())
        {
            var root = JsonDocument.Parse((byte[])reader[3]).RootElement;
            if (root.TryGetProperty("is", out var settled) && settled.TryGetProperty("change", out var change))
            {
                changes.Add(new JournalledChange(
                    reader.GetInt64(0),
                    reader.GetString(1)[Extensions.Length..],
                    reader.GetInt64(2),
                    change.GetProperty("from").GetString()!,
                    settled.GetProperty("shown").GetString()!,
                    root.GetProperty("at").GetDateTimeOffset()));
            }
        }

        return changes.ToImmutable();
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}
