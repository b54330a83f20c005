using System.Globalization;
using System.Text;
using CaPresenceActors.Presence.Replay;

namespace CaPresenceActors.Presence.Tests.Naive;

/// <summary>The product's answer to a day, which it gets as the text of a replay file.</summary>
internal static class ProductDay
{
    /// <summary>The lines that replay prints, and the input (from 1) that it stops at; 0 when it reaches the end.</summary>
    public static (IReadOnlyList<Line> Lines, int BrokenInput) Run(Day day)
    {
        var lines = new List<Line>();
        try
        {
            foreach (var line in ReplayRun.Changes(Scenario.Parse(Encoding.UTF8.GetBytes(day.ToJson()))))
            {
                lines.Add(new Line(line.At.UtcDateTime, line.From, line.To, line.Cause, line.Event, line.Keyword));
            }
        }
        catch (ScenarioException e)
        {
            return (lines, int.Parse(e.Message.Split(' ', ':', ',')[1], CultureInfo.InvariantCulture));
        }

        return (lines, 0);
    }
}
