using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Sqlite.Native;

namespace CaPresenceActors.Storage.Sqlite;

/// <summary>
/// The few names of event forms, each written once and a small number in every row. Numbers are given out by the writer; names can be looked up by every thread.
/// </summary>
internal sealed class Manifests
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private string[] _names = [""];
    private int _committed;

    /// <summary>Reads the names that are in the database.</summary>
    public void Load(Connection connection)
    {
        using var all = connection.Prepare("SELECT id, name FROM manifest ORDER BY id");
        while (all.Step())
        {
            if (all.Number(0) != _names.Length)
            {
                throw new JournalException(
                    $"The journal is damaged: in the table \"manifest\", number {_names.Length} was expected and {all.Number(0)} found. " +
                    "It was not opened and nothing was changed. Restore the latest backup.");
            }

            Add(all.Text(1));
        }

        _committed = _names.Length;
    }

    /// <summary>The name of a number that stands in a committed row.</summary>
    public string Name(long number)
    {
        var names = Volatile.Read(ref _names);
        return number > 0 && number < names.Length
            ? names[number]
            : throw new JournalException($"The journal is damaged: an entry has a form with number {number}, which is not in the table \"manifest\". Nothing was changed. Restore the latest backup.");
    }

    /// <summary>The number of a name, which is written to the database when it is new. Only for the writer, in a transaction.</summary>
    public int Number(string name, Statement insert)
    {
        if (_numbers.TryGetValue(name, out var number))
        {
            return number;
        }

        insert.Bind(1, _names.Length).Bind(2, name).Run();
        return Add(name);
    }

    /// <summary>The writer's transaction is on the disk.</summary>
    public void Commit() => _committed = _names.Length;

    /// <summary>The writer's transaction was undone, and with it the names that were new in it.</summary>
    public void RollBack()
    {
        foreach (var name in _names.AsSpan(_committed))
        {
            _numbers.Remove(name);
        }

        Volatile.Write(ref _names, _names[.._committed]);
    }

    private int Add(string name)
    {
        var number = _names.Length;
        _numbers.Add(name, number);
        Volatile.Write(ref _names, [.. _names, name]);
        return number;
    }
}
