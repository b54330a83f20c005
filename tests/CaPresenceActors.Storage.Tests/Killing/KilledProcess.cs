using System.Diagnostics;
using System.Globalization;

namespace CaPresenceActors.Storage.Tests.Killing;

/// <summary>This program, started once more to append until it is killed.</summary>
internal sealed class KilledProcess : IDisposable
{
    private readonly Process _process;

    private KilledProcess(Process process) => _process = process;

    public static KilledProcess Start(string file, int seed)
    {
        var start = new ProcessStartInfo(Path.ChangeExtension(typeof(KilledProcess).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null)!)
        {
            ArgumentList = { Appender.Verb, file, seed.ToString(CultureInfo.InvariantCulture) },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // It lives for a fraction of a second: optimising its code would take longer.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new KilledProcess(Process.Start(start)!);
    }

    public int Id => _process.Id;

    /// <summary>The next line; null when the process is gone.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync();

    /// <summary>SIGKILL: no handler runs and nothing is flushed. Returns everything that it still managed to say, without a last line that is cut off.</summary>
    public async Task<string[]> KillAsync()
    {
        _process.Kill();
        var rest = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
