using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CaPresenceActors.Journeys.Tests.Support;

/// <summary>The real program in a process of its own.</summary>
internal sealed partial class CapresenceProcess : IAsyncDisposable
{
    public const int Interrupt = 2;
    public const int Terminate = 15;

    private readonly Process _process;
    private readonly Task _read;

    private CapresenceProcess(Process process, string name)
    {
        _process = process;
        Output = new Heard<string>($"{name} (standard output)");
        Errors = new Heard<string>($"{name} (standard error)");
        _read = Task.WhenAll(ReadAsync(process.StandardOutput, Output), ReadAsync(process.StandardError, Errors));
    }

    public Heard<string> Output { get; }

    public Heard<string> Errors { get; }

    /// <summary>Everything that it printed, for searching.</summary>
    public string Printed => string.Join('\n', Output.All.Concat(Errors.All));

    public static CapresenceProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? program = null)
    {
        var start = new ProcessStartInfo("dotnet", [program ?? Repository.Program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            WorkingDirectory = Path.GetTempPath(),
        };

        // What the one who runs the tests has set for another instance is not meant for these.
        foreach (var name in start.Environment.Keys.Where(name => name is "NOTIFY_SOCKET" or "JOURNAL_STREAM" || (name.StartsWith("CAPRESENCE_", StringComparison.Ordinal) && name != "CAPRESENCE_SHARED")).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        return new CapresenceProcess(process, $"capresence {string.Join(' ', arguments)}");
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var process = Start(arguments);
        var exitCode = await process.ExitAsync();
        return (exitCode, string.Concat(process.Output.All.Select(line => line + "\n")), string.Concat(process.Errors.All.Select(line => line + "\n")));
    }

    /// <summary>Gives it a line on standard input.</summary>
    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), TestContext.Current.CancellationToken);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks it to stop, as Ctrl-C or the service manager do.</summary>
    public void Signal(int signal) => Kill(_process.Id, signal).ShouldBe(0, $"signal {signal} to process {_process.Id}");

    /// <summary>Ends it on the spot, as a power cut does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync();
    }

    /// <summary>Its exit code, once it has ended and everything that it printed has been read.</summary>
    public async Task<int> ExitAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Heard<string>.Patience);
        await _process.WaitForExitAsync(deadline.Token);
        await _read.WaitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        await _read;
        _process.Dispose();
    }

    private static async Task ReadAsync(StreamReader reader, Heard<string> heard)
    {
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            heard.Add(line);
        }

        heard.End("the process has ended");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
