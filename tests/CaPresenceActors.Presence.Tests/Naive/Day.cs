using System.Globalization;

namespace CaPresenceActors.Presence.Tests.Naive;

/// <summary>One extension's day in plain records, as SEMANTICS §8 describes a replay file. The naive model runs it as it is; the product gets it as JSON text.</summary>
internal sealed record Day(
    int Seed, DateTime Start, DateTime End, string[] Presences, Row[] Keywords, Choices Options, Input[] Inputs)
{
    public string ToJson() =>
        $$"""
        { "name": "seed {{Seed}}", "start": {{Json.Of(Start)}}, "end": {{Json.Of(End)}},
          "presences": {{Json.Of(Presences)}},
          "keywords": {{Json.Of(Keywords)}},
          "options": {{Json.Of(Options)}},
          "inputs": [
            {{string.Join(",\n    ", Inputs.Select(Json.Of))}} ] }
        """;

    /// <summary>What FsCheck prints when a property fails: enough to run the day again, by seed or as a file.</summary>
    public override string ToString() => $"the day of seed {Seed} (made smaller, it is this file)\n{ToJson()}\n";
}

internal sealed record Row(string Keyword, string Presence, bool WholeWord);

internal sealed record Choices(bool Previous, bool IgnoreFree, bool IgnoreTentative, bool IgnoreWorkingElsewhere, bool IgnoreAllDay, bool IgnorePrivate);

internal sealed record Entry(
    string Id, string Subject, DateTime Start, DateTime End, string FreeBusy, string Response, bool AllDay, bool Private, bool Cancelled);

internal abstract record Input(DateTime At)
{
    public sealed record Calendar(DateTime At, Entry[] Events) : Input(At);

    public sealed record Manual(DateTime At, string Presence, string Hold, DateTime? Until) : Input(At);

    public sealed record ClearManual(DateTime At) : Input(At);

    public sealed record Keywords(DateTime At, Row[] Rows) : Input(At);

    public sealed record UserKeywords(DateTime At, Row[]? Rows) : Input(At);

    public sealed record Presences(DateTime At, string[] Names) : Input(At);

    public sealed record Options(DateTime At, Choices Choices) : Input(At);

    public sealed record SiteIntegration(DateTime At, bool On) : Input(At);

    public sealed record UserIntegration(DateTime At, bool On) : Input(At);

    public sealed record Account(DateTime At, string? Text) : Input(At);
}

/// <summary>Writes JSON with every character outside ASCII as an escape, so that lone surrogates survive.</summary>
internal static class Json
{
    public static string Of(string text) =>
        $"\"{string.Concat(text.Select(c => c is < ' ' or > '~' or '"' or '\\' ? $"\\u{(int)c:x4}" : c.ToString()))}\"";

    public static string Of(DateTime instant) => $"\"{instant.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture)}Z\"";

    public static string Of(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Of))}]";

    public static string Of(IEnumerable<Row> rows) =>
        $"[{string.Join(", ", rows.Select(r => $$"""{ "keyword": {{Of(r.Keyword)}}, "presence": {{Of(r.Presence)}}{{(r.WholeWord ? ", \"wholeWord\": true" : "")}} }"""))}]";

    public static string Of(Choices choices) =>
        $$"""
        { "afterEvent": "{{(choices.Previous ? "previous" : "default")}}", "ignoreFree": {{Of(choices.IgnoreFree)}}, "ignoreTentative": {{Of(choices.IgnoreTentative)}}, "ignoreWorkingElsewhere": {{Of(choices.IgnoreWorkingElsewhere)}}, "ignoreAllDay": {{Of(choices.IgnoreAllDay)}}, "ignorePrivate": {{Of(choices.IgnorePrivate)}} }
        """;

    public static string Of(Input input) => $$"""{ "at": {{Of(input.At)}}, {{Kind(input)}} }""";

    private static string Of(bool flag) => flag ? "true" : "false";

    private static string Of(Entry entry) =>
        $$"""
        { "id": {{Of(entry.Id)}}, "subject": {{Of(entry.Subject)}}, "start": {{Of(entry.Start)}}, "end": {{Of(entry.End)}}, "freeBusy": "{{entry.FreeBusy}}", "response": "{{entry.Response}}", "allDay": {{Of(entry.AllDay)}}, "private": {{Of(entry.Private)}}, "cancelled": {{Of(entry.Cancelled)}} }
        """;

    private static string Kind(Input input) => input switch
    {
        Input.Calendar calendar => $"\"calendar\": [{string.Join(",\n      ", calendar.Events.Select(Of))}]",
        Input.Manual manual =>
            $$"""
            "manual": { "presence": {{Of(manual.Presence)}}, "hold": "{{manual.Hold}}"{{(manual.Until is { } until ? $", \"until\": {Of(until)}" : "")}} }
            """,
        Input.ClearManual => "\"clearManual\": true",
        Input.Keywords keywords => $"\"keywords\": {Of(keywords.Rows)}",
        Input.UserKeywords keywords => $"\"userKeywords\": {(keywords.Rows is null ? "null" : Of(keywords.Rows))}",
        Input.Presences presences => $"\"presences\": {Of(presences.Names)}",
        Input.Options options => $"\"options\": {Of(options.Choices)}",
        Input.SiteIntegration on => $"\"siteIntegration\": {Of(on.On)}",
        Input.UserIntegration on => $"\"userIntegration\": {Of(on.On)}",
        Input.Account account => $"\"account\": {(account.Text is null ? "null" : Of(account.Text))}",
        _ => throw new ArgumentException($"No form for {input.GetType().Name}.", nameof(input)),
    };
}
