using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Rounds;

/// <summary>
/// Reads many calendars once each, for somebody who waits for the result: politely, since the server has other things to do. Two requests are under way at the most. Who asks to be left alone, for a mailbox or
/// for everybody, is; a mailbox is then tried again, three times in all.
/// </summary>
/// <remarks>
/// It begins with one request: a password that has become wrong is tried once and not twice. A refused account or certificate ends the round at once: another try would be answered alike, and would help to lock the account out. So does a server that cannot be reached three times in a row. Calendars
/// are handed on and not kept, so that a round over fifty thousand costs no more memory than one over ten.
/// </remarks>
/// <typeparam name="T">What the mailboxes belong to.</typeparam>
/// <param name="source">Reads; the caller's own, and disposed of by the caller.</param>
/// <param name="time">What pauses go by.</param>
public sealed class ReadingRound<T>(ICalendarSource source, TimeProvider time)
{
    /// <summary>How many requests are under way at the most.</summary>
    public const int AtOnce = 2;

    private const int MostTries = 3;
    private const int MostUnreachable = 3;

    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Queue<Entry> _waiting = new();
    private readonly PriorityQueue<Entry, DateTimeOffset> _later = new();
    private readonly TaskCompletionSource _firstAnswered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private Pause? _pause;
    private int _unreachable;
    private MailboxReading.Failed? _stoppedBy;

    /// <summary>Asked before every request, and ends when it may be sent: for who has to stand back behind others.</summary>
    public Func<CancellationToken, Task> Turn { get; init; } = static _ => Task.CompletedTask;

    /// <summary>Told until when the round waits because the server asked for it, and null when it goes on. Must not block.</summary>
    public Action<DateTimeOffset?> Paused { get; init; } = static _ => { };

    /// <summary>Reads.</summary>
    /// <param name="items">Whose calendars, and what to ask for.</param>
    /// <param name="window">What part of them.</param>
    /// <param name="answered">Told of each calendar, once, in the order in which answers come; two may be told at once.</param>
    /// <param name="cancellation">Gives the round up.</param>
    /// <returns>Why the round ended before its end, in the words of the answer that ended it; null when everybody was asked. Who was not asked has no answer.</returns>
    public async Task<MailboxReading.Failed?> RunAsync(
        IEnumerable<(T Item, MailboxQuery Query)> items, CalendarWindow window, Func<T, MailboxReading, CancellationToken, Task> answered, CancellationToken cancellation)
    {
        foreach (var (item, query) in items)
        {
            _waiting.Enqueue(new Entry(item, query, Tries: 0));
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var first = ReadAllAsync(window, answered, both);
        await Task.WhenAny(_firstAnswered.Task, first);
        await Task.WhenAll(Enumerable.Range(1, AtOnce - 1).Select(_ => ReadAllAsync(window, answered, both)).Prepend(first));
        return _stoppedBy;
    }

    // One that fails takes the other along: what is left has nobody to answer to.
    private async Task ReadAllAsync(CalendarWindow window, Func<T, MailboxReading, CancellationToken, Task> answered, CancellationTokenSource both)
    {
        try
        {
            while (await NextAsync(both.Token) is { Count: > 0 } batch)
            {
                var readings = await source.ReadAsync([.. batch.Select(entry => entry.Query)], window, both.Token);
                var told = Settle(batch, readings);
                _firstAnswered.TrySetResult();
                foreach (var (entry, reading) in told)
                {
                    await answered(entry.Item, reading, both.Token);
                }
            }
        }
        catch
        {
            await both.CancelAsync();
            throw;
        }
    }

    private async Task<List<Entry>> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Turn(cancellation);
            var (batch, until) = Take();
            if (until is not { } pause)
            {
                return batch;
            }

            await PauseAsync(pause, cancellation);
            GoOn(pause);
        }
    }

    // Two who wait for one instant wait for one thing, and it is told once.
    private Task PauseAsync(DateTimeOffset until, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_pause?.Until != until)
            {
                _pause = new Pause(until, DelayUntilAsync(until, cancellation));
                Paused(until);
            }

            return _pause.Ends;
        }
    }

    private void GoOn(DateTimeOffset after)
    {
        lock (_lock)
        {
            if (_pause?.Until == after)
            {
                _pause = null;
                Paused(null);
            }
        }
    }

    // What to read now, or until when to wait; neither when nothing is left.
    private (List<Entry> Batch, DateTimeOffset? Until) Take()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_stoppedBy is not null || (_waiting.Count == 0 && _later.Count == 0))
            {
                return ([], null);
            }

            if (_notBefore > now)
            {
                return ([], _notBefore);
            }

            while (_later.TryPeek(out var entry, out var due) && due <= now)
            {
                _waiting.Enqueue(entry);
                _ = _later.Dequeue();
            }

            if (_waiting.Count == 0)
            {
                _ = _later.TryPeek(out _, out var due);
                return ([], due);
            }

            var batch = new List<Entry>();
            while (batch.Count < Math.Max(1, source.MailboxesPerRead) && _waiting.TryDequeue(out var entry))
            {
                batch.Add(entry);
            }

            return (batch, null);
        }
    }

    // What is to be told. What is to be tried again is put back.
    private List<(Entry Entry, MailboxReading Reading)> Settle(List<Entry> batch, IReadOnlyList<MailboxReading> readings)
    {
        var told = new List<(Entry, MailboxReading)>(batch.Count);
        lock (_lock)
        {
            Judge(readings);
            foreach (var (entry, reading) in batch.Zip(readings))
            {
                if (_stoppedBy is null && reading is MailboxReading.Failed failed && IsPassing(failed) && entry.Tries + 1 < MostTries)
                {
                    _later.Enqueue(entry with { Tries = entry.Tries + 1 }, time.GetUtcNow() + PauseAfter(failed, entry.Tries));
                }
                else
                {
                    told.Add((entry, reading));
                }
            }
        }

        return told;
    }

    private void Judge(IReadOnlyList<MailboxReading> readings)
    {
        if (readings.OfType<MailboxReading.Failed>().FirstOrDefault(failed => failed.Failure is ReadFailure.NotAuthenticated or ReadFailure.CertificateRefused) is { } final)
        {
            _stoppedBy ??= final;
            return;
        }

        var unreachable = readings.OfType<MailboxReading.Failed>().FirstOrDefault(failed => failed.Failure == ReadFailure.Unreachable);
        _unreachable = unreachable is null ? 0 : _unreachable + 1;
        if (_unreachable >= MostUnreachable)
        {
            _stoppedBy ??= unreachable;
        }

        foreach (var failed in readings.OfType<MailboxReading.Failed>().Where(failed => failed.Scope != FailureScope.Mailbox && IsPassing(failed)))
        {
            var until = time.GetUtcNow() + PauseAfter(failed, Math.Max(0, _unreachable - 1));
            _notBefore = until > _notBefore ? until : _notBefore;
        }
    }

    private static bool IsPassing(MailboxReading.Failed failed) => failed.Failure is ReadFailure.Throttled or ReadFailure.Transient or ReadFailure.Unreachable;

    private static TimeSpan PauseAfter(MailboxReading.Failed failed, int times)
    {
        var own = failed.Failure == ReadFailure.Throttled ? UsualPause : ShortestPause * Math.Pow(2, times);
        var wish = failed.RetryAfter is { } asked && asked < LongestPause ? asked : failed.RetryAfter is null ? own : LongestPause;
        return wish > ShortestPause ? wish : ShortestPause;
    }

    private async Task DelayUntilAsync(DateTimeOffset until, CancellationToken cancellation)
    {
        var pause = until - time.GetUtcNow();
        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, time, cancellation);
        }
    }

    private sealed record Pause(DateTimeOffset Until, Task Ends);

    private sealed record Entry(T Item, MailboxQuery Query, int Tries);
}
