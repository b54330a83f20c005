using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CaPresenceActors.Bench.Children;

/// <summary>
/// This program once more, as a process of its own, for figures that one process cannot share with another. It tells what it has found as one JSON object a line, and ends when its standard input does.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    /// <summary>Starts a child.</summary>
    /// <param name="role">One of <see cref="ChildRoles"/>.</param>
    /// <param name="order">What it is to do.</param>
    public static ChildProcess Start<TOrder>(string role, TOrder order)
    {
        var start = new ProcessStartInfo(Muxer())
        {
            ArgumentList = { typeof(ChildProcess).Assembly.Location, ChildRoles.Word, role, JsonSerializer.Serialize(order) },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return new ChildProcess(Process.Start(start) ?? throw new InvalidOperationException($"The child \"{role}\" could not be started."));
    }

    /// <summary>Runs a command in a process of its own, which prints where this one prints.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task RunAsync(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Muxer(), arguments.Prepend(typeof(ChildProcess).Assembly.Location)) { UseShellExecute = false };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("A command could not be started.");
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The command \"{start.ArgumentList[1]}\" failed. What went wrong stands above.");
        }
    }

    /// <summary>The next thing that it tells.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; what went wrong stands on its standard error, which is ours.</exception>
    public async Task<T> HearAsync<T>()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line
            ? JsonSerializer.Deserialize<T>(line)!
            : throw new InvalidOperationException("A child process ended before it had told everything. What went wrong stands above.");
    }

    /// <summary>Lets it end, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    // Under a test runner, the process is the runner: so the child is always given to the runtime's own launcher.
    private static string Muxer() =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
}
