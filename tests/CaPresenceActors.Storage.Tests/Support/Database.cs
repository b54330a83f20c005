using Microsoft.Data.Sqlite;

namespace CaPresenceActors.Storage.Tests.Support;

/// <summary>The database file as another program sees it.</summary>
internal sealed class Database : IDisposable
{
    private readonly SqliteConnection _connection;

    public Database(string file)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        _connection.Open();
    }

    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public string Text(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }

    public void Dispose() => _connection.Dispose();
}
