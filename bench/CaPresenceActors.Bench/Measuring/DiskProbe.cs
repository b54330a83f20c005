using System.Diagnostics;

namespace CaPresenceActors.Bench.Measuring;

/// <summary>How long the machine itself takes to bring a small write to the disk: what no journal on it can be faster than.</summary>
internal sealed class DiskProbe : IDisposable
{
    // About what a commit of one event adds to SQLite's write-ahead log: two pages.
    private const int WriteBytes = 8 * 1024;
    private const int FileBytes = 4 * 1024 * 1024;

    private readonly FileStream _file;
    private readonly byte[] _block = new byte[WriteBytes];

    public DiskProbe(string directory)
    {
        Random.Shared.NextBytes(_block);
        _file = new FileStream(Path.Combine(directory, "probe"), FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        while (_file.Length < FileBytes)
        {
            _file.Write(_block);
        }

        _file.Flush(flushToDisk: true);
    }

    /// <summary>One write and sync, over what is there already. Milliseconds.</summary>
    public double Once()
    {
        if (_file.Position >= FileBytes)
        {
            _file.Position = 0;
        }

        var began = Stopwatch.GetTimestamp();
        _file.Write(_block);
        _file.Flush(flushToDisk: true);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    public void Dispose() => _file.Dispose();
}
