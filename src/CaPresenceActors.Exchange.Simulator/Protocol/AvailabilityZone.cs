using System.Globalization;
using CaPresenceActors.Exchange.Simulator.Calendars;

namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>The one pair of rules by which GetUserAvailability describes a time zone.</summary>
internal static class AvailabilityZone
{
    /// <summary>Reads a <c>t:TimeZone</c>.</summary>
    /// <exception cref="EwsErrorException">The rules make no time zone.</exception>
    public static TimeZoneInfo Read(EwsElement element)
    {
        try
        {
            var bias = element.Required("Bias").Int;
            var standard = element.Required("StandardTime");
            var daylight = element.Required("DaylightTime");
            var standardBias = standard.Required("Bias").Int;
            var delta = standardBias - daylight.Required("Bias").Int;
            var offset = TimeSpan.FromMinutes(-(bias + standardBias));

            // Both with one offset, or without months: there is no daylight saving time, whatever the dates say.
            if (delta == 0 || standard.Required("Month").Int == 0 || daylight.Required("Month").Int == 0)
            {
                return TimeZoneInfo.CreateCustomTimeZone("request", offset, "request", "request");
            }

            var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromMinutes(delta), Transition(daylight), Transition(standard));
            return TimeZoneInfo.CreateCustomTimeZone("request", offset, "request", "request", "request", [rule]);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidTimeZoneException or OverflowException)
        {
            throw new EwsErrorException("ErrorTimeZone", $"The time zone of the request is not valid. {e.Message}");
        }
    }

    /// <summary>Writes a zone by the rules of one year.</summary>
    public static void Write(EwsWriter writer, TimeZoneInfo zone, int year)
    {
        var (standard, toStandard, toDaylight) = ZoneYear.Of(zone, year);
        writer.StartType("TimeZone");
        writer.Type("Bias", -(int)standard.TotalMinutes);
        WriteTransition(writer, "StandardTime", standard, toStandard);
        WriteTransition(writer, "DaylightTime", standard, toDaylight);
        writer.End();
    }

    private static void WriteTransition(EwsWriter writer, string name, TimeSpan standard, ZoneTransition? transition)
    {
        writer.StartType(name);
        writer.Type("Bias", transition is { } change ? (int)(standard - change.After).TotalMinutes : 0);
        writer.Type("Time", (transition?.Local.TimeOfDay ?? TimeSpan.Zero).ToString("c", CultureInfo.InvariantCulture));
        writer.Type("DayOrder", transition?.DayOrder ?? 0);
        writer.Type("Month", transition?.Local.Month ?? 0);
        writer.Type("DayOfWeek", (transition?.Local.DayOfWeek ?? DayOfWeek.Sunday).ToString());
        writer.End();
    }

    private static TimeZoneInfo.TransitionTime Transition(EwsElement element)
    {
        var time = DateTime.MinValue + TimeSpan.Parse(element.Required("Time").Text.Trim(), CultureInfo.InvariantCulture);
        var month = element.Required("Month").Int;
        var order = element.Required("DayOrder").Int;
        return element.ChildText("Year") is { Length: > 0 } year && year.Trim() != "0"
            ? TimeZoneInfo.TransitionTime.CreateFixedDateRule(time, month, order)
            : TimeZoneInfo.TransitionTime.CreateFloatingDateRule(time, month, order, element.Required("DayOfWeek").Enum<DayOfWeek>());
    }
}
