using System.Text;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Tests.Codec;

public sealed class SharedTextTests
{
    private readonly PresenceCodec _codec = new(new SiteBook());

    [Fact]
    public void Extensions_that_show_the_same_presence_share_its_name()
    {
        var one = Decoded("Lunch");
        var other = Decoded("Lunch");

        one.Shown.ShouldBe("Lunch");
        other.Shown.ShouldBeSameAs(one.Shown);
    }

    [Fact]
    public void More_names_than_are_remembered_are_all_read_right()
    {
        var names = Enumerable.Range(0, 5_000).Select(number => $"Présence \"{number}\"").ToList();

        names.Select(name => Decoded(name).Shown).ShouldBe(names);
        names.Select(name => Decoded(name).Shown).ShouldBe(names);
    }

    [Fact]
    public void A_presence_that_is_no_text_is_damage()
    {
        var snapshot = Encoding.UTF8.GetString(Snapshot("Lunch").Span).Replace("\"Lunch\"", "7", StringComparison.Ordinal);

        Should.Throw<JournalException>(() => _codec.DecodeSnapshot(Encoding.UTF8.GetBytes(snapshot)));
    }

    private PresenceState Decoded(string shown) => _codec.DecodeSnapshot(Snapshot(shown).Span).ShouldBeOfType<PresenceState>();

    private ReadOnlyMemory<byte> Snapshot(string shown) =>
        _codec.EncodeSnapshot(PresenceState.Begin(SiteSettings.Initial, UserSettings.Initial, new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)) with { Shown = shown });
}
