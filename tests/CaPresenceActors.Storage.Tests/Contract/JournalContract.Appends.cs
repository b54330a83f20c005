using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Tests.Support;

namespace CaPresenceActors.Storage.Tests.Contract;

public abstract partial class JournalContract
{
    [Fact]
    public async Task A_new_journal_is_empty()
    {
        Journal.Head.ShouldBe(0);
        Journal.Oldest.ShouldBe(1);
        Journal.Health.IsGood.ShouldBeTrue();
        (await ReadAll()).ShouldBeEmpty();
        (await Recovered.All(Journal)).Calls.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task Entries_stand_in_the_order_of_arrival_and_name_their_predecessor()
    {
        var anna = Actor("anna");
        var bert = Actor("bert");

        (await anna.Append("a1")).ShouldBe(1);
        (await bert.Append("b1", "b2")).ShouldBe(2);
        (await anna.Append("a2", "a3")).ShouldBe(4);
        (await bert.Append("b3")).ShouldBe(6);

        Journal.Head.ShouldBe(6);
        Journal.Oldest.ShouldBe(1);
        (await ReadAll()).ShouldBe(
        [
            "1 anna 1 <0 a1",
            "2 bert 1 <0 b1",
            "3 bert 2 <2 b2",
            "4 anna 2 <1 a2",
            "5 anna 3 <4 a3",
            "6 bert 3 <3 b3",
        ]);
    }

    [Fact]
    public async Task What_was_appended_is_there_after_reopening()
    {
        await Actor("anna").Append("a1", "a2");
        await Actor("bert").Write("reading", "monday");

        await Reopen();

        Journal.Head.ShouldBe(2);
        (await ReadAll()).ShouldBe(["1 anna 1 <0 a1", "2 anna 2 <1 a2"]);
        (await Recovered.All(Journal)).Documents.ShouldBe(["bert/reading=monday"]);
        (await Actor("bert").Append("b1")).ShouldBe(3);
    }

    [Fact]
    public async Task An_entry_comes_back_exactly_as_it_was_written()
    {
        var at = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero).AddTicks(1234567);
        byte[] payload = [0, 1, 0, 255, 128];
        await Actor("größe/間").Append(new TestAppend("größe/間", 1, 0, [new JournalEvent("form.ä/2", payload, "x"), new JournalEvent("form.b/1", Array.Empty<byte>(), "y")]) { At = at });

        var entries = await Journal.ReadAsync(0, 10, Cancellation);

        entries.Count.ShouldBe(2);
        entries[0].PersistenceId.ShouldBe("größe/間");
        entries[0].Manifest.ShouldBe("form.ä/2");
        entries[0].RecordedAt.ShouldBe(at);
        entries[0].RecordedAt.Offset.ShouldBe(TimeSpan.Zero);
        entries[0].Payload.ToArray().ShouldBe(payload);
        entries[0].Event.ShouldBeNull();
        entries[1].Manifest.ShouldBe("form.b/1");
        entries[1].Payload.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task Ten_thousand_concurrent_appends_leave_no_gap_and_keep_the_order_of_arrival()
    {
        var appends = Enumerable.Range(0, 10_000).Select(i => new TestAppend($"actor-{i}", 1, 0, [TestAppend.Event($"e{i}")])).ToList();

        foreach (var append in appends)
        {
            Journal.Append(append);
        }

        var positions = await Task.WhenAll(appends.Select(append => append.Outcome));
        positions.ShouldBe(Enumerable.Range(1, 10_000).Select(i => (long)i));
        Journal.Head.ShouldBe(10_000);
    }

    [Fact]
    public async Task Appends_from_many_threads_are_each_answered_with_their_own_position()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            var actor = Actor($"actor-{thread}");
            var positions = new List<long>();
            for (var i = 0; i < 50; i++)
            {
                positions.Add(await actor.Append($"{thread}.{i}.1", $"{thread}.{i}.2"));
            }

            return positions;
        })));

        var entries = await Journal.ReadAsync(0, int.MaxValue, Cancellation);
        entries.Select(entry => entry.Position).ShouldBe(Enumerable.Range(1, 800).Select(i => (long)i));
        for (var thread = 0; thread < 8; thread++)
        {
            for (var i = 0; i < 50; i++)
            {
                var first = entries[(int)answers[thread][i] - 1];
                Lines.Of(first).ShouldEndWith($" {thread}.{i}.1");
                Lines.Of(entries[(int)first.Position]).ShouldEndWith($" {thread}.{i}.2");
            }
        }
    }

    [Fact]
    public async Task An_append_without_events_is_answered_with_the_head()
    {
        await Actor("anna").Append("a1", "a2");

        (await Actor("bert").Write("reading", "monday")).ShouldBe(2);
        (await Actor("carl").Append(new TestAppend("carl", 1, 0, []))).ShouldBe(2);

        Journal.Head.ShouldBe(2);
    }

    [Fact]
    public async Task A_flush_brings_what_was_queued_before_it_to_the_disk()
    {
        var append = new TestAppend("anna", 1, 0, [TestAppend.Event("a1")]);
        Journal.Append(append);
        await Journal.FlushAsync(Cancellation);

        append.Outcome.IsCompletedSuccessfully.ShouldBeTrue();
        Journal.Head.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_queued_before_closing_is_written_and_what_comes_later_is_refused()
    {
        var before = new TestAppend("anna", 1, 0, [TestAppend.Event("a1")]);
        var after = new TestAppend("anna", 2, 1, [TestAppend.Event("a2")]);
        var closed = Journal;
        Journal.Append(before);

        await closed.DisposeAsync();
        closed.Append(after);

        (await before.Outcome).ShouldBe(1);
        await Should.ThrowAsync<JournalException>(after.Outcome);
        await Reopen();
        (await ReadAll()).ShouldBe(["1 anna 1 <0 a1"]);
    }
}
