using System.Globalization;
using System.Text.Json;
using CaPresenceActors.Presence.Tests.Naive;

namespace CaPresenceActors.Journeys.Tests.Chaos;

/// <summary>What somebody must show from an instant on, by the calendar that the server has then and the rules as the naive model reads them.</summary>
internal sealed class TrueDay
{
    private static readonly TimeSpan Horizon = TimeSpan.FromHours(20);

    private static readonly string[] Presences = ["Available", "In a meeting", "Lunch", "Business trip", "Out of office", "Vacation", "Do not disturb"];

    private readonly IReadOnlyList<Line> _lines;

    private TrueDay(IReadOnlyList<Line> lines) => _lines = lines;

    /// <summary>The site's keywords, as the configuration and the naive model are told.</summary>
    public static Row[] Keywords { get; } =
    [
        new("休暇", "Vacation", false), new("vacation", "Vacation", true), new("出張", "Business trip", false), new("trip", "Business trip", false),
        new("昼食", "Lunch", false), new("lunch", "Lunch", true), new("会議", "In a meeting", false), new("meeting", "In a meeting", false),
    ];

    /// <summary>Works out a day.</summary>
    /// <param name="calendar">The appointments, as the control API of the simulator tells them.</param>
    /// <param name="from">From when on.</param>
    public static TrueDay Of(JsonElement calendar, DateTimeOffset from)
    {
        var entries = calendar.EnumerateArray().Select(EntryOf).ToArray();
        var start = from.UtcDateTime;
        var day = new Day(0, start, start + Horizon, Presences, Keywords, new Choices(false, false, false, false, false, false), [new Input.Calendar(start, entries)]);
        var (lines, broken) = NaiveDay.Run(day);
        broken.ShouldBe(0, "the simulator's calendars keep the rules");
        return new TrueDay(lines);
    }

    /// <summary>What is to be shown at an instant.</summary>
    public string At(DateTimeOffset instant) => _lines.LastOrDefault(line => line.At <= instant.UtcDateTime)?.To ?? Presences[0];

    /// <summary>The next change after an instant; null when there is none in sight.</summary>
    public (DateTimeOffset At, string To)? After(DateTimeOffset instant) =>
        _lines.FirstOrDefault(line => line.At > instant.UtcDateTime) is { } line ? (new DateTimeOffset(line.At, TimeSpan.Zero), line.To) : null;

    /// <summary>Whether something changes between two instants.</summary>
    public bool ChangesWithin(DateTimeOffset from, DateTimeOffset to) => _lines.Any(line => line.At >= from.UtcDateTime && line.At <= to.UtcDateTime);

    private static Entry EntryOf(JsonElement appointment) => new(
        appointment.GetProperty("id").GetString()!,
        appointment.GetProperty("subject").GetString()!,
        InstantOf(appointment, "start"),
        InstantOf(appointment, "end"),
        FreeBusy: "busy",
        Response: "unknown",
        AllDay: false,
        Private: false,
        Cancelled: appointment.GetProperty("isCancelled").GetBoolean());

    private static DateTime InstantOf(JsonElement appointment, string name) =>
        DateTimeOffset.Parse(appointment.GetProperty(name).GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime;
}
