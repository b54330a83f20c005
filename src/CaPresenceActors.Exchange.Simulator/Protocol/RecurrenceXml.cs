using System.Diagnostics;
using System.Globalization;
using CaPresenceActors.Exchange.Simulator.Calendars;

namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>Recurrences as the schema has them: a pattern and a range.</summary>
internal static class RecurrenceXml
{
    public static Recurrence Read(EwsElement element)
    {
        var range = element.Children[1];
        var start = XmlDates.ToDate(range.Required("StartDate").Text);
        var recurrence = new Recurrence(ReadPattern(element.Children[0]), start);
        return range.Name switch
        {
            "EndDateRecurrence" => recurrence with { EndDate = XmlDates.ToDate(range.Required("EndDate").Text) },
            "NumberedRecurrence" => recurrence with { Count = range.Required("NumberOfOccurrences").Int },
            _ => recurrence,
        };
    }

    public static void Write(EwsWriter writer, Recurrence recurrence)
    {
        writer.StartType("Recurrence");
        WritePattern(writer, recurrence.Pattern);
        writer.StartType(recurrence switch
        {
            { Count: not null } => "NumberedRecurrence",
            { EndDate: not null } => "EndDateRecurrence",
            _ => "NoEndRecurrence",
        });
        writer.Type("StartDate", recurrence.StartDate);
        if (recurrence.Count is { } count)
        {
            writer.Type("NumberOfOccurrences", count);
        }
        else if (recurrence.EndDate is { } end)
        {
            writer.Type("EndDate", end);
        }

        writer.End();
        writer.End();
    }

    private static RecurrencePattern ReadPattern(EwsElement pattern) => pattern.Name switch
    {
        "DailyRecurrence" => new RecurrencePattern.Daily(pattern.Required("Interval").Int),
        "WeeklyRecurrence" => new RecurrencePattern.Weekly(
            Days(pattern),
            pattern.Required("Interval").Int,
            pattern.Child("FirstDayOfWeek") is { } first ? first.Enum<DayOfWeek>() : DayOfWeek.Sunday),
        "AbsoluteMonthlyRecurrence" => new RecurrencePattern.AbsoluteMonthly(pattern.Required("DayOfMonth").Int, pattern.Required("Interval").Int),
        "RelativeMonthlyRecurrence" => new RecurrencePattern.RelativeMonthly(Index(pattern), Days(pattern), pattern.Required("Interval").Int),
        "AbsoluteYearlyRecurrence" => new RecurrencePattern.AbsoluteYearly(Month(pattern), pattern.Required("DayOfMonth").Int),
        "RelativeYearlyRecurrence" => new RecurrencePattern.RelativeYearly(Month(pattern), Index(pattern), Days(pattern)),
        _ => throw new UnreachableException($"The grammar lets no {pattern.Name} through."),
    };

    private static Weekdays Days(EwsElement pattern) =>
        pattern.Required("DaysOfWeek").Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(Weekdays.None, (days, name) => days | Enum.Parse<Weekdays>(name));

    private static WeekIndex Index(EwsElement pattern) => pattern.Required("DayOfWeekIndex").Enum<WeekIndex>();

    private static int Month(EwsElement pattern) =>
        Array.IndexOf(CultureInfo.InvariantCulture.DateTimeFormat.MonthNames, pattern.Required("Month").Text.Trim()) + 1;

    private static void WritePattern(EwsWriter writer, RecurrencePattern pattern)
    {
        writer.StartType(pattern.GetType().Name + "Recurrence");
        switch (pattern)
        {
            case RecurrencePattern.Daily(var interval):
                writer.Type("Interval", interval);
                break;
            case RecurrencePattern.Weekly(var days, var interval, var first):
                writer.Type("Interval", interval);
                writer.Type("DaysOfWeek", Names(days));
                writer.Type("FirstDayOfWeek", first.ToString());
                break;
            case RecurrencePattern.AbsoluteMonthly(var day, var interval):
                writer.Type("Interval", interval);
                writer.Type("DayOfMonth", day);
                break;
            case RecurrencePattern.RelativeMonthly(var index, var days, var interval):
                writer.Type("Interval", interval);
                writer.Type("DaysOfWeek", Name(days));
                writer.Type("DayOfWeekIndex", index.ToString());
                break;
            case RecurrencePattern.AbsoluteYearly(var month, var day):
                writer.Type("DayOfMonth", day);
                writer.Type("Month", MonthName(month));
                break;
            case RecurrencePattern.RelativeYearly(var month, var index, var days):
                writer.Type("DaysOfWeek", Name(days));
                writer.Type("DayOfWeekIndex", index.ToString());
                writer.Type("Month", MonthName(month));
                break;
            default:
                throw new UnreachableException($"No element for {pattern.GetType().Name}.");
        }

        writer.End();
    }

    private static string MonthName(int month) => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month);

    // A set is a list of days; "Weekday" and its like are single values of relative patterns.
    private static string Names(Weekdays days) =>
        string.Join(' ', Enum.GetValues<DayOfWeek>().Where(day => days.HasFlag((Weekdays)(1 << (int)day))));

    private static string Name(Weekdays days) => days.ToString();
}
