using System.Text;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Tests.Codec;

public sealed class PresenceCodecTests
{
    private const string Damaged = "is damaged and cannot be read. Nothing was changed; restore the journal from a backup.";

    private readonly SiteBook _book = new();
    private readonly PresenceCodec _codec;

    public PresenceCodecTests()
    {
        _book.Restore(new SiteVersion(Samples.Rules, null));
        _codec = new PresenceCodec(_book);
    }

    public static TheoryData<string> EventNames => [.. Samples.Events.Keys];

    public static TheoryData<string> SnapshotNames => [.. Samples.Snapshots.Keys];

    [Theory]
    [MemberData(nameof(EventNames))]
    public void An_event_is_written_as_it_always_was(string name)
    {
        var written = _codec.Encode(Samples.Events[name]);
        name.ShouldStartWith(written.Manifest.Replace('/', '-'));
        Encoding.UTF8.GetString(written.Payload.Span).ShouldBe(Encoding.UTF8.GetString(Golden.Read($"{name}.json", written.Payload.Span)));
    }

    [Theory]
    [MemberData(nameof(EventNames))]
    public void An_event_that_was_written_is_read_back_whole(string name)
    {
        var written = _codec.Encode(Samples.Events[name]);
        var read = _codec.Decode(Entry(written.Manifest, Golden.Read($"{name}.json", written.Payload.Span)));
        read.ShouldBeOfType(Samples.Events[name].GetType());
        var again = Text(_codec.Encode(read).Payload);

        // The journal knows of a calendar only that it changed, and of how many appointments.
        again.ShouldBe(Text(written.Payload).Replace(",\"appointments\":1", ",\"appointments\":0", StringComparison.Ordinal));
        if (read is PresenceEvent happened)
        {
            var sample = (PresenceEvent)Samples.Events[name];
            happened.At.ShouldBe(sample.At);
            happened.Settlement.Losers.ShouldBe(sample.Settlement.Losers.ToArray());
            (happened.Settlement with { Losers = [] }).ShouldBe(sample.Settlement with { Losers = [] });
        }
    }

    [Theory]
    [MemberData(nameof(SnapshotNames))]
    public void A_snapshot_is_written_as_it_always_was_and_read_back_whole(string name)
    {
        var written = _codec.EncodeSnapshot(Samples.Snapshots[name]);
        var golden = Golden.Read($"{name}.json", written.Span);
        Text(written).ShouldBe(Encoding.UTF8.GetString(golden));
        var read = _codec.DecodeSnapshot(golden);
        read.ShouldBeOfType(Samples.Snapshots[name].GetType());
        Text(_codec.EncodeSnapshot(read)).ShouldBe(Text(written));
    }

    [Fact]
    public void Every_golden_file_is_read() =>
        Golden.Names.Order(StringComparer.Ordinal).ShouldBe(Samples.Events.Keys.Concat(Samples.Snapshots.Keys).Select(name => $"{name}.json").Order(StringComparer.Ordinal));

    [Fact]
    public void A_state_that_was_kept_is_the_state_without_its_calendar()
    {
        var read = (PresenceState)_codec.DecodeSnapshot(_codec.EncodeSnapshot(Samples.State).Span);
        (read with { Agenda = Samples.State.Agenda }).ShouldBe(Samples.State);
    }

    [Fact]
    public void No_event_and_no_snapshot_holds_a_subject_or_a_password()
    {
        Samples.Events.Values.Select(happened => Text(_codec.Encode(happened).Payload))
            .Concat(Samples.Snapshots.Values.Select(state => Text(_codec.EncodeSnapshot(state))))
            .ShouldAllBe(text => !text.Contains("XYZZY"));
    }

    [Fact]
    public void An_unknown_event_is_refused_by_its_name_and_not_called_damaged() =>
        Should.Throw<JournalException>(() => _codec.Decode(Entry("presence.teleported/3", "{\"x\":1}"u8))).Message.ShouldBe(
            "Entry 42 of the journal is a \"presence.teleported/3\", which this version does not know. Nothing was changed; use the version that wrote it, or a newer one.");

    [Theory]
    [InlineData("presence.boundary/1", "{\"at\":\"2026-11-23T10:0")]
    [InlineData("presence.boundary/1", "{}")]
    [InlineData("presence.boundary/1", "null")]
    [InlineData("presence.boundary/1", "")]
    [InlineData("presence.boundary/1", "{\"at\":\"2026-11-23T10:00:00+00:00\",\"is\":{\"shown\":\"A\",\"episode\":{\"event\":\"no key\",\"presence\":\"A\",\"keyword\":\"a\",\"position\":1,\"start\":\"2026-11-23T10:00:00+00:00\",\"end\":\"2026-11-23T10:00:00+00:00\"}}}")]
    [InlineData("user.changed/1", "[]")]
    [InlineData("site.changed/1", "{\"at\":1}")]
    public void A_damaged_event_is_refused_with_its_position(string manifest, string payload) =>
        Should.Throw<JournalException>(() => _codec.Decode(Entry(manifest, Encoding.UTF8.GetBytes(payload)))).Message
            .ShouldBe($"The content of entry 42 ({manifest}) of the journal {Damaged}");

    [Fact]
    public void A_damaged_snapshot_is_refused()
    {
        Should.Throw<JournalException>(() => _codec.DecodeSnapshot("s{"u8)).Message.ShouldBe($"The content of a snapshot {Damaged}");
        Should.Throw<JournalException>(() => _codec.DecodeSnapshot("?"u8)).Message.ShouldStartWith("A snapshot has a form that this version does not know.");
        Should.Throw<JournalException>(() => _codec.DecodeSnapshot([])).Message.ShouldStartWith("A snapshot has a form that this version does not know.");
    }

    [Fact]
    public void Members_that_a_newer_version_added_are_passed_over() =>
        _codec.Decode(Entry("presence.retired/1", "{\"at\":\"2026-11-23T10:00:00+00:00\",\"why\":\"moved\"}"u8)).ShouldBeOfType<ExtensionRetired>();

    [Fact]
    public void Members_that_a_newer_version_added_to_a_state_are_passed_over_wherever_they_stand()
    {
        var written = Text(_codec.EncodeSnapshot(Samples.State));
        var newer = written.Replace("{\"", "{\"mood\":{\"is\":[1,{\"shown\":null}]},\"", StringComparison.Ordinal);

        var read = _codec.DecodeSnapshot(Encoding.UTF8.GetBytes(newer));

        Text(_codec.EncodeSnapshot(read)).ShouldBe(written);
    }

    [Theory]
    [InlineData("\"site\":7,", "")]
    [InlineData("\"shown\":\"\\u4F1A\\u8B70\",", "")]
    [InlineData("\"shown\":", "\"shone\":")]
    [InlineData("\"setAt\":", "\"putAt\":")]
    [InlineData("\"EventStarted\"", "\"EventImagined\"")]
    [InlineData("\"position\":1", "\"position\":\"1\"")]
    [InlineData("\"integration\":true", "\"integration\":null")]
    [InlineData("0123456789abcdeffedcba9876543210", "0123456789abcdef")]
    public void A_state_without_something_that_it_needs_is_damaged(string whole, string damaged)
    {
        var written = Text(_codec.EncodeSnapshot(Samples.State));
        written.ShouldContain(whole);

        Should.Throw<JournalException>(() => _codec.DecodeSnapshot(Encoding.UTF8.GetBytes(written.Replace(whole, damaged, StringComparison.Ordinal))))
            .Message.ShouldBe($"The content of a snapshot {Damaged}");
    }

    [Fact]
    public void What_follows_a_whole_state_is_damage() =>
        Should.Throw<JournalException>(() => _codec.DecodeSnapshot([.. _codec.EncodeSnapshot(Samples.State).Span, .. "{}"u8])).Message.ShouldBe($"The content of a snapshot {Damaged}");

    [Fact]
    public void What_is_no_event_is_not_written()
    {
        Should.Throw<ArgumentException>(() => _codec.Encode("hello"));
        Should.Throw<ArgumentException>(() => _codec.EncodeSnapshot("hello"));
    }

    [Fact]
    public void Settings_that_are_no_longer_kept_are_read_under_their_own_number()
    {
        var written = _codec.Encode(new PresenceEvent.SiteApplied(DateTimeOffset.UnixEpoch, Samples.Rules with { Version = 3 }, null, Samples.Least));
        var read = (PresenceEvent.SiteApplied)_codec.Decode(Entry(written.Manifest, written.Payload.Span));
        read.Site.ShouldBe(Samples.Rules with { Version = 3 });
    }

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    private static JournalEntry Entry(string manifest, ReadOnlySpan<byte> payload) => new()
    {
        Position = 42,
        PersistenceId = "presence-1203",
        Sequence = 7,
        Previous = 41,
        RecordedAt = DateTimeOffset.UnixEpoch,
        Manifest = manifest,
        Payload = payload.ToArray(),
    };
}
