using System.Collections.Immutable;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Tests.Polling;

/// <summary>A calendar source that a test answers by hand, or by a function.</summary>
internal sealed class ScriptedSource(ExchangeConnection connection) : ICalendarSource
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ExchangeConnection Connection { get; } = connection;

    public int MailboxesPerRead { get; init; } = 1;

    /// <summary>Answers at once; null: reads stay open until the test ends them.</summary>
    public Func<MailboxQuery, MailboxReading>? Answer { get; set; }

    public List<OpenRead> Reads { get; } = [];

    public bool IsDisposed => Disposed.IsCompleted;

    /// <summary>Ends when it is disposed of.</summary>
    public Task Disposed => _disposed.Task;

    public Task<ImmutableArray<MailboxReading>> ReadAsync(ImmutableArray<MailboxQuery> mailboxes, CalendarWindow window, CancellationToken cancellation)
    {
        IsDisposed.ShouldBeFalse();
        var read = new OpenRead(mailboxes, window, cancellation);
        Reads.Add(read);
        if (Answer is not null)
        {
            read.End([.. mailboxes.Select(Answer)]);
        }

        return read.Task;
    }

    /// <summary>What a test says when it tells of changes; null: this source cannot.</summary>
    public ScriptedWatch? Ear { get; set; }

    public ICalendarWatch? Watch(ICalendarChangeObserver observer)
    {
        Ear?.Observer.ShouldBeNull();
        if (Ear is { } ear)
        {
            ear.Observer = observer;
        }

        return Ear;
    }

    public Task<SourceCheck> CheckAsync(MailboxQuery mailbox, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask DisposeAsync()
    {
        _disposed.SetResult();
        return ValueTask.CompletedTask;
    }

    internal sealed class OpenRead
    {
        private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<ImmutableArray<MailboxReading>> _end = new();

        public OpenRead(ImmutableArray<MailboxQuery> mailboxes, CalendarWindow window, CancellationToken cancellation)
        {
            Mailboxes = mailboxes;
            Window = window;
            cancellation.Register(() => _cancelled.TrySetResult());
        }

        public ImmutableArray<MailboxQuery> Mailboxes { get; }

        public CalendarWindow Window { get; }

        /// <summary>Ends when the read is cancelled.</summary>
        public Task Cancelled => _cancelled.Task;

        public Task<ImmutableArray<MailboxReading>> Task => _end.Task;

        public void End(ImmutableArray<MailboxReading> answers) => _end.SetResult(answers);

        public void Fail(Exception cause) => _end.SetException(cause);
    }
}

/// <summary>Makes scripted sources, and keeps them.</summary>
internal sealed class ScriptedSources : ICalendarSourceFactory
{
    public List<ScriptedSource> Made { get; } = [];

    public ScriptedSource Last => Made[^1];

    public Func<MailboxQuery, MailboxReading>? Answer { get; set; } = query => PlanRun.Good(query.Account);

    /// <summary>What a mailbox answers by the way that the connection says; instead of <see cref="Answer"/>.</summary>
    public Func<ExchangeConnection, MailboxQuery, MailboxReading>? AnswerBy { get; set; }

    /// <summary>Whether sources tell of changes.</summary>
    public bool Tells { get; set; }

    public Exception? Trouble { get; set; }

    public ICalendarSource Create(ExchangeConnection connection, IServerDateObserver clock)
    {
        if (Trouble is not null)
        {
            throw Trouble;
        }

        Made.Add(new ScriptedSource(connection) { Answer = AnswerBy is { } by ? query => by(connection, query) : Answer, Ear = Tells ? new ScriptedWatch() : null });
        return Last;
    }
}

/// <summary>Keeps what it is told.</summary>
internal sealed class RecordedReadings : IReadings
{
    private TaskCompletionSource _failed = new();

    public List<GoodReading> GoodOnes { get; } = [];

    public List<FailedReading> FailedOnes { get; } = [];

    public List<SweepSummary> Sweeps { get; } = [];

    /// <summary>Who is followed or not, in the order in which it was said.</summary>
    public List<(string Extension, bool IsFollowed)> Follows { get; } = [];

    /// <summary>Whose calendar was said to be another one than was read, in that order.</summary>
    public List<string> OutdatedOnes { get; } = [];

    public Exception? Trouble { get; set; }

    /// <summary>Ends with the next failed reading.</summary>
    public Task NextFailure => _failed.Task;

    public void Good(GoodReading reading)
    {
        if (Trouble is { } trouble)
        {
            Trouble = null;
            throw trouble;
        }

        GoodOnes.Add(reading);
    }

    public void Failed(FailedReading reading)
    {
        FailedOnes.Add(reading);
        _failed.SetResult();
        _failed = new TaskCompletionSource();
    }

    public void SweepEnded(SweepSummary summary) => Sweeps.Add(summary);

    public void Followed(string extension, bool isFollowed) => Follows.Add((extension, isFollowed));

    public void Outdated(string extension) => OutdatedOnes.Add(extension);
}
