using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Sqlite;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Formatting.Json;

namespace CaPresenceActors.Bench.Site;

/// <summary>Journal and engine, put together as the host puts them together: SQLite with <c>synchronous=FULL</c>, and one line a change in a rolling log file.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private EngineUnderTest(ILoggerFactory logs, SqliteJournal journal, PresenceEngine engine) => (Logs, Journal, Engine) = (logs, journal, engine);

    public ILoggerFactory Logs { get; }

    public SqliteJournal Journal { get; }

    public PresenceEngine Engine { get; }

    public static string JournalIn(string directory) => Path.Combine(directory, "capresence.db");

    /// <summary>Starts the engine on the journal of a directory.</summary>
    /// <param name="directory">Where the journal is, or is to be.</param>
    /// <param name="clock">The machine's clock as the engine sees it.</param>
    /// <param name="sources">Where calendars come from.</param>
    /// <param name="logToFile">Whether every change leaves a line in a file, as it does at a site.</param>
    /// <param name="observer">Hears of every commit, before the engine does.</param>
    public static async Task<EngineUnderTest> StartAsync(string directory, TimeProvider clock, ICalendarSourceFactory sources, bool logToFile, IJournalObserver? observer = null)
    {
        var logs = LoggerFactory.Create(logging => Configure(logging, directory, logToFile));
        var journal = await SqliteJournal.OpenAsync(new SqliteJournalOptions { File = JournalIn(directory) }, clock, logs.CreateLogger<SqliteJournal>());
        if (observer is not null)
        {
            journal.Subscribe(observer);
        }

        var engine = await PresenceEngine.StartAsync(
            new EngineParts { Journal = journal, Sources = sources, Secrets = new PlainSecrets(), OwnClock = clock, Logs = logs }, CancellationToken.None);
        return new EngineUnderTest(logs, journal, engine);
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await Journal.DisposeAsync();
        Logs.Dispose();
    }

    private static void Configure(ILoggingBuilder logging, string directory, bool logToFile)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        if (logToFile)
        {
            var file = new LoggerConfiguration()
                .MinimumLevel.Verbose()
                .WriteTo.File(new JsonFormatter(renderMessage: true), Path.Combine(directory, "capresence-.log"), rollingInterval: RollingInterval.Day)
                .CreateLogger();
            logging.AddSerilog(file, dispose: true);
        }
    }
}
