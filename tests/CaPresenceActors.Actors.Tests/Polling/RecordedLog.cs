using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Tests.Polling;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordedLog<T> : ILogger<T>
{
    public List<(int Id, LogLevel Level, string Text)> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Lines)
        {
            Lines.Add((eventId.Id, logLevel, formatter(state, exception)));
        }
    }

    /// <summary>The lines of one kind.</summary>
    public IReadOnlyList<string> Of(int id) => [.. Lines.Where(l => l.Id == id).Select(l => l.Text)];
}
