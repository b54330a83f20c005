using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;

namespace CaPresenceActors.Presence.Replay;

/// <summary>
/// One extension's day as a file (SEMANTICS §8): what holds at its start, and the inputs, which are checked one by one when their turn comes.
/// </summary>
public sealed class Scenario
{
    private static readonly string[] InputKinds =
        ["calendar", "manual", "clearManual", "keywords", "userKeywords", "presences", "options", "siteIntegration", "userIntegration", "account"];

    // The limit that the framework's reader has.
    private const int MaxDepth = 64;

    private readonly ScenarioIds _ids;
    private readonly JsonElement[] _inputs;

    private Scenario(ScenarioObject file)
    {
        Name = file.OptionalText("name");
        Start = file.RequiredInstant("start");
        End = file.RequiredInstant("end");
        if (End < Start)
        {
            throw new ScenarioException("end", $"{Instants.Print(End)} is before the start, {Instants.Print(Start)}.");
        }

        var presences = Named("presences", () => PresencesOf("presences", file.RequiredArray("presences")));
        var keywords = file.Has("keywords") ? KeywordsOf("keywords", file.RequiredArray("keywords")) : [];
        var options = file.Has("options") ? OptionsOf("options", file.Element("options")) : new PresenceOptions();
        Site = Named("keywords", () => (SiteSettings.Initial with { Integration = true, Options = options }).With(presences, keywords));
        _inputs = [.. file.RequiredArray("inputs")];
        _ids = ScenarioIds.Collect(file.RequiredArray("inputs"));
        Expected = file.Has("expect") ? [.. file.RequiredArray("expect")] : null;
    }

    /// <summary>What the day shows; null when the file does not say.</summary>
    public string? Name { get; }

    /// <summary>The first instant, UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The last instant, UTC; what is due then still counts.</summary>
    public DateTimeOffset End { get; }

    /// <summary>The site's settings at the start.</summary>
    public SiteSettings Site { get; }

    /// <summary>How many inputs there are.</summary>
    public int InputCount => _inputs.Length;

    internal JsonElement[]? Expected { get; }

    /// <summary>Reads a file. Its inputs are not looked at yet.</summary>
    /// <exception cref="ScenarioException">It is no JSON, or what holds at the start breaks a rule.</exception>
    public static Scenario Parse(ReadOnlySpan<byte> utf8)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        var json = utf8.StartsWith(byteOrderMark) ? utf8[byteOrderMark.Length..] : utf8;
        RequireUtf8(json);
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            if (reader.Read())
            {
                throw new ScenarioException("file", "there is more after the end of the JSON object.");
            }

            var root = document.RootElement.Clone();
            return new Scenario(new ScenarioObject("file", root, "name", "start", "end", "presences", "keywords", "options", "inputs", "expect"));
        }
        catch (JsonException e)
        {
            throw new ScenarioException($"line {e.LineNumber + 1}", $"this is no JSON: {ReasonOf(json, e)}.");
        }
    }

    /// <summary>The instant of an input (counted from 0) where it can be read, whatever else is wrong with the input.</summary>
    internal DateTimeOffset? InstantOf(int index) =>
        ScenarioObject.Values(_inputs[index], "at").FirstOrDefault() is { ValueKind: JsonValueKind.String } at
        && Instants.TryParse(ScenarioObject.Text(at), out var instant)
            ? instant
            : null;

    /// <summary>Checks an input (counted from 0) and makes the command of it.</summary>
    /// <exception cref="ScenarioException">The input breaks a rule.</exception>
    internal PresenceCommand CommandOf(int index, PresenceState state, DateTimeOffset previous)
    {
        var part = PartOf(index);
        var input = new ScenarioObject(part, _inputs[index], ["at", .. InputKinds]);
        var at = input.RequiredInstant("at");
        if (at < Start || at > End)
        {
            throw new ScenarioException(part, $"{Instants.Print(at)} is not within {Instants.Print(Start)} to {Instants.Print(End)}.");
        }

        if (at < previous)
        {
            throw new ScenarioException(part, $"{Instants.Print(at)} is before the input that stands ahead of it ({Instants.Print(previous)}); inputs lie in order.");
        }

        var kinds = input.Members.Where(InputKinds.Contains).ToList();
        return kinds is [var kind]
            ? Named(part, () => CommandOf(part, kind, input, state))
            : throw new ScenarioException(part, $"it has {(kinds.Count == 0 ? "nothing to do" : string.Join(" and ", kinds))}; exactly one of {string.Join(", ", InputKinds)} is needed.");
    }

    internal string IdOf(AppointmentKey key) => _ids.IdOf(key);

    internal static string PartOf(int index) => $"input {index + 1}";

    private PresenceCommand CommandOf(string part, string kind, ScenarioObject input, PresenceState state) => kind switch
    {
        "calendar" => new PresenceCommand.ReplaceCalendar(CalendarOf(part, input.RequiredArray(kind))),
        "manual" => ManualOf(part, input.Element(kind)),
        "clearManual" => input.RequiredFlag(kind)
            ? new PresenceCommand.ClearManualPresence()
            : throw new ScenarioException(part, "\"clearManual\" needs true, found false."),
        "keywords" => Apply(state.Site.WithKeywords(KeywordsOf(part, input.RequiredArray(kind)))),
        "userKeywords" => new PresenceCommand.ApplyUser(state.User with
        {
            OwnKeywords = input.IsNull(kind) ? null : KeywordList.Of(KeywordsOf(part, input.RequiredArray(kind)), state.Site.Presences),
        }),
        "presences" => Apply(state.Site.WithPresences(PresencesOf(part, input.RequiredArray(kind)))),
        "options" => Apply(state.Site with { Options = OptionsOf(part, input.Element(kind)) }),
        "siteIntegration" => Apply(state.Site with { Integration = input.RequiredFlag(kind) }),
        "userIntegration" => new PresenceCommand.ApplyUser(state.User with { Integration = input.RequiredFlag(kind) }),
        _ => new PresenceCommand.ApplyUser(state.User with { Account = AccountOf(part, input) }, AccountGiven: true),
    };

    private static PresenceCommand.ApplySite Apply(SiteSettings site) => new(site with { Version = site.Version + 1 });

    private static string? AccountOf(string part, ScenarioObject input)
    {
        if (input.IsNull("account"))
        {
            return null;
        }

        var account = input.RequiredText("account");
        return account.AsSpan().Trim().IsEmpty ? throw new ScenarioException(part, "\"account\" is empty; a text is needed, or null for none.") : account;
    }

    private static PresenceCommand.SetManualPresence ManualOf(string part, JsonElement element)
    {
        var manual = new ScenarioObject(part, element, "presence", "hold", "until");
        var hold = manual.Word("hold", ("untilNextChange", Hold.UntilNextChange), ("until", Hold.Until), ("untilCleared", Hold.UntilCleared));
        return new PresenceCommand.SetManualPresence(manual.RequiredText("presence"), hold, manual.Has("until") ? manual.RequiredInstant("until") : null);
    }

    private Calendar CalendarOf(string part, JsonElement.ArrayEnumerator events)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var appointments = new List<Appointment>();
        foreach (var element in events)
        {
            var here = $"{part}, event {appointments.Count + 1}";
            var appointment = new ScenarioObject(here, element, "id", "subject", "start", "end", "freeBusy", "allDay", "private", "cancelled", "response");
            var (id, start, end) = (appointment.RequiredText("id"), appointment.RequiredInstant("start"), appointment.RequiredInstant("end"));
            if (!seen.Add(id))
            {
                throw new ScenarioException(here, $"the id \"{id}\" stands in this calendar twice.");
            }

            if (end < start)
            {
                throw new ScenarioException(here, $"it ends at {Instants.Print(end)}, before it starts at {Instants.Print(start)}.");
            }

            appointments.Add(new Appointment
            {
                Key = _ids.KeyOf(id),
                Subject = appointment.RequiredText("subject"),
                Start = start,
                End = end,
                FreeBusy = appointment.Word(
                    "freeBusy",
                    ("busy", FreeBusy.Busy),
                    ("free", FreeBusy.Free),
                    ("tentative", FreeBusy.Tentative),
                    ("oof", FreeBusy.Oof),
                    ("workingElsewhere", FreeBusy.WorkingElsewhere),
                    ("noData", FreeBusy.NoData)),
                Response = appointment.Word(
                    "response",
                    ("unknown", MeetingResponse.Unknown),
                    ("organizer", MeetingResponse.Organizer),
                    ("tentative", MeetingResponse.Tentative),
                    ("accept", MeetingResponse.Accept),
                    ("decline", MeetingResponse.Decline),
                    ("noResponse", MeetingResponse.NoResponse)),
                AllDay = appointment.OptionalFlag("allDay"),
                Private = appointment.OptionalFlag("private"),
                Cancelled = appointment.OptionalFlag("cancelled"),
            });
        }

        return Calendar.Of(appointments);
    }

    private static ImmutableArray<KeywordRow> KeywordsOf(string part, JsonElement.ArrayEnumerator rows) =>
    [
        .. rows.Select(row => new ScenarioObject(part, row, "keyword", "presence", "wholeWord"))
            .Select(row => new KeywordRow(row.RequiredText("keyword"), row.RequiredText("presence"), row.OptionalFlag("wholeWord"))),
    ];

    private static PresenceList PresencesOf(string part, JsonElement.ArrayEnumerator names) =>
        PresenceList.OfNames([.. names.Select(name => name.ValueKind == JsonValueKind.String
            ? ScenarioObject.Text(name)
            : throw new ScenarioException(part, $"\"presences\" needs texts, found {ScenarioObject.Name(name)}."))]);

    private static PresenceOptions OptionsOf(string part, JsonElement element)
    {
        var options = new ScenarioObject(
            part, element, "afterEvent", "ignoreFree", "ignoreTentative", "ignoreWorkingElsewhere", "ignoreAllDay", "ignorePrivate");
        return new PresenceOptions
        {
            AfterEvent = options.Word("afterEvent", ("default", AfterEvent.Default), ("previous", AfterEvent.Previous)),
            IgnoreFree = options.OptionalFlag("ignoreFree"),
            IgnoreTentative = options.OptionalFlag("ignoreTentative"),
            IgnoreWorkingElsewhere = options.OptionalFlag("ignoreWorkingElsewhere"),
            IgnoreAllDay = options.OptionalFlag("ignoreAllDay"),
            IgnorePrivate = options.OptionalFlag("ignorePrivate"),
        };
    }

    // The framework's own words are about its reader, not about the file.
    private static string ReasonOf(ReadOnlySpan<byte> json, JsonException e)
    {
        if (json.Trim(" \t\r\n"u8).IsEmpty)
        {
            return "it is empty";
        }

        var reader = new Utf8JsonReader(json, isFinalBlock: false, state: default);
        try
        {
            while (reader.Read())
            {
            }

            return "it ends before the JSON does";
        }
        catch (JsonException)
        {
            return reader.CurrentDepth >= MaxDepth - 1 ? $"it is nested deeper than {MaxDepth} levels" : $"what stands at byte {e.BytePositionInLine + 1} does not belong there";
        }
    }

    // The framework's reader leaves this to whoever takes a text out.
    private static void RequireUtf8(ReadOnlySpan<byte> json)
    {
        var rest = json;
        for (var line = 1; !rest.IsEmpty; line++)
        {
            var end = rest.IndexOf((byte)'\n');
            if (!Utf8.IsValid(end < 0 ? rest : rest[..end]))
            {
                throw new ScenarioException($"line {line}", "it has bytes that are no UTF-8.");
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }
    }

    private static T Named<T>(string part, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (RuleViolationException e)
        {
            throw new ScenarioException(part, e.Message);
        }
    }
}
