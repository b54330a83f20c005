using System.Collections.Immutable;
using CaPresenceActors.Actors.Ports;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Polling;

/// <summary>
/// A calendar source with an end: makes an answer for every mailbox of whatever comes out of it, gives up a read that never ends, and disposes of it when its last
/// read has ended.
/// </summary>
/// <param name="source">What reads. Owned from now on.</param>
/// <param name="deadline">How long a read may take, whatever the source itself thinks of it.</param>
/// <param name="time">Measures it.</param>
/// <param name="logger">Told when the source breaks its contract.</param>
internal sealed class CalendarReader(ICalendarSource source, TimeSpan deadline, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _retired = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for the source being in use at all, and one for each read.
    private int _users = 1;

    /// <summary>How many mailboxes one read may ask for.</summary>
    public int MailboxesPerRead { get; } = Math.Max(1, source.MailboxesPerRead);

    /// <summary>Reads. Answers for every mailbox, in their order, and never throws.</summary>
    public async Task<ImmutableArray<MailboxReading>> ReadAsync(ImmutableArray<MailboxQuery> mailboxes, CalendarWindow window)
    {
        using var expired = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_retired.Token, expired.Token);
        try
        {
            var answers = await Begin(mailboxes, window, either.Token).WaitAsync(either.Token);
            return Fit(mailboxes, answers) ? answers : Broken(mailboxes, null);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return AllFailed(mailboxes, ReadFailure.Unreachable, $"There was no answer within {deadline.TotalSeconds:0} seconds.");
        }
        catch (Exception e)
        {
            return Broken(mailboxes, e);
        }
    }

    /// <summary>What has gone to the server and come from it.</summary>
    public ExchangeFigures Figures => source.Figures;

    /// <summary>Makes a watch over changes; null where the source has none. To be disposed of before this.</summary>
    public ICalendarWatch? Watch(ICalendarChangeObserver observer) => source.Watch(observer);

    /// <summary>Cancels what is under way, and disposes of the source as soon as that has ended. Never fails.</summary>
    public async ValueTask DisposeAsync()
    {
        await _retired.CancelAsync();
        Release();
        try
        {
            // A read that does not heed its cancellation would keep its connection for ever.
            await _idle.Task.WaitAsync(Farewell, time);
        }
        catch (TimeoutException)
        {
            CalendarPollerLog.ReadsDoNotEnd(logger, Farewell);
        }

        try
        {
            await source.DisposeAsync();
        }
        catch (Exception e)
        {
            CalendarPollerLog.SourceNotDisposed(logger, e);
        }

        _retired.Dispose();
    }

    private static bool Fit(ImmutableArray<MailboxQuery> mailboxes, ImmutableArray<MailboxReading> answers) =>
        !answers.IsDefault && answers.Length == mailboxes.Length
        && mailboxes.Zip(answers).All(pair => string.Equals(pair.First.Account, pair.Second.Account, StringComparison.OrdinalIgnoreCase));

    private static ImmutableArray<MailboxReading> AllFailed(ImmutableArray<MailboxQuery> mailboxes, ReadFailure failure, string reason) =>
        [.. mailboxes.Select(m => new MailboxReading.Failed(m.Account, failure, reason))];

    private async Task<ImmutableArray<MailboxReading>> Begin(ImmutableArray<MailboxQuery> mailboxes, CalendarWindow window, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _users);
        try
        {
            return await source.ReadAsync(mailboxes, window, cancellation);
        }
        finally
        {
            Release();
        }
    }

    // The text of a foreign exception may hold anything, so it goes to the log and not into a reason.
    private ImmutableArray<MailboxReading> Broken(ImmutableArray<MailboxQuery> mailboxes, Exception? cause)
    {
        CalendarPollerLog.SourceBroken(logger, mailboxes.Length, cause);
        return AllFailed(mailboxes, ReadFailure.Transient, "This program failed at reading the calendar; its log says how. It is tried again.");
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _idle.TrySetResult();
        }
    }
}
