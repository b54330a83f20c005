using CaPresenceActors.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Storage.Tests.Support;

/// <summary>Keeps the lines that a journal logs: number of the event and text.</summary>
internal sealed class RecordingLogger : ILogger<SqliteJournal>
{
    private readonly Lock _gate = new();
    private readonly List<(int Id, string Text)> _lines = [];

    public IReadOnlyList<(int Id, string Text)> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
        {
            _lines.Add((eventId.Id, formatter(state, exception)));
        }
    }
}
