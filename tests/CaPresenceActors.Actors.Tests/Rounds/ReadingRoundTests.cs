using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Rounds;
using CaPresenceActors.Presence;
using CaPresenceActors.TestKit;

namespace CaPresenceActors.Actors.Tests.Rounds;

public sealed class ReadingRoundTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly ConcurrentQueue<string> _answered = new();
    private readonly Channel<DateTimeOffset?> _pauses = Channel.CreateUnbounded<DateTimeOffset?>();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_request_goes_ahead_and_then_no_more_than_two_are_under_way()
    {
        await using var source = new OpenSource();
        var round = Run(source, 4);
        var first = await source.NextAsync();
        source.Asked.ShouldBe(1);
        first.Good();
        var (second, third) = (await source.NextAsync(), await source.NextAsync());
        source.Asked.ShouldBe(3);

        second.Good();
        var fourth = await source.NextAsync();
        third.Good();
        fourth.Good();

        (await round).ShouldBeNull();
        _answered.ShouldBe(["1 good", "2 good", "3 good", "4 good"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_request_asks_for_as_many_as_it_can_carry()
    {
        await using var source = new OpenSource { MailboxesPerRead = 3 };
        var round = Run(source, 4);
        var one = await source.NextAsync();
        one.Mailboxes.ShouldBe(["1", "2", "3"]);
        one.Good();
        var other = await source.NextAsync();
        other.Mailboxes.ShouldBe(["4"]);
        other.Good();
        (await round).ShouldBeNull();
        _answered.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(ReadFailure.NotAuthenticated)]
    [InlineData(ReadFailure.CertificateRefused)]
    public async Task What_would_be_refused_again_ends_the_round_and_is_not_tried_again(ReadFailure failure)
    {
        await using var source = new OpenSource();
        var round = Run(source, 10);
        (await source.NextAsync()).Fail(failure, FailureScope.Account);

        (await round)!.Failure.ShouldBe(failure);
        source.Asked.ShouldBe(1);
        _answered.ShouldBe([$"1 {failure}"]);
    }

    [Fact]
    public async Task A_pause_for_everybody_is_kept_by_everybody_and_the_mailbox_is_tried_again()
    {
        await using var source = new OpenSource();
        var round = Run(source, 4);
        (await source.NextAsync()).Good();
        var (first, second) = (await source.NextAsync(), await source.NextAsync());
        first.Fail(ReadFailure.Throttled, FailureScope.Account, TimeSpan.FromSeconds(40));
        (await PauseAsync()).ShouldBe(_time.GetUtcNow().AddSeconds(40));

        _time.Advance(TimeSpan.FromSeconds(39));
        source.Asked.ShouldBe(3);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await source.NextAsync()).Good();
        second.Good();
        (await source.NextAsync()).Good();

        (await round).ShouldBeNull();
        _answered.ShouldBe(["1 good", "2 good", "3 good", "4 good"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_pause_for_one_mailbox_holds_nobody_else_up()
    {
        await using var source = new OpenSource();
        var round = Run(source, 4);
        (await source.NextAsync()).Good();
        var (first, second) = (await source.NextAsync(), await source.NextAsync());
        first.Fail(ReadFailure.Throttled, FailureScope.Mailbox, TimeSpan.FromSeconds(40));
        (await source.NextAsync()).Good();
        second.Good();
        (await PauseAsync()).ShouldBe(_time.GetUtcNow().AddSeconds(40));

        _time.Advance(TimeSpan.FromSeconds(40));
        var again = await source.NextAsync();
        again.Mailboxes.ShouldBe(first.Mailboxes);
        again.Good();
        (await round).ShouldBeNull();
    }

    [Fact]
    public async Task A_mailbox_is_tried_three_times_in_all()
    {
        await using var source = new OpenSource();
        var round = Run(source, 1);
        for (var tries = 1; tries <= 2; tries++)
        {
            (await source.NextAsync()).Fail(ReadFailure.Transient, FailureScope.Mailbox);
            _time.AdvanceTo(await PauseAsync());
        }

        (await source.NextAsync()).Fail(ReadFailure.Transient, FailureScope.Mailbox);

        (await round).ShouldBeNull();
        _answered.ShouldBe(["1 Transient"]);
    }

    [Fact]
    public async Task A_server_that_is_not_there_three_times_in_a_row_ends_the_round()
    {
        await using var source = new OpenSource();
        var round = Run(source, 1);
        (await source.NextAsync()).Fail(ReadFailure.Unreachable, FailureScope.Server);
        _time.AdvanceTo(await PauseAsync());
        (await source.NextAsync()).Fail(ReadFailure.Unreachable, FailureScope.Server);
        _time.AdvanceTo(await PauseAsync());
        (await source.NextAsync()).Fail(ReadFailure.Unreachable, FailureScope.Server);

        (await round)!.Failure.ShouldBe(ReadFailure.Unreachable);
    }

    [Fact]
    public async Task Trouble_of_a_mailbox_is_its_answer()
    {
        await using var source = new OpenSource();
        var round = Run(source, 2);
        (await source.NextAsync()).Fail(ReadFailure.AccessDenied, FailureScope.Mailbox);
        (await source.NextAsync()).Good();

        (await round).ShouldBeNull();
        _answered.Count(line => line.EndsWith("AccessDenied", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Cancellation_ends_what_is_under_way_and_what_waits()
    {
        await using var source = new OpenSource();
        using var cancelling = new CancellationTokenSource();
        var round = Run(source, 4, cancelling.Token);
        (await source.NextAsync()).Good();
        var (first, _) = (await source.NextAsync(), await source.NextAsync());
        first.Fail(ReadFailure.Throttled, FailureScope.Account, TimeSpan.FromMinutes(5));
        await PauseAsync();

        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => round);
        _answered.ShouldBe(["1 good"]);
    }

    [Fact]
    public async Task Who_has_to_stand_back_does_before_each_request()
    {
        await using var source = new OpenSource();
        var turns = new SemaphoreSlim(0);
        var round = new ReadingRound<string>(source, _time) { Turn = turns.WaitAsync };
        var running = round.RunAsync(Items(2), default, AnswerAsync, Cancelled);
        source.Asked.ShouldBe(0);

        turns.Release();
        (await source.NextAsync()).Good();
        source.Asked.ShouldBe(1);
        turns.Release(5);
        (await source.NextAsync()).Good();

        (await running).ShouldBeNull();
    }

    private static IEnumerable<(string Item, MailboxQuery Query)> Items(int count) =>
        Enumerable.Range(1, count).Select(i => ($"{i}", new MailboxQuery($"{i}", TimeZoneInfo.Utc)));

    private Task<MailboxReading.Failed?> Run(OpenSource source, int count, CancellationToken? cancellation = null) =>
        new ReadingRound<string>(source, _time) { Paused = until => _pauses.Writer.TryWrite(until) }.RunAsync(Items(count), default, AnswerAsync, cancellation ?? Cancelled).WaitAsync(Deadline, Cancelled);

    private Task AnswerAsync(string item, MailboxReading reading, CancellationToken cancellation)
    {
        _answered.Enqueue($"{item} {(reading is MailboxReading.Failed failed ? failed.Failure : "good")}");
        return Task.CompletedTask;
    }

    // The next pause that is told; that a round goes on is told, too.
    private async Task<DateTimeOffset> PauseAsync()
    {
        while (true)
        {
            if (await _pauses.Reader.ReadAsync(Cancelled).AsTask().WaitAsync(Deadline, Cancelled) is { } until)
            {
                return until;
            }
        }
    }

    /// <summary>A source whose reads stay open until the test ends them.</summary>
    private sealed class OpenSource : ICalendarSource
    {
        private readonly Channel<OpenRead> _reads = Channel.CreateUnbounded<OpenRead>();
        private int _asked;

        public int MailboxesPerRead { get; init; } = 1;

        public int Asked => Volatile.Read(ref _asked);

        public async Task<OpenRead> NextAsync() => await _reads.Reader.ReadAsync(Cancelled).AsTask().WaitAsync(Deadline, Cancelled);

        public Task<ImmutableArray<MailboxReading>> ReadAsync(ImmutableArray<MailboxQuery> mailboxes, CalendarWindow window, CancellationToken cancellation)
        {
            var read = new OpenRead([.. mailboxes.Select(mailbox => mailbox.Account)]);
            Interlocked.Increment(ref _asked);
            _reads.Writer.TryWrite(read);
            return read.Answer.WaitAsync(cancellation);
        }

        public Task<SourceCheck> CheckAsync(MailboxQuery mailbox, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class OpenRead(ImmutableArray<string> mailboxes)
    {
        private readonly TaskCompletionSource<ImmutableArray<MailboxReading>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ImmutableArray<string> Mailboxes => mailboxes;

        public Task<ImmutableArray<MailboxReading>> Answer => _answer.Task;

        public void Good() => _answer.SetResult([.. mailboxes.Select(account => new MailboxReading.Good(account, Calendar.Empty, 0))]);

        public void Fail(ReadFailure failure, FailureScope scope, TimeSpan? retryAfter = null) =>
            _answer.SetResult([.. mailboxes.Select(account => new MailboxReading.Failed(account, failure, "No.", retryAfter) { Scope = scope })]);
    }
}
