using System.Text;
using SQLitePCL;

namespace CaPresenceActors.Storage.Sqlite.Native;

/// <summary>A prepared statement. Parameters count from 1 and columns from 0, as SQLite has it.</summary>
internal sealed class Statement(Connection connection, sqlite3_stmt handle) : IDisposable
{
    private byte[] _scratch = new byte[256];

    public Statement Bind(int parameter, long value)
    {
        connection.Check(raw.sqlite3_bind_int64(handle, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, string value)
    {
        var needed = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (_scratch.Length < needed)
        {
            _scratch = new byte[needed];
        }

        var length = Encoding.UTF8.GetBytes(value, _scratch);
        connection.Check(raw.sqlite3_bind_text(handle, parameter, _scratch.AsSpan(0, length)));
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, which SQLite would take for null.
        connection.Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, parameter, 0) : raw.sqlite3_bind_blob(handle, parameter, value));
        return this;
    }

    /// <summary>Moves to the next row. False when there is none; then the statement is ready to be used again.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        // Resetting answers the same error once more.
        _ = raw.sqlite3_reset(handle);
        connection.Check(code);
        return false;
    }

    /// <summary>Runs a statement that answers no rows.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Gives up the rows that were not read, so that the statement holds no lock and can be used again.</summary>
    public void Reset() => _ = raw.sqlite3_reset(handle);

    public long Number(int column) => raw.sqlite3_column_int64(handle, column);

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column));

    public void Dispose() => handle.Dispose();
}
