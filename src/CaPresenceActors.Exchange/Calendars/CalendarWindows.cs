using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Exchange.Calendars;

/// <summary>What can be done with windows.</summary>
internal static class CalendarWindows
{
    /// <summary>An all-day appointment of another zone is stored up to 14 hours off the day that it means here; a day more on each side finds it.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    /// <summary>Whether an appointment belongs to the answer. One that ends before it starts does, so that it is counted as senseless.</summary>
    public static bool Wants(this CalendarWindow window, DateTimeOffset start, DateTimeOffset end) =>
        start < window.To && (end > window.From || (start >= window.From && end <= start));

    /// <summary>The window to ask the server for, in whole seconds.</summary>
    public static CalendarWindow Widened(this CalendarWindow window) => new(Floor(window.From) - Margin, Floor(window.To) + Margin);

    /// <summary>The two halves of a window.</summary>
    public static (CalendarWindow First, CalendarWindow Second) Halves(this CalendarWindow window)
    {
        var middle = Floor(window.From + ((window.To - window.From) / 2));
        return (window with { To = middle }, window with { From = middle });
    }

    private static DateTimeOffset Floor(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
