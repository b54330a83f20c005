using System.Globalization;
using System.Xml;
using CaPresenceActors.Exchange.Simulator.Calendars;

namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>Dates and times of the schema: with Z, with an offset, or without either.</summary>
internal static class XmlDates
{
    public static bool IsDateTime(string text) => TryRead(text, out _);

    public static bool IsDate(string text) => TryReadDate(text, out _);

    /// <summary>The instant; a text without zone is a wall clock in <paramref name="zone"/>, which is UTC unless the request says otherwise.</summary>
    public static DateTimeOffset ToInstant(string text, TimeZoneInfo? zone)
    {
        if (!TryRead(text, out var value))
        {
            throw new EwsErrorException("ErrorInvalidRequest", "The request is invalid.");
        }

        if (!AppointmentRules.IsInRange(new DateTimeOffset(value.Ticks, TimeSpan.Zero)))
        {
            throw new EwsErrorException("ErrorCalendarOutOfRange", "The time is outside of the years 1601 to 4499.");
        }

        return value.Kind switch
        {
            DateTimeKind.Utc => new DateTimeOffset(value),
            _ => TimeZones.ToInstant(zone ?? TimeZoneInfo.Utc, value),
        };
    }

    /// <summary>The date; a zone after it, which the schema allows, says nothing about a date.</summary>
    public static DateOnly ToDate(string text) =>
        TryReadDate(text, out var date) ? date : throw new EwsErrorException("ErrorInvalidRequest", "The request is invalid.");

    // Offsets become UTC; a wall clock stays what it is.
    private static bool TryRead(string text, out DateTime value)
    {
        text = text.Trim();
        value = default;
        if (text.Length < 19 || text[10] != 'T')
        {
            return false;
        }

        try
        {
            value = XmlConvert.ToDateTime(text, XmlDateTimeSerializationMode.RoundtripKind);
            if (value.Kind == DateTimeKind.Local)
            {
                value = XmlConvert.ToDateTimeOffset(text).UtcDateTime;
            }

            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    private static bool TryReadDate(string text, out DateOnly date)
    {
        text = text.Trim();
        date = default;
        return text.Length >= 10
            && (text.Length == 10 || text[10] is 'Z' or '+' or '-')
            && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }
}
