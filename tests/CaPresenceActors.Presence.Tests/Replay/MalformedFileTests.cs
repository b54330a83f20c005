using System.Text;

namespace CaPresenceActors.Presence.Tests.Replay;

public class MalformedFileTests
{
    private const string Meeting = """{"at":"2026-11-23T10:00:00Z","from":"Available","to":"In a meeting","cause":"eventStarted","event":"a","keyword":"meeting"}""";

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("{} {}")]
    [InlineData("{ // comment\n}")]
    [InlineData("{,}")]
    public void What_is_no_scenario_is_refused(string json) => ScenarioText.Run(json).Error.ShouldNotBeNull();

    [Theory]
    [InlineData(" x")]
    [InlineData("{}")]
    [InlineData("\0")]
    [InlineData(",")]
    public void Anything_after_the_end_is_refused(string more) => ScenarioText.Run(ScenarioText.Day() + more).Error.ShouldNotBeNull();

    [Fact]
    public void A_byte_order_mark_is_no_mistake() =>
        ScenarioText.Run([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(ScenarioText.Day())]).Lines.Count.ShouldBe(2);

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused()
    {
        var file = Encoding.UTF8.GetBytes(ScenarioText.Day());
        file[Array.IndexOf(file, (byte)'M')] = 0xFF;

        ScenarioText.Run(file).Error.ShouldBe("line 4: it has bytes that are no UTF-8.");
    }

    [Fact]
    public void Deep_nesting_is_refused() =>
        ScenarioText.ErrorOf(ScenarioText.File("", $"\"options\": {new string('[', 5000)}{new string(']', 5000)},")).ShouldStartWith("line 3: this is no JSON");

    [Theory]
    [InlineData("\"more\": 1,", "file: the member \"more\" is unknown; known are name, start, end, presences, keywords, options, inputs, expect.")]
    [InlineData("\"\\ud83d\": 1,", "file: the member \"\uFFFD\" is unknown; known are name, start, end, presences, keywords, options, inputs, expect.")]
    [InlineData("\"a\\nb\": 1,", "file: the member \"a\\u000Ab\" is unknown; known are name, start, end, presences, keywords, options, inputs, expect.")]
    [InlineData("\"start\": \"2026-11-23T08:00:00Z\",", "file: the member \"start\" stands there twice.")]
    [InlineData("\"st\\u0061rt\": \"2026-11-23T08:00:00Z\",", "file: the member \"start\" stands there twice.")]
    [InlineData("\"options\": null,", "options: an object is needed, found null.")]
    [InlineData("\"options\": { \"afterEvent\": \"never\" },", "options: \"afterEvent\" is \"never\"; needed is one of default, previous.")]
    [InlineData("\"options\": { \"afterEvent\": \"previous\", \"afterEvent\": \"previous\" },", "options: the member \"afterEvent\" stands there twice.")]
    [InlineData("\"options\": { \"ignoreFree\": 1e999999 },", "options: \"ignoreFree\" needs true or false, found a number.")]
    [InlineData("\"options\": { \"ignore\": true },", "options: the member \"ignore\" is unknown; known are afterEvent, ignoreFree, ignoreTentative, ignoreWorkingElsewhere, ignoreAllDay, ignorePrivate.")]
    [InlineData("\"expect\": {},", "file: \"expect\" needs an array, found an object.")]
    public void A_mistake_at_the_top_is_named_and_nothing_is_printed(string member, string error)
    {
        var (lines, found) = ScenarioText.Run(ScenarioText.File("", member));

        lines.ShouldBeEmpty();
        found.ShouldBe(error);
    }

    [Theory]
    [InlineData("\"start\"", "\"begin\"")]
    [InlineData("\"2026-11-23T18:00:00Z\"", "\"2026-11-23T07:59:59Z\"")]
    [InlineData("\"2026-11-23T18:00:00Z\"", "18")]
    [InlineData("\"test\"", "1")]
    [InlineData("[\"Available\", \"In a meeting\", \"Lunch\"]", "[]")]
    [InlineData("[\"Available\", \"In a meeting\", \"Lunch\"]", "[\"Available\", \"Lunch\"]")]
    [InlineData("[\"Available\", \"In a meeting\", \"Lunch\"]", "[\"Available\", \"In a meeting\", 1]")]
    [InlineData("[\"Available\", \"In a meeting\", \"Lunch\"]", "[\"Available\", \"In a meeting\", \"in a  ＭＥＥＴＩＮＧ\"]")]
    [InlineData("\"inputs\": [  ]", "\"inputs\": null")]
    [InlineData("{ \"keyword\": \"meeting\", \"presence\": \"In a meeting\" }", "{ \"keyword\": \"meeting\" }")]
    [InlineData("{ \"keyword\": \"meeting\", \"presence\": \"In a meeting\" }", "{ \"keyword\": \"meeting\", \"presence\": \"In a meeting\", \"wholeWord\": null }")]
    [InlineData("{ \"keyword\": \"meeting\", \"presence\": \"In a meeting\" }", "{ \"keyword\": \"meeting\", \"presence\": \"In a meeting\", \"keyword\": \"meeting\" }")]
    public void A_start_that_breaks_a_rule_is_refused(string sound, string broken)
    {
        var file = ScenarioText.File("");
        file.ShouldContain(sound);

        ScenarioText.ErrorOf(file.Replace(sound, broken, StringComparison.Ordinal)).ShouldNotBeEmpty();
    }

    // Each has an instant after the start of the meeting, so the line of the meeting is printed before the error.
    [Theory]
    [InlineData("", "it has nothing to do; exactly one of calendar, manual, clearManual, keywords, userKeywords, presences, options, siteIntegration, userIntegration, account is needed.")]
    [InlineData(", \"clearManual\": true, \"calendar\": []", "it has clearManual and calendar; exactly one of calendar, manual, clearManual, keywords, userKeywords, presences, options, siteIntegration, userIntegration, account is needed.")]
    [InlineData(", \"clearManual\": false", "\"clearManual\" needs true, found false.")]
    [InlineData(", \"clearManual\": 1", "\"clearManual\" needs true or false, found a number.")]
    [InlineData(", \"clearManual\": true, \"clearManual\": true", "the member \"clearManual\" stands there twice.")]
    [InlineData(", \"clearManual\": true, \"why\": \"x\"", "the member \"why\" is unknown; known are at, calendar, manual, clearManual, keywords, userKeywords, presences, options, siteIntegration, userIntegration, account.")]
    [InlineData(", \"\\ud83d\": 1", "the member \"\uFFFD\" is unknown; known are at, calendar, manual, clearManual, keywords, userKeywords, presences, options, siteIntegration, userIntegration, account.")]
    [InlineData(", \"manual\": \"Lunch\"", "an object is needed, found a text.")]
    [InlineData(", \"manual\": { }", "the member \"presence\" is missing.")]
    [InlineData(", \"manual\": { \"presence\": \"lunch\" }", "The presence \"lunch\" is not in the presence list.")]
    [InlineData(", \"manual\": { \"presence\": \"Lunch\", \"hold\": \"ever\" }", "\"hold\" is \"ever\"; needed is one of untilNextChange, until, untilCleared.")]
    [InlineData(", \"manual\": { \"presence\": \"Lunch\", \"hold\": \"until\" }", "A presence that holds until an instant needs the instant.")]
    [InlineData(", \"manual\": { \"presence\": \"Lunch\", \"hold\": \"until\", \"until\": \"2026-11-23T10:30:00Z\" }", "The presence is to hold until 2026-11-23T10:30:00Z, which is not later than now (2026-11-23T10:30:00Z).")]
    [InlineData(", \"manual\": { \"presence\": \"Lunch\", \"until\": \"2026-11-23T12:00:00Z\" }", "An instant goes with the hold \"until\" alone.")]
    [InlineData(", \"manual\": { \"presence\": \"Lunch\", \"hold\": \"untilCleared\", \"until\": \"2026-11-23T12:00:00Z\" }", "An instant goes with the hold \"until\" alone.")]
    [InlineData(", \"manual\": { \"presence\": \"Lunch\", \"hold\": \"until\", \"until\": null }", "\"until\" needs a text, found null.")]
    [InlineData(", \"account\": \"\"", "\"account\" is empty; a text is needed, or null for none.")]
    [InlineData(", \"account\": 1", "\"account\" needs a text, found a number.")]
    [InlineData(", \"siteIntegration\": null", "\"siteIntegration\" needs true or false, found null.")]
    [InlineData(", \"userIntegration\": \"true\"", "\"userIntegration\" needs true or false, found a text.")]
    [InlineData(", \"keywords\": null", "\"keywords\" needs an array, found null.")]
    [InlineData(", \"keywords\": [ { \"keyword\": \" \", \"presence\": \"Lunch\" } ]", "Keyword 1 is 0 characters long after normalisation; 1 to 100 are allowed.")]
    [InlineData(", \"keywords\": [ { \"keyword\": \"a\\nb\", \"presence\": \"Tea\" } ]", "Keyword 1 (\"a\\u000Ab\") leads to \"Tea\", which is not in the presence list.")]
    [InlineData(", \"userKeywords\": {}", "\"userKeywords\" needs an array, found an object.")]
    [InlineData(", \"presences\": [\"Available\", \"Lunch\"]", "The presence \"In a meeting\" cannot be removed: keyword 1 (\"meeting\") of the site's list leads to it.")]
    [InlineData(", \"presences\": [\"Available\", null]", "\"presences\" needs texts, found null.")]
    [InlineData(", \"options\": []", "an object is needed, found an array.")]
    [InlineData(", \"calendar\": {}", "\"calendar\" needs an array, found an object.")]
    public void A_mistake_in_an_input_is_named_after_what_was_due(string members, string error)
    {
        var (lines, found) = ScenarioText.Run(ScenarioText.Day($$"""{ "at": "2026-11-23T10:30:00Z"{{members}} }"""));

        lines.ShouldBe([Meeting]);
        found.ShouldBe($"input 2: {error}");
    }

    [Theory]
    [InlineData("{ \"id\": \"b\" }", ", event 1: the member \"start\" is missing.")]
    [InlineData("{ \"subject\": \"secret\", \"start\": \"2026-11-23T10:00:00Z\", \"end\": \"2026-11-23T11:00:00Z\" }", ", event 1: the member \"id\" is missing.")]
    [InlineData("{ \"id\": \"b\", \"subject\": \"secret\", \"start\": \"2026-11-23T11:00:00Z\", \"end\": \"2026-11-23T10:00:00Z\" }", ", event 1: it ends at 2026-11-23T10:00:00Z, before it starts at 2026-11-23T11:00:00Z.")]
    [InlineData("{ \"id\": \"b\", \"subject\": \"secret\", \"start\": \"2026-11-23T10:00:00+01:00\", \"end\": \"2026-11-23T11:00:00Z\" }", ", event 1: \"start\" is \"2026-11-23T10:00:00+01:00\"; an instant such as 2026-11-23T10:00:00Z is needed.")]
    [InlineData("{ \"id\": 1, \"subject\": \"secret\", \"start\": \"2026-11-23T10:00:00Z\", \"end\": \"2026-11-23T11:00:00Z\" }", ", event 1: \"id\" needs a text, found a number.")]
    [InlineData("{ \"id\": \"b\", \"subject\": [\"secret\"], \"start\": \"2026-11-23T10:00:00Z\", \"end\": \"2026-11-23T11:00:00Z\" }", ", event 1: \"subject\" needs a text, found an array.")]
    [InlineData("{ \"id\": \"b\", \"subject\": \"secret\", \"start\": \"2026-11-23T10:00:00Z\", \"end\": \"2026-11-23T11:00:00Z\", \"freeBusy\": \"Busy\" }", ", event 1: \"freeBusy\" is \"Busy\"; needed is one of busy, free, tentative, oof, workingElsewhere, noData.")]
    [InlineData("{ \"id\": \"b\", \"subject\": \"secret\", \"start\": \"2026-11-23T10:00:00Z\", \"end\": \"2026-11-23T11:00:00Z\", \"response\": null }", ", event 1: \"response\" needs a text, found null.")]
    [InlineData("{ \"id\": \"b\", \"subject\": \"secret\", \"start\": \"2026-11-23T10:00:00Z\", \"end\": \"2026-11-23T11:00:00Z\", \"allDay\": 0 }", ", event 1: \"allDay\" needs true or false, found a number.")]
    [InlineData("{ \"id\": \"b\", \"subject\": \"secret\", \"start\": \"2026-11-23T10:00:00Z\", \"end\": \"2026-11-23T11:00:00Z\", \"location\": \"here\" }", ", event 1: the member \"location\" is unknown; known are id, subject, start, end, freeBusy, allDay, private, cancelled, response.")]
    [InlineData("{ \"id\": \"b\", \"subject\": \"secret\", \"start\": \"2026-11-23T10:00:00Z\", \"end\": \"2026-11-23T11:00:00Z\", \"id\": \"b\" }", ", event 1: the member \"id\" stands there twice.")]
    [InlineData("{ \"id\": \"b\", \"subject\": \"\", \"start\": \"2026-11-23T10:00:00Z\", \"end\": \"2026-11-23T11:00:00Z\" }, { \"id\": \"b\", \"subject\": \"secret\", \"start\": \"2026-11-23T12:00:00Z\", \"end\": \"2026-11-23T12:00:00Z\" }", ", event 2: the id \"b\" stands in this calendar twice.")]
    [InlineData("1", ", event 1: an object is needed, found a number.")]
    public void A_mistake_in_an_event_is_named_without_its_subject(string events, string error)
    {
        var (lines, found) = ScenarioText.Run(ScenarioText.Day($$"""{ "at": "2026-11-23T10:30:00Z", "calendar": [ {{events}} ] }"""));

        lines.ShouldBe([Meeting]);
        found.ShouldBe($"input 2{error}");
        found!.ShouldNotContain("secret");
    }

    [Fact]
    public void Nothing_of_a_bad_calendar_is_applied_and_what_comes_after_is_not_looked_at()
    {
        var (lines, error) = ScenarioText.Run(ScenarioText.Day(
            """{ "at": "2026-11-23T09:00:00Z", "calendar": [ { "id": "b", "subject": "meeting", "start": "2026-11-23T08:00:00Z", "end": "2026-11-23T12:00:00Z" }, { "id": "c" } ] }""",
            "\"no input at all\""));

        lines.ShouldBeEmpty();
        error.ShouldBe("input 2, event 2: the member \"start\" is missing.");
    }

    [Theory]
    [InlineData("\"at\": \"2026-11-23T07:59:59Z\"", "2026-11-23T07:59:59Z is not within 2026-11-23T08:00:00Z to 2026-11-23T18:00:00Z.")]
    [InlineData("\"at\": \"2026-11-23T18:00:00.0000001Z\"", "2026-11-23T18:00:00.0000001Z is not within 2026-11-23T08:00:00Z to 2026-11-23T18:00:00Z.")]
    [InlineData("\"at\": \"2026-11-23 10:00\"", "\"at\" is \"2026-11-23 10:00\"; an instant such as 2026-11-23T10:00:00Z is needed.")]
    [InlineData("\"at\": \"2026-02-29T10:00:00Z\"", "\"at\" is \"2026-02-29T10:00:00Z\"; an instant such as 2026-11-23T10:00:00Z is needed.")]
    [InlineData("\"at\": \"2026-11-23T10:00:00.12345678Z\"", "\"at\" is \"2026-11-23T10:00:00.12345678Z\"; an instant such as 2026-11-23T10:00:00Z is needed.")]
    [InlineData("\"at\": \"2026-11-23T10:00:00.Z\"", "\"at\" is \"2026-11-23T10:00:00.Z\"; an instant such as 2026-11-23T10:00:00Z is needed.")]
    [InlineData("\"at\": \"2026-11-23T10:00:00\"", "\"at\" is \"2026-11-23T10:00:00\"; an instant such as 2026-11-23T10:00:00Z is needed.")]
    [InlineData("\"at\": 1", "\"at\" needs a text, found a number.")]
    [InlineData("\"when\": \"2026-11-23T10:00:00Z\"", "the member \"when\" is unknown; known are at, calendar, manual, clearManual, keywords, userKeywords, presences, options, siteIntegration, userIntegration, account.")]
    public void An_instant_that_cannot_be_read_or_lies_outside_brings_nothing_due_before_it(string at, string error)
    {
        var (lines, found) = ScenarioText.Run(ScenarioText.Day($$"""{ {{at}}, "clearManual": true }"""));

        lines.ShouldBeEmpty();
        found.ShouldBe($"input 2: {error}");
    }

    [Fact]
    public void Inputs_out_of_order_are_refused()
    {
        var (lines, error) = ScenarioText.Run(ScenarioText.Day(
            """{ "at": "2026-11-23T10:30:00Z", "clearManual": true }""",
            """{ "at": "2026-11-23T10:29:59Z", "clearManual": true }"""));

        lines.ShouldBe([Meeting]);
        error.ShouldBe("input 3: 2026-11-23T10:29:59Z is before the input that stands ahead of it (2026-11-23T10:30:00Z); inputs lie in order.");
    }

    [Fact]
    public void An_input_without_an_instant_is_refused() =>
        ScenarioText.ErrorOf(ScenarioText.Day("""{ "clearManual": true }""")).ShouldBe("input 2: the member \"at\" is missing.");

    [Fact]
    public void Forty_keywords_are_taken_and_one_more_is_refused()
    {
        static string Keywords(int count) => ScenarioText.Day(
            $$"""{ "at": "2026-11-23T10:30:00Z", "keywords": [ {{string.Join(", ", Enumerable.Range(1, count).Select(i => $$"""{ "keyword": "word {{i}}", "presence": "Lunch" }"""))}} ] }""");

        ScenarioText.Run(Keywords(40)).Error.ShouldBeNull();
        ScenarioText.ErrorOf(Keywords(41)).ShouldBe("input 2: The keyword list has 41 rows; at most 40 are allowed.");
    }

    [Fact]
    public void Lone_surrogates_and_noncharacters_in_texts_are_read()
    {
        var (lines, error) = ScenarioText.Run(ScenarioText.File(
            """
            { "at": "2026-11-23T08:00:00Z", "keywords": [ { "keyword": "\ud83d", "presence": "Lunch" } ] },
            { "at": "2026-11-23T08:00:00Z", "calendar": [
              { "id": "\ud83d", "subject": "x\ufffe\ude00y", "start": "2026-11-23T10:00:00Z", "end": "2026-11-23T11:00:00Z" },
              { "id": "\ud83e", "subject": "\uffff", "start": "2026-11-23T10:00:00Z", "end": "2026-11-23T11:00:00Z" } ] }
            """));

        error.ShouldBeNull();
        lines.Count.ShouldBe(2);
        lines[0].ShouldContain("\"to\":\"Lunch\"");
    }
}
