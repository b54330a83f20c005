using System.Globalization;
using CaPresenceActors.Actors.Polling;

namespace CaPresenceActors.Actors.Tests.Polling;

public sealed class ReadWindowTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-11-23T10:20:00Z", "2026-11-22T23:00:00Z", "2026-11-25T11:00:00Z")]
    [InlineData("Europe/Berlin", "2026-11-23T23:00:00Z", "2026-11-23T23:00:00Z", "2026-11-25T23:00:00Z")]
    [InlineData("Europe/Berlin", "2026-11-23T22:59:59.9Z", "2026-11-22T23:00:00Z", "2026-11-25T23:00:00Z")]
    [InlineData("Asia/Tokyo", "2026-11-23T14:59:59Z", "2026-11-22T15:00:00Z", "2026-11-25T15:00:00Z")]
    [InlineData("America/New_York", "2026-11-23T04:30:00Z", "2026-11-22T05:00:00Z", "2026-11-25T05:00:00Z")]
    public void A_window_reaches_from_the_sites_last_midnight_to_the_full_hour_after_the_horizon(string zone, string now, string from, string to) =>
        Check(zone, now, from, to);

    [Theory] // The day on which the clocks change began before the change.
    [InlineData("Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-31T12:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", "2026-10-27T12:00:00Z")]
    public void On_a_day_of_23_or_25_hours_it_begins_with_the_day(string zone, string now, string from, string to) => Check(zone, now, from, to);

    [Fact] // In Beirut clocks go from 0:00 to 1:00 on 29 March 2026.
    public void Where_there_is_no_midnight_the_day_begins_with_the_change() =>
        Check("Asia/Beirut", "2026-03-29T10:00:00Z", "2026-03-28T22:00:00Z", "2026-03-31T10:00:00Z");

    [Fact] // In Havana clocks go back from 1:00 to 0:00 on 1 November 2026.
    public void Where_there_are_two_midnights_the_day_begins_with_the_first() =>
        Check("America/Havana", "2026-11-01T10:00:00Z", "2026-11-01T04:00:00Z", "2026-11-03T10:00:00Z");

    private static void Check(string zone, string now, string from, string to)
    {
        var window = ReadWindow.At(Instant(now), TimeZoneInfo.FindSystemTimeZoneById(zone), TimeSpan.FromHours(48));

        window.From.ShouldBe(Instant(from));
        window.To.ShouldBe(Instant(to));
        window.From.Offset.ShouldBe(TimeSpan.Zero);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
