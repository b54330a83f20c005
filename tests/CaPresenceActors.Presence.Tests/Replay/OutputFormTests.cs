using CaPresenceActors.Presence.Replay;

namespace CaPresenceActors.Presence.Tests.Replay;

public class OutputFormTests
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_members_stand_in_the_order_of_the_example() => new ReplayLine(Ten, "Available", "In a meeting", "eventStarted", "a", "meeting").ToString()
        .ShouldBe("""{"at":"2026-11-23T10:00:00Z","from":"Available","to":"In a meeting","cause":"eventStarted","event":"a","keyword":"meeting"}""");

    [Fact]
    public void Without_a_winner_event_and_keyword_are_left_out() => new ReplayLine(Ten, "Lunch", "Available", "manualExpired", null, null).ToString()
        .ShouldBe("""{"at":"2026-11-23T10:00:00Z","from":"Lunch","to":"Available","cause":"manualExpired"}""");

    [Theory]
    [InlineData(0, "2026-11-23T10:00:00Z")]
    [InlineData(1, "2026-11-23T10:00:00.0000001Z")]
    [InlineData(5_000_000, "2026-11-23T10:00:00.5Z")]
    [InlineData(1_234_500, "2026-11-23T10:00:00.12345Z")]
    public void An_instant_has_100_ns_and_no_trailing_zeros(int ticks, string printed) =>
        new ReplayLine(Ten.AddTicks(ticks), "A", "B", "manualSet", null, null).ToString().ShouldStartWith($$"""{"at":"{{printed}}",""");

    [Fact]
    public void A_line_is_one_line_and_JSON_whatever_a_name_holds()
    {
        var line = new ReplayLine(Ten, "a\nb\"\\", "会議 é", "manualSet", "\uD83D", "<&'+>").ToString();

        line.ShouldNotContain("\n");
        line.ShouldContain("会議 é");
        line.ShouldContain("<&'+>");
        System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("from").GetString().ShouldBe("a\nb\"\\");
        System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("event").GetString().ShouldBe("\uFFFD");
    }

    [Fact]
    public void A_keyword_is_printed_as_it_is_written_in_the_list()
    {
        var (lines, _) = ScenarioText.Run(ScenarioText.Day("""{ "at": "2026-11-23T09:00:00Z", "keywords": [ { "keyword": " ＭＥＥＴＩＮＧ", "presence": " Lunch " } ] }"""));

        lines[0].ShouldBe("""{"at":"2026-11-23T10:00:00Z","from":"Available","to":"Lunch","cause":"eventStarted","event":"a","keyword":" ＭＥＥＴＩＮＧ"}""");
    }

    [Fact]
    public void An_edge_at_the_end_of_the_file_is_printed_and_one_after_it_is_not()
    {
        var (lines, _) = ScenarioText.Run(ScenarioText.File(
            """
            { "at": "2026-11-23T08:00:00Z", "calendar": [
              { "id": "a", "subject": "meeting", "start": "2026-11-23T18:00:00Z", "end": "2026-11-23T18:00:00.0000001Z" } ] }
            """));

        lines.ShouldHaveSingleItem().ShouldContain("\"at\":\"2026-11-23T18:00:00Z\"");
    }

    [Theory]
    [InlineData("", "change 1:\n  expected  no further change\n  found     {\"at\":\"2026-11-23T10:00:00Z\",")]
    [InlineData("""{ "at": "2026-11-23T10:00:00Z", "from": "Available", "to": "Lunch", "cause": "eventStarted" }""", "change 1:\n  expected  {\"at\":\"2026-11-23T10:00:00Z\",\"from\":\"Available\",\"to\":\"Lunch\"")]
    public void The_first_difference_is_shown(string expect, string difference) =>
        Difference(expect).ShouldNotBeNull().ReplaceLineEndings("\n").ShouldStartWith(difference);

    [Fact]
    public void A_missing_change_is_a_difference_and_the_same_changes_are_none()
    {
        const string Both = """
            { "at": "2026-11-23T10:00:00.000Z", "from": "Available", "to": "In a meeting", "cause": "eventStarted", "event": "a", "keyword": "meeting" },
            { "at": "2026-11-23T11:00:00Z", "from": "In a meeting", "to": "Available", "cause": "eventEnded" }
            """;

        Difference(Both).ShouldBeNull();
        Difference(Both + """, { "at": "2026-11-23T12:00:00Z", "from": "A", "to": "B", "cause": "manualSet" }""").ShouldNotBeNull().ShouldEndWith("found     no further change");
        Should.Throw<ScenarioException>(() => Difference("""{ "at": "2026-11-23T10:00:00Z" }""")).Message.ShouldBe("expect 1: the member \"from\" is missing.");
        Should.Throw<ScenarioException>(() => ReplayRun.FirstDifference(Scenario.Parse(Bytes(ScenarioText.Day()))))
            .Message.ShouldBe("file: the member \"expect\" is missing, so there is nothing to compare with.");
    }

    private static string? Difference(string expect)
    {
        var day = ScenarioText.Day();
        return ReplayRun.FirstDifference(Scenario.Parse(Bytes(day[..day.LastIndexOf('}')] + $", \"expect\": [ {expect} ] }}")));
    }

    private static byte[] Bytes(string json) => System.Text.Encoding.UTF8.GetBytes(json);
}
