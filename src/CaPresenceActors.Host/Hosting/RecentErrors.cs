using CaPresenceActors.Actors.Health;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Host.Hosting;

/// <summary>
/// Keeps what the log has warned of lately, for the page on health: a provider like those that write the console and the file, so that it holds what they write and nothing else. What says the same is
/// counted; when there are too many, what was said longest ago goes.
/// </summary>
/// <param name="clock">The clock until there is a corrected one.</param>
internal sealed class RecentErrors(TimeProvider clock) : ILoggerProvider, IRecentErrors
{
    /// <summary>So many different messages are kept.</summary>
    public const int Kept = 200;

    private const int LongestMessage = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Category, LogLevel Level, string Message), LinkedListNode<RecentError>> _known = [];
    private readonly LinkedList<RecentError> _newestFirst = [];
    private TimeProvider _clock = clock;

    /// <summary>The clock: the corrected one as soon as there is one.</summary>
    public TimeProvider Clock
    {
        set => Volatile.Write(ref _clock, value);
    }

    public IReadOnlyList<RecentError> Newest()
    {
        lock (_gate)
        {
            return [.. _newestFirst];
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // What was said may still be asked for while the host closes; it holds nothing that needs closing.
    }

    private void Take(string category, LogLevel level, string message)
    {
        var now = Volatile.Read(ref _clock).GetUtcNow();
        var key = (category, level, message);
        lock (_gate)
        {
            var error = new RecentError(now, now, category, WordOf(level), message, 1);
            if (_known.Remove(key, out var same))
            {
                _newestFirst.Remove(same);
                error = error with { Since = same.Value.Since, Count = same.Value.Count + 1 };
            }
            else if (_known.Count == Kept)
            {
                Forget(_newestFirst.Last!);
            }

            _known.Add(key, _newestFirst.AddFirst(error));
        }
    }

    private void Forget(LinkedListNode<RecentError> oldest)
    {
        _newestFirst.Remove(oldest);
        _known.Remove((oldest.Value.Category, LevelOf(oldest.Value.Level), oldest.Value.Message));
    }

    private static string WordOf(LogLevel level) => level switch
    {
        LogLevel.Critical => "critical",
        LogLevel.Error => "error",
        _ => "warning",
    };

    private static LogLevel LevelOf(string word) => word switch
    {
        "critical" => LogLevel.Critical,
        "error" => LogLevel.Error,
        _ => LogLevel.Warning,
    };

    private sealed class Logger(RecentErrors errors, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            // The log file has the exception itself; its kind is enough to find it there.
            var message = exception is null ? formatter(state, exception) : $"{formatter(state, exception)} ({exception.GetType().Name})";
            errors.Take(category, logLevel, message.Length <= LongestMessage ? message : string.Concat(message.AsSpan(0, LongestMessage), "…"));
        }
    }
}
