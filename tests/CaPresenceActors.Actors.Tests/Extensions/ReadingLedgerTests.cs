using System.Text;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Extensions;
using CaPresenceActors.Kernel.Persistence;
using static CaPresenceActors.Actors.Tests.Extensions.ExtensionBench;

namespace CaPresenceActors.Actors.Tests.Extensions;

public sealed class ReadingLedgerTests : IDisposable
{
    private readonly ExtensionBench _bench = new ExtensionBench().WithUser();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_calendar_that_was_read_unchanged_just_before_a_crash_is_fresh_after_it()
    {
        _bench.Read(Meeting(9, 10));
        _bench.Advance(At(10));
        _bench.Read(Meeting(9, 10));
        var head = _bench.Store.Head;
        _bench.EndSweep(At(10));
        _bench.Restart();

        _bench.View!.StaleSince.ShouldBeNull();
        _bench.Board.LastGoodReadOf(Extension).ShouldBe(At(10));
        _bench.Store.Head.ShouldBe(head); // Reading an unchanged calendar costs the journal nothing.
    }

    [Fact]
    public void Who_was_not_read_in_the_last_sweep_is_as_stale_after_a_crash_as_before()
    {
        _bench.Read(Meeting(9, 10));
        _bench.Advance(At(8, 20));
        _bench.Read(Meeting(9, 10));
        _bench.Advance(At(10));
        _bench.EndSweep(At(10));
        _bench.View!.StaleSince.ShouldBe(At(8, 20));
        _bench.Restart();
        _bench.View!.StaleSince.ShouldBe(At(8, 20));
    }

    [Fact]
    public void A_machine_that_was_down_for_ten_minutes_shows_everybody_stale_until_the_first_read()
    {
        _bench.Read(Meeting(9, 10));
        _bench.EndSweep(At(8));
        _bench.Crash();
        _bench.Time.SetUtcNow(At(8, 10));
        _bench.Start();
        _bench.View!.StaleSince.ShouldBe(At(8));
        _bench.Read(Meeting(9, 10));
        _bench.View!.StaleSince.ShouldBeNull();
    }

    [Fact]
    public void A_kept_calendar_whose_integration_came_on_again_is_stale_until_it_is_read_also_after_a_crash()
    {
        _bench.Read(Meeting(9, 10));
        _bench.EndSweep(At(8));
        _bench.Advance(At(8, 1));
        _bench.Tell(new UserPresenceMessage.ProfileChanged(Profile() with { Integration = false }));
        _bench.Tell(new UserPresenceMessage.ProfileChanged(Profile()));
        _bench.View!.StaleSince.ShouldBe(At(8));
        _bench.Sweep();
        _bench.Restart();
        _bench.View!.StaleSince.ShouldBe(At(8));

        _bench.Advance(At(8, 2));
        _bench.Read(Meeting(9, 10));
        _bench.View!.StaleSince.ShouldBeNull();
        _bench.EndSweep(At(8, 2));
        _bench.Restart();
        _bench.View!.StaleSince.ShouldBeNull();
    }

    [Fact]
    public void The_switch_of_the_site_leaves_the_same_mark()
    {
        _bench.Read(Meeting(9, 10));
        _bench.Advance(At(8, 1));
        _bench.Turn(_bench.Book.Current.Rules with { Integration = false });
        _bench.Announce();
        _bench.Turn(_bench.Book.Current.Rules with { Integration = true });
        _bench.Announce();
        _bench.Restart();
        _bench.View!.StaleSince.ShouldBe(At(8));
    }

    [Fact]
    public void The_document_is_read_as_it_was_written_once()
    {
        var written = """{"since":"2026-11-02T10:00:00+00:00","readBefore":{"1203":"2026-11-02T08:20:00+00:00"}}""";
        var read = Document(written);
        (read.Since, read.LastGoodReadOf("1100"), read.LastGoodReadOf("1203")).ShouldBe((At(10), At(10), At(8, 20)));
        Encoding.UTF8.GetString(read.Encode().Span).ShouldBe(written);
        Encoding.UTF8.GetString((read with { ReadBefore = StoredSweep.None.ReadBefore }).Encode().Span).ShouldBe("""{"since":"2026-11-02T10:00:00+00:00"}""");
    }

    [Fact]
    public void A_damaged_document_is_refused_by_its_name()
    {
        Should.Throw<JournalException>(() => Document("{")).Message.ShouldStartWith("The content of document \"sweep\" of readings is damaged");
        Should.Throw<JournalException>(() => StoredReturn.Read(new RecoveredDocument(StoredReturn.Key, new byte[7]), "presence-1203")).Message
            .ShouldStartWith("The content of document \"returned\" of presence-1203 is damaged");
        Should.Throw<JournalException>(() => StoredReturn.Read(new RecoveredDocument(StoredReturn.Key, new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }), "presence-1203"));
    }

    private static StoredSweep Document(string json) => StoredSweep.Read(new RecoveredDocument(StoredSweep.Key, Encoding.UTF8.GetBytes(json)), PresenceIds.Readings);
}
