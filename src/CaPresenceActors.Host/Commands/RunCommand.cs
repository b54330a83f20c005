using System.CommandLine;
using CaPresenceActors.Hocon;
using CaPresenceActors.Host.Configuration;
using CaPresenceActors.Host.Hosting;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Host.Commands;

/// <summary><c>capresence run [--config FILE]</c>: the engine as a console program or a service.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var file = ConfigCommand.FileOption();
        var command = new Command("run", "Run the engine until Ctrl-C or SIGTERM.") { file };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(file), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string? file, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        try
        {
            var options = HostOptionsReader.Read(HostConfiguration.Load(file), file);
            await using var host = await PresenceHost.StartAsync(options, TimeProvider.System, logToConsole: true, cancellation);
            host.WhenStopping(SystemdNotify.Stopping);
            if (host.FirstAdministratorLink() is { } link)
            {
                await output.WriteLineAsync($"There is no administrator yet. Whoever opens this link within 24 hours becomes the first one: {link}");
            }

            SystemdNotify.Ready();
            await host.WaitForShutdownAsync(cancellation);
            return ExitCodes.Done;
        }
        catch (Exception e) when (Explains(e))
        {
            await errors.WriteLineAsync(e.Message);
            return ExitCodes.CannotRun;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCodes.Done;
        }
    }

    /// <summary>Whether an exception is the world's fault and its message is a sentence for the administrator.</summary>
    internal static bool Explains(Exception e) => e is HoconException or ConfigProblemsException or CertificateFileException or SeedException or JournalException or IOException or UnauthorizedAccessException;
}
