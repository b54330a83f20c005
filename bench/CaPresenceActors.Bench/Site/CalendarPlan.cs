using System.Globalization;
using CaPresenceActors.Presence;
using Calendar = CaPresenceActors.Presence.Calendar;

namespace CaPresenceActors.Bench.Site;

/// <summary>The calendars of a site: several appointments for each extension, all of which match a keyword, so that each start and each end is an edge.</summary>
/// <param name="Epoch">When the first appointment of the first extension starts, UTC.</param>
/// <param name="Appointments">How many each extension has.</param>
/// <param name="Apart">From each start to its end, and from each end to the next start.</param>
/// <param name="Stagger">How much later each extension's edges are than those of the one before; zero: all at one and the same instant.</param>
internal sealed record CalendarPlan(DateTimeOffset Epoch, int Appointments, TimeSpan Apart, TimeSpan Stagger)
{
    private static readonly (string Keyword, string Presence)[] Words =
    [
        ("meeting", "In a meeting"), ("lunch", "Lunch"), ("trip", "Business trip"), ("holiday", "Vacation"), ("focus", "Do not disturb"),
        ("review", "In a meeting"), ("interview", "In a meeting"), ("dentist", "Out of office"), ("training", "In a meeting"), ("call", "Do not disturb"),
    ];

    private static readonly string[] Subjects =
    [
        "Monthly meeting, room 4.12", "Lunch with the auditors", "Trip to the plant in Graz", "Holiday: back on Monday", "Focus time, please do not call",
    ];

    /// <summary>The day on which all of this happens. No figure depends on it.</summary>
    public static DateTimeOffset Day { get; } = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The site's keyword list.</summary>
    public static IReadOnlyList<KeywordRow> Keywords { get; } = [.. Words.Select(word => new KeywordRow(word.Keyword, word.Presence))];

    /// <summary>How many edges an extension has.</summary>
    public int Edges => 2 * Appointments;

    /// <summary>When an edge of an extension is due.</summary>
    public DateTimeOffset EdgeOf(int extension, int edge) => Epoch + (Apart * edge) + (Stagger * extension);

    /// <summary>The calendar of an extension.</summary>
    public Calendar CalendarOf(int extension) => Calendar.Of(Enumerable.Range(0, Appointments).Select(number => new Appointment
    {
        Key = AppointmentKey.Of(string.Create(CultureInfo.InvariantCulture, $"{extension}/{number}")),
        Subject = Subjects[(extension + number) % Subjects.Length],
        Start = EdgeOf(extension, 2 * number),
        End = EdgeOf(extension, (2 * number) + 1),
    }));

    /// <summary>What the calendar of an extension leads to at an instant.</summary>
    public string PresenceAt(int extension, DateTimeOffset instant)
    {
        var edges = (instant - EdgeOf(extension, 0)).Ticks / (double)Apart.Ticks;
        var edge = (int)Math.Floor(edges);
        return edges < 0 || edge >= Edges || edge % 2 == 1 ? PresenceList.Initial.Default.Name : Words[(extension + (edge / 2)) % Subjects.Length].Presence;
    }
}
