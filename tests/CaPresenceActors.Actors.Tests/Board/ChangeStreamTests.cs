using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;
using static CaPresenceActors.Actors.Tests.Board.JournalWriter;

namespace CaPresenceActors.Actors.Tests.Board;

public sealed class ChangeStreamTests : IAsyncLifetime
{
    private readonly BoardBench _bench = new();
    private JournalWriter _ito = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _ito = await _bench.BeginAsync("1203");

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Tells_what_was_missed_from_any_position_and_ids_may_skip()
    {
        await _ito.AppendAsync(Shows("Lunch", _bench.Now), Quiet(_bench.Now, "Lunch"), Shows("Vacation", _bench.Now, "Lunch"));
        foreach (var (after, ids) in new (long After, long[] Ids)[] { (0, [3, 5]), (2, [3, 5]), (3, [5]), (4, [5]) })
        {
            await using var subscription = _bench.Board.Subscribe(after);
            (await BoardBench.ReadUntilAsync(subscription, 5)).ShouldBe(ids);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hidden_times_reach_no_subscriber_neither_live_nor_later(bool byPerson)
    {
        var until = new Outlook(_bench.Now.AddMinutes(77), "Available");
        var before = await _ito.AppendAsync(Shows("Lunch", _bench.Now, outlook: until));
        if (byPerson)
        {
            await new JournalWriter(_bench.Journal, PresenceIds.Users).AppendAsync(new UserChanged(_bench.Now, "admin", "1203", new UserProfile { Extension = "1203", Name = "Ito", HideTimes = true }));
        }
        else
        {
            _bench.Site.Turn(_bench.Site.Current with { ScheduleTimes = ScheduleTimes.Receptionists }, null);
        }

        await using var live = _bench.Board.Subscribe(_bench.Journal.Head);
        var reading = TextUntilAsync(live, _bench.Journal.Head + 1);
        var position = await _ito.AppendAsync(Shows("Vacation", _bench.Now, "Lunch", until));
        await using var later = _bench.Board.Subscribe(before - 1);

        foreach (var text in new[] { await reading, await TextUntilAsync(later, position) })
        {
            text.ShouldContain("\"to\":\"Vacation\"");
            text.ShouldContain("\"timesHidden\":true");
            text.ShouldNotContain("until\":");
            text.ShouldNotContain("next\":");
        }
    }

    [Fact]
    public async Task Whose_times_are_not_hidden_is_told_with_them()
    {
        var position = await _ito.AppendAsync(Shows("Lunch", _bench.Now, outlook: new Outlook(_bench.Now.AddMinutes(77), "Available")));
        await using var subscription = _bench.Board.Subscribe(position - 1);

        var text = await TextUntilAsync(subscription, position);

        text.ShouldContain("\"next\":\"Available\"");
        text.ShouldNotContain("timesHidden");
    }

    [Fact]
    public async Task A_keyword_of_somebodys_own_list_is_told_to_nobody_else()
    {
        await _ito.AppendAsync(Leads("Lunch", "lunch", _bench.Now));
        var position = await _ito.AppendAsync(Leads("Vacation", BoardBench.OwnKeyword, _bench.Now));
        await using var subscription = _bench.Board.Subscribe(position - 2);

        var text = await TextUntilAsync(subscription, position);

        text.ShouldContain("\"keyword\":\"lunch\"");
        text.ShouldContain("\"to\":\"Vacation\"");
        text.ShouldNotContain(BoardBench.OwnKeyword);
    }

    private static async Task<string> TextUntilAsync(IChangeSubscription subscription, long position)
    {
        using var deadline = new CancellationTokenSource(BoardBench.Deadline);
        var text = new System.Text.StringBuilder();
        await foreach (var piece in subscription.ReadAsync(deadline.Token))
        {
            text.Append(System.Text.Encoding.UTF8.GetString(piece.ShouldBeOfType<ChangePiece.Changes>().Utf8.Span));
            if (piece.Position >= position)
            {
                break;
            }
        }

        return text.ToString();
    }

    [Fact]
    public async Task Without_a_position_only_what_comes_from_now_on_is_told()
    {
        await _bench.Heard.Until(await _ito.AppendAsync(Shows("Lunch", _bench.Now)));
        await using var subscription = _bench.Board.Subscribe(null);
        var newest = await _ito.AppendAsync(Shows("Vacation", _bench.Now, "Lunch"));
        (await BoardBench.ReadUntilAsync(subscription, newest)).ShouldBe([newest]);
    }

    [Theory]
    [InlineData(99)]
    [InlineData(-5)]
    public async Task Who_names_a_position_that_the_journal_does_not_have_gets_the_whole_board(long after)
    {
        var newest = await _ito.AppendAsync(Shows("Lunch", _bench.Now));
        ChangePiece.Reset? reset = null;
        await using var subscription = _bench.Board.Subscribe(after);
        (await BoardBench.ReadUntilAsync(subscription, newest, whole => reset = whole)).ShouldBeEmpty();
        reset!.Board.Presences.ShouldHaveSingleItem().Presence.ShouldBe("Lunch");
    }

    [Fact]
    public async Task Who_comes_back_after_what_they_missed_was_pruned_gets_the_whole_board_and_then_what_follows()
    {
        await _ito.AppendAsync(Shows("Lunch", _bench.Now));
        var pruned = await _ito.AppendAsync(Shows("Vacation", _bench.Now, "Lunch"));
        _bench.Journal.CoverBySnapshots(pruned - 1);
        await _bench.Journal.PruneAsync(DateTimeOffset.MaxValue, 100, Cancelled);

        await using var atTheEdge = _bench.Board.Subscribe(pruned - 1);
        (await BoardBench.ReadUntilAsync(atTheEdge, pruned, _ => Assert.Fail("Nothing was missed."))).ShouldBe([pruned]);

        var resets = 0;
        await using var before = _bench.Board.Subscribe(pruned - 2);
        var next = await _ito.AppendAsync(Shows("Lunch", _bench.Now, "Vacation"));
        var ids = await BoardBench.ReadUntilAsync(before, next, _ => resets++);
        resets.ShouldBe(1);
        ids.ShouldBe([], ignoreOrder: false); // The board of the reset has it already.
    }

    [Fact]
    public async Task A_slow_subscriber_is_cut_off_and_misses_nothing_when_it_comes_back()
    {
        await using var subscription = _bench.Board.Subscribe(null);
        await using var pieces = subscription.ReadAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        var first = pieces.MoveNextAsync().AsTask();
        var position = await _ito.AppendAsync(Shows("Lunch", _bench.Now));
        (await first.WaitAsync(BoardBench.Deadline, Cancelled)).ShouldBeTrue();
        for (var i = 0; i < ChangeStream.QueueLimit + 1; i++)
        {
            position = await _ito.AppendAsync(Shows("Lunch", _bench.Now));
        }

        await _bench.Heard.Until(position);
        _bench.Board.Subscribers.ShouldBe(0);
        var known = pieces.Current.Position;
        var e = await Should.ThrowAsync<SlowSubscriberException>(async () =>
        {
            while (await pieces.MoveNextAsync())
            {
                pieces.Current.Position.ShouldBe(known + 1);
                known = pieces.Current.Position;
            }
        });
        e.Message.ShouldContain("nothing is lost");

        await using var again = _bench.Board.Subscribe(known);
        (await BoardBench.ReadUntilAsync(again, position)).ShouldBe(Enumerable.Range((int)known + 1, (int)(position - known)).Select(id => (long)id));
    }

    [Fact]
    public async Task A_large_commit_comes_in_several_pieces_that_lack_nothing()
    {
        const int Changes = 1_000;
        await using var live = _bench.Board.Subscribe(null);
        await using var pieces = live.ReadAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        var next = pieces.MoveNextAsync().AsTask();
        var last = await _ito.AppendAsync([.. Enumerable.Range(0, Changes).Select(_ => Shows("Lunch", _bench.Now)), Quiet(_bench.Now, "Lunch")]);

        var (ids, sizes, known) = (new List<long>(), new List<int>(), last - Changes - 1);
        while (known < last)
        {
            (await next.WaitAsync(BoardBench.Deadline, Cancelled)).ShouldBeTrue();
            var piece = pieces.Current.ShouldBeOfType<ChangePiece.Changes>();
            piece.FirstPosition.ShouldBe(known + 1);
            known = piece.Position;
            ids.AddRange(BoardBench.IdsOf(piece));
            sizes.Add(piece.Utf8.Length);
            next = known < last ? pieces.MoveNextAsync().AsTask() : next;
        }

        ids.ShouldBe(Enumerable.Range(0, Changes).Select(number => last - Changes + number));
        sizes.Count.ShouldBeGreaterThan(1);
        sizes.ShouldAllBe(size => size < 66 * 1024);
    }

    [Fact]
    public async Task A_disposed_subscription_ends()
    {
        var subscription = _bench.Board.Subscribe(null);
        await using var pieces = subscription.ReadAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        var next = pieces.MoveNextAsync().AsTask();
        await subscription.DisposeAsync();
        (await next.WaitAsync(BoardBench.Deadline, Cancelled)).ShouldBeFalse();
        _bench.Board.Subscribers.ShouldBe(0);
    }

    [Fact]
    public async Task A_stream_that_has_ended_ends_those_who_come_later_too()
    {
        await _bench.Stream.DisposeAsync();
        await using var subscription = _bench.Board.Subscribe(null);
        (await BoardBench.ReadUntilAsync(subscription, long.MaxValue)).ShouldBeEmpty();
        _bench.Board.Subscribers.ShouldBe(0);
    }

    [Fact]
    public async Task No_subscriber_misses_a_change_or_gets_one_twice_whenever_it_comes()
    {
        const int Writers = 4;
        const int AppendsEach = 150;
        const int Subscribers = 24;
        var begun = 0L;
        var writing = Enumerable.Range(0, Writers).Select(number => Task.Run(async () =>
        {
            var writer = await _bench.BeginAsync($"20{number}");
            for (var i = 0; i < AppendsEach; i++)
            {
                // Ids skip: not every entry is a change.
                await writer.AppendAsync(i % 3 == 0 ? [Quiet(_bench.Now)] : [Shows("Lunch", _bench.Now), Quiet(_bench.Now), Shows("Vacation", _bench.Now)]);
                Interlocked.Increment(ref begun);
            }
        })).ToList();
        var stop = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscribed = new CountdownEvent(Subscribers);
        var reading = Enumerable.Range(0, Subscribers).Select(number => Task.Run(async () =>
        {
            // They come while the writers write: from the beginning, from the newest position, from a reset.
            while (Interlocked.Read(ref begun) < number * Writers * AppendsEach / (Subscribers + 1))
            {
                await Task.Yield();
            }

            long? after = (number % 4) switch { 0 => 0, 1 => _bench.Journal.Head / 2, 2 => _bench.Journal.Head, _ => long.MaxValue };
            await using var subscription = _bench.Board.Subscribe(after);
            subscribed.Signal();
            return await ReadToEndAsync(subscription, after!.Value, stop.Task);
        })).ToList();

        await Task.WhenAll(writing);
        subscribed.Wait(BoardBench.Deadline, Cancelled).ShouldBeTrue();
        stop.SetResult(await _ito.AppendAsync(Shows("Vacation", _bench.Now)));
        await _ito.AppendAsync(Shows("Lunch", _bench.Now)); // Whoever saw the last one before it was known to be the last sees this.
        var changes = (await _bench.Journal.ReadAsync(0, int.MaxValue, Cancelled))
            .Where(entry => entry.Manifest == "presence.manual-set/1").Select(entry => entry.Position).ToList();
        foreach (var (from, to, ids) in await Task.WhenAll(reading).WaitAsync(BoardBench.Deadline, Cancelled))
        {
            ids.ShouldBe(changes.Where(position => position > from && position <= to));
        }
    }

    private static async Task<(long From, long To, List<long> Ids)> ReadToEndAsync(IChangeSubscription subscription, long after, Task<long> end)
    {
        using var deadline = new CancellationTokenSource(BoardBench.Deadline);
        var (from, ids) = (after, new List<long>());
        await foreach (var piece in subscription.ReadAsync(deadline.Token))
        {
            if (piece is ChangePiece.Reset reset)
            {
                ids.ShouldBeEmpty();
                from = reset.Position;
            }
            else if (piece is ChangePiece.Changes changes)
            {
                ids.AddRange(BoardBench.IdsOf(changes));
            }

            if (end.IsCompleted && piece.Position >= await end)
            {
                return (from, piece.Position, ids);
            }
        }

        throw new InvalidOperationException("The stream ended before its time.");
    }
}
