using System.Buffers;
using System.Text;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Tests.Board;

public sealed class ChangeJsonTests
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_change_is_one_server_sent_event_with_the_position_as_its_id() =>
        Sse(Change() with { Event = "a1", Keyword = "meeting", Until = Ten.AddHours(1), Next = "Available" }).ShouldBe(
            """
            id: 42
            event: change
            data: {"position":42,"extension":"1203","sequence":7,"at":"2026-11-23T10:00:00Z","recordedAt":"2026-11-23T10:00:00.0031Z","from":"Available","to":"In a meeting","cause":"eventStarted","event":"a1","keyword":"meeting","until":"2026-11-23T11:00:00Z","next":"Available"}


            """);

    [Fact]
    public void What_is_not_known_is_left_out() =>
        Sse(Change() with { Cause = PresenceCause.ManualSet }).ShouldEndWith(
            """
            "cause":"manualSet"}


            """);

    [Fact]
    public void Instants_are_told_in_UTC_whatever_their_offset() =>
        Sse(Change() with { At = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.FromHours(2)) }).ShouldContain("\"at\":\"2026-11-23T10:00:00Z\"");

    [Fact]
    public void A_line_break_in_a_name_cannot_break_the_event() =>
        Sse(Change() with { To = "a\r\n\nid: 99\u2028\"\\", Keyword = "会議" }).Split('\n').ShouldSatisfyAllConditions(
            lines => lines.Length.ShouldBe(5),
            lines => lines[2].ShouldContain("\"to\":\"a\\r\\n\\nid: 99"),
            lines => lines[2].ShouldContain("\"keyword\":\"会議\""));

    [Theory]
    [InlineData(PresenceCause.EventStarted, "eventStarted")]
    [InlineData(PresenceCause.EventResumed, "eventResumed")]
    [InlineData(PresenceCause.EventEnded, "eventEnded")]
    [InlineData(PresenceCause.CalendarChanged, "calendarChanged")]
    [InlineData(PresenceCause.KeywordsChanged, "keywordsChanged")]
    [InlineData(PresenceCause.PresencesChanged, "presencesChanged")]
    [InlineData(PresenceCause.OptionsChanged, "optionsChanged")]
    [InlineData(PresenceCause.IntegrationChanged, "integrationChanged")]
    [InlineData(PresenceCause.ManualSet, "manualSet")]
    [InlineData(PresenceCause.ManualCleared, "manualCleared")]
    [InlineData(PresenceCause.ManualExpired, "manualExpired")]
    public void Causes_are_the_words_of_the_semantics(PresenceCause cause, string word) => ChangeJson.Word(cause).ToString().ShouldBe(word);

    [Fact]
    public void Several_changes_follow_one_another_in_one_buffer()
    {
        var buffer = new ArrayBufferWriter<byte>();
        ChangeJson.WriteSse(buffer, Change());
        ChangeJson.WriteSse(buffer, Change() with { Position = long.MaxValue });

        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        text.ShouldContain("id: 9223372036854775807\n");
    }

    private static PresenceChangeView Change() => new()
    {
        Position = 42,
        Extension = "1203",
        Sequence = 7,
        At = Ten,
        RecordedAt = Ten.AddTicks(31_000),
        From = "Available",
        To = "In a meeting",
        Cause = PresenceCause.EventStarted,
    };

    private static string Sse(PresenceChangeView change)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ChangeJson.WriteSse(buffer, change);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
