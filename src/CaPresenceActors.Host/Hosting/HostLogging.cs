using CaPresenceActors.Host.Configuration;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Json;

namespace CaPresenceActors.Host.Hosting;

/// <summary>Logs go to the console as lines for people and to a rolling file as one JSON object a line, with stable event ids.</summary>
internal static class HostLogging
{
    /// <param name="logging">What is set up.</param>
    /// <param name="options">How much is said, and where.</param>
    /// <param name="toConsole">False where the console is taken, as by the demo's live table.</param>
    /// <param name="recent">Takes warnings and what is worse, however little is written elsewhere.</param>
    public static void Configure(ILoggingBuilder logging, LogOptions options, bool toConsole, RecentErrors recent)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(options.Level);
        foreach (var (category, level) in options.Levels)
        {
            logging.AddFilter(category, level);
        }

        logging.AddProvider(recent);
        logging.AddFilter<RecentErrors>(category: null, LogLevel.Warning);
        if (toConsole)
        {
            AddConsole(logging);
        }

        if (options.File is { } file)
        {
            var toFile = new LoggerConfiguration()
                .MinimumLevel.Verbose()
                .WriteTo.File(
                    new JsonFormatter(renderMessage: true),
                    file,
                    rollingInterval: RollingInterval.Day,
                    retainedFileCountLimit: options.KeepFiles,
                    fileSizeLimitBytes: options.MaxFileSizeBytes,
                    rollOnFileSizeLimit: true)
                .CreateLogger();
            // Not AddSerilog: that adds a filter of its own, which lets everything into the file whatever the levels say.
            logging.AddProvider(new SerilogLoggerProvider(toFile, dispose: true));
        }
    }

    private static void AddConsole(ILoggingBuilder logging)
    {
        // Under systemd the journal adds the time, and the level goes in front as it wants it.
        if (Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not null)
        {
            logging.AddSystemdConsole();
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            });
        }
    }
}
