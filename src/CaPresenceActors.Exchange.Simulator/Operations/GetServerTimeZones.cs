using System.Xml;
using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Lists time zones by their Windows ids, on demand with the rules of the current year.</summary>
internal sealed class GetServerTimeZones() : EwsOperation("GetServerTimeZones")
{
    private static readonly Lazy<string[]> AllIds = new(() =>
    [
        .. TimeZoneInfo.GetSystemTimeZones()
            .Select(zone => TimeZoneInfo.TryConvertIanaIdToWindowsId(zone.Id, out var id) ? id : null)
            .OfType<string>()
            .Distinct()
            .Order(StringComparer.Ordinal),
    ]);

    protected override void Write(EwsCall call, EwsWriter writer)
    {
        var ids = call.Operation.Child("Ids") is { } wanted ? wanted.Children.Select(id => id.Text) : AllIds.Value;
        var isFull = call.Operation.Attribute("ReturnFullTimeZoneData") is not ("false" or "0");
        var year = call.Time.GetUtcNow().Year;
        WriteMessages(writer, [ids], known => known.Where(id => TimeZones.Find(id) is not null).ToList(), known =>
        {
            writer.StartMessage("TimeZoneDefinitions");
            foreach (var id in known)
            {
                Write(writer, id, isFull, year);
            }

            writer.End();
        });
    }

    private static void Write(EwsWriter writer, string id, bool isFull, int year)
    {
        var zone = TimeZones.Get(id);
        writer.StartType("TimeZoneDefinition");
        writer.Attribute("Id", TimeZones.WindowsId(id));
        writer.Attribute("Name", zone.DisplayName);
        if (isFull)
        {
            WriteRules(writer, zone, year);
        }

        writer.End();
    }

    private static void WriteRules(EwsWriter writer, TimeZoneInfo zone, int year)
    {
        var (standard, toStandard, toDaylight) = ZoneYear.Of(zone, year);
        writer.StartType("Periods");
        WritePeriod(writer, "Standard", standard);
        if (toDaylight is { } daylight)
        {
            WritePeriod(writer, "Daylight", daylight.After);
        }

        writer.End();
        writer.StartType("TransitionsGroups");
        writer.StartType("TransitionsGroup");
        writer.Attribute("Id", "0");
        if (toDaylight is { } spring && toStandard is { } autumn)
        {
            WriteTransition(writer, "Daylight", spring);
            WriteTransition(writer, "Standard", autumn);
        }
        else
        {
            WriteTarget(writer, "Period", "trule:Standard");
        }

        writer.End();
        writer.End();
        writer.StartType("Transitions");
        WriteTarget(writer, "Group", "0");
        writer.End();
    }

    // Bias is what must be added to local time to get UTC.
    private static void WritePeriod(EwsWriter writer, string name, TimeSpan offset)
    {
        writer.StartType("Period");
        writer.Attribute("Bias", XmlConvert.ToString(-offset));
        writer.Attribute("Name", name);
        writer.Attribute("Id", "trule:" + name);
        writer.End();
    }

    private static void WriteTransition(EwsWriter writer, string period, ZoneTransition transition)
    {
        writer.StartType("RecurringDayTransition");
        WriteTo(writer, "Period", "trule:" + period);
        writer.Type("TimeOffset", XmlConvert.ToString(transition.Local.TimeOfDay));
        writer.Type("Month", transition.Local.Month);
        writer.Type("DayOfWeek", transition.Local.DayOfWeek.ToString());
        writer.Type("Occurrence", transition.DayOrder == 5 ? -1 : transition.DayOrder);
        writer.End();
    }

    private static void WriteTarget(EwsWriter writer, string kind, string target)
    {
        writer.StartType("Transition");
        WriteTo(writer, kind, target);
        writer.End();
    }

    private static void WriteTo(EwsWriter writer, string kind, string target)
    {
        writer.StartType("To");
        writer.Attribute("Kind", kind);
        writer.Text(target);
        writer.End();
    }
}
