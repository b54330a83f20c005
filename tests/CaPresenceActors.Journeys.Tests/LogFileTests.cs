using System.Collections.Immutable;
using CaPresenceActors.Host.Configuration;
using CaPresenceActors.Host.Hosting;
using CaPresenceActors.TestKit;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>What goes into the log file.</summary>
public sealed class LogFileTests
{
    [Fact]
    public void Levels_hold_for_the_file_too()
    {
        var folder = Directory.CreateTempSubdirectory("capresence-log-");
        try
        {
            var options = new LogOptions
            {
                Level = LogLevel.Information,
                Levels = ImmutableDictionary<string, LogLevel>.Empty.Add("Microsoft.AspNetCore", LogLevel.Warning),
                File = Path.Combine(folder.FullName, "log-.log"),
                KeepFiles = 2,
                MaxFileSizeBytes = 1024 * 1024,
            };
            using (var recent = new RecentErrors(new ManualTime()))
            using (var logs = LoggerFactory.Create(logging => HostLogging.Configure(logging, options, toConsole: false, recent)))
            {
                logs.CreateLogger("Poller").LogDebug("XYZZY debug");
                logs.CreateLogger("Microsoft.AspNetCore.Hosting").LogInformation("XYZZY request");
                logs.CreateLogger("Poller").LogInformation("A calendar was read.");
            }

            var written = File.ReadAllText(folder.GetFiles().ShouldHaveSingleItem().FullName);
            written.ShouldContain("A calendar was read.");
            written.ShouldNotContain("XYZZY");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
