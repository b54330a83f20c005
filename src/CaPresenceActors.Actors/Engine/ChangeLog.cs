using System.Threading.Channels;
using CaPresenceActors.Actors.Board;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Engine;

/// <summary>
/// One line in the log for every presence change, with how late it was published. Lines are written by a task of their own, since a line costs as much as the rest of the publishing, and subscribers do not wait for it.
/// </summary>
/// <remarks>
/// Few lines are written as they come. Those of a storm wait until it is over: what they take from the processors would make its last changes late. None is left out: when as many pieces wait as may, publishing waits
/// for the log, and at the end all are written.
/// </remarks>
internal sealed class ChangeLog : IChangeObserver, IAsyncDisposable
{
    /// <summary>So many lines are written at once, whatever else there is to do.</summary>
    internal const int Few = 1_000;

    /// <summary>So many pieces of the stream wait at most.</summary>
    internal const int PiecesLimit = 256;

    // A thread is given back after so many lines.
    private const int LinesInTurn = 256;

    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(200);

    private readonly Channel<Published> _pieces = Channel.CreateBounded<Published>(new BoundedChannelOptions(PiecesLimit) { SingleReader = true });
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly Task _writing;
    private long _waiting;

    public ChangeLog(ILogger logger, TimeProvider clock)
    {
        (_logger, _clock) = (logger, clock);
        _writing = Task.Run(WriteAllAsync);
    }

    public ValueTask ChangedAsync(IReadOnlyList<PresenceChangeView> changes)
    {
        Interlocked.Add(ref _waiting, changes.Count);
        return _pieces.Writer.WriteAsync(new Published(changes, _clock.GetUtcNow()));
    }

    /// <summary>Writes what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _pieces.Writer.TryComplete();
        _closing.TrySetResult();
        await _writing;
    }

    private async Task WriteAllAsync()
    {
        while (await _pieces.Reader.WaitToReadAsync())
        {
            await CalmAsync();
            while (_pieces.Reader.TryRead(out var piece))
            {
                await WriteAsync(piece);
            }
        }
    }

    private async Task CalmAsync()
    {
        var known = 0L;
        while (Volatile.Read(ref _waiting) is > Few and var waiting && waiting != known && _pieces.Reader.Count < PiecesLimit / 2 && !_closing.Task.IsCompleted)
        {
            known = waiting;
            await Task.WhenAny(Task.Delay(Calm, _clock), _closing.Task);
        }
    }

    private async Task WriteAsync(Published piece)
    {
        for (var i = 0; i < piece.Changes.Count; i++)
        {
            var change = piece.Changes[i];
            _logger.PresenceChanged(change.Extension, change.From, change.To, change.Cause, (piece.At - change.At).TotalMilliseconds);
            if ((i + 1) % LinesInTurn == 0)
            {
                await Task.Yield();
            }
        }

        Interlocked.Add(ref _waiting, -piece.Changes.Count);
    }

    private readonly record struct Published(IReadOnlyList<PresenceChangeView> Changes, DateTimeOffset At);
}
