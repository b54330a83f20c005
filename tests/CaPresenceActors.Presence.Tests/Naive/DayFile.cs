using System.Globalization;
using System.Text.Json;

namespace CaPresenceActors.Presence.Tests.Naive;

/// <summary>Reads a sound scenario file into plain records.</summary>
internal static class DayFile
{
    public static (Day Day, Line[] Expected) Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var file = document.RootElement;
        var day = new Day(
            0,
            Instant(file, "start"),
            Instant(file, "end"),
            Texts(file.GetProperty("presences")),
            file.TryGetProperty("keywords", out var keywords) ? Rows(keywords) : [],
            file.TryGetProperty("options", out var options) ? Choices(options) : new Choices(false, false, false, false, false, false),
            [.. file.GetProperty("inputs").EnumerateArray().Select(Input)]);
        return (day, [.. file.GetProperty("expect").EnumerateArray().Select(Expected)]);
    }

    private static Line Expected(JsonElement line) =>
        new(Instant(line, "at"), Text(line, "from")!, Text(line, "to")!, Text(line, "cause")!, Text(line, "event"), Text(line, "keyword"));

    private static Input Input(JsonElement input)
    {
        var at = Instant(input, "at");
        var kind = input.EnumerateObject().Single(p => p.Name != "at");
        return kind.Name switch
        {
            "calendar" => new Input.Calendar(at, [.. kind.Value.EnumerateArray().Select(Entry)]),
            "manual" => new Input.Manual(
                at, Text(kind.Value, "presence")!, Text(kind.Value, "hold") ?? "untilNextChange", kind.Value.TryGetProperty("until", out _) ? Instant(kind.Value, "until") : null),
            "clearManual" => new Input.ClearManual(at),
            "keywords" => new Input.Keywords(at, Rows(kind.Value)),
            "userKeywords" => new Input.UserKeywords(at, kind.Value.ValueKind == JsonValueKind.Null ? null : Rows(kind.Value)),
            "presences" => new Input.Presences(at, Texts(kind.Value)),
            "options" => new Input.Options(at, Choices(kind.Value)),
            "siteIntegration" => new Input.SiteIntegration(at, kind.Value.GetBoolean()),
            "userIntegration" => new Input.UserIntegration(at, kind.Value.GetBoolean()),
            "account" => new Input.Account(at, kind.Value.GetString()),
            _ => throw new InvalidDataException($"The scenario has an input of the unknown kind {kind.Name}."),
        };
    }

    private static Entry Entry(JsonElement entry) => new(
        Text(entry, "id")!, Text(entry, "subject")!, Instant(entry, "start"), Instant(entry, "end"), Text(entry, "freeBusy") ?? "busy", Text(entry, "response") ?? "unknown",
        Flag(entry, "allDay"), Flag(entry, "private"), Flag(entry, "cancelled"));

    private static Row[] Rows(JsonElement rows) =>
        [.. rows.EnumerateArray().Select(r => new Row(Text(r, "keyword")!, Text(r, "presence")!, Flag(r, "wholeWord")))];

    private static Choices Choices(JsonElement options) => new(
        Text(options, "afterEvent") == "previous",
        Flag(options, "ignoreFree"),
        Flag(options, "ignoreTentative"),
        Flag(options, "ignoreWorkingElsewhere"),
        Flag(options, "ignoreAllDay"),
        Flag(options, "ignorePrivate"));

    private static string[] Texts(JsonElement texts) => [.. texts.EnumerateArray().Select(t => t.GetString()!)];

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static bool Flag(JsonElement element, string name) => element.TryGetProperty(name, out var flag) && flag.GetBoolean();

    private static DateTime Instant(JsonElement element, string name) =>
        DateTime.Parse(Text(element, name)!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
