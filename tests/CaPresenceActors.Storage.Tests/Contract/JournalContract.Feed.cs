using CaPresenceActors.Storage.Tests.Support;

namespace CaPresenceActors.Storage.Tests.Contract;

public abstract partial class JournalContract
{
    [Fact]
    public async Task Observers_hear_of_every_entry_once_in_order_with_its_event()
    {
        var first = new RecordingObserver();
        var second = new RecordingObserver();
        Journal.Subscribe(first);
        Journal.Subscribe(second);

        var appends = Enumerable.Range(0, 3_000).Select(i => new TestAppend($"actor-{i}", 1, 0, [TestAppend.Event($"{i}a"), TestAppend.Event($"{i}b")])).ToList();
        appends.ForEach(Journal.Append);
        await Task.WhenAll(appends.Select(append => append.Outcome));

        foreach (var observer in new[] { first, second })
        {
            observer.Heard.Select(entry => entry.Position).ShouldBe(Enumerable.Range(1, 6_000).Select(i => (long)i));
            observer.Heard[2].Event.ShouldBe("1a");
            observer.Heard[3].Event.ShouldBe("1b");
        }

        Lines.Of(first.Heard).ShouldBe(await ReadAll());
    }

    [Fact]
    public async Task Who_is_told_done_finds_the_entry_with_the_observers_and_in_the_journal()
    {
        var observer = new RecordingObserver();
        Journal.Subscribe(observer);
        var (heard, head) = (0, 0L);
        var append = new TestAppend("anna", 1, 0, [TestAppend.Event("a1")])
        {
            WhenCompleted = _ => (heard, head) = (observer.Heard.Count, Journal.Head),
        };

        Journal.Append(append);
        await append.Outcome;

        heard.ShouldBe(1);
        head.ShouldBe(1);
    }

    [Fact]
    public async Task Observers_do_not_hear_of_documents()
    {
        var observer = new RecordingObserver();
        Journal.Subscribe(observer);

        await Actor("anna").Write("reading", "monday");

        observer.Heard.ShouldBeEmpty();
    }
}
