using System.Text;
using CaPresenceActors.Presence.Replay;

namespace CaPresenceActors.Presence.Tests.Replay;

/// <summary>Small replay files as text, and what comes of them.</summary>
internal static class ScenarioText
{
    /// <summary>A meeting from 10 to 11 and the inputs that a test adds.</summary>
    public static string Day(params string[] inputs) => File(string.Join(", ",
        inputs.Prepend("""{ "at": "2026-11-23T08:00:00Z", "calendar": [ { "id": "a", "subject": "Monthly meeting", "start": "2026-11-23T10:00:00Z", "end": "2026-11-23T11:00:00Z" } ] }""")));

    /// <summary>A file with these inputs and with members that a test adds at the top.</summary>
    public static string File(string inputs, string more = "") =>
        $$"""
        { "name": "test", "start": "2026-11-23T08:00:00Z", "end": "2026-11-23T18:00:00Z",
          "presences": ["Available", "In a meeting", "Lunch"],
          "keywords": [ { "keyword": "meeting", "presence": "In a meeting" } ],{{more}}
          "inputs": [ {{inputs}} ] }
        """;

    /// <summary>The lines that are printed, and the error that ends them; null when none does.</summary>
    public static (List<string> Lines, string? Error) Run(string json) => Run(Encoding.UTF8.GetBytes(json));

    /// <summary>The lines that are printed, and the error that ends them; null when none does.</summary>
    public static (List<string> Lines, string? Error) Run(byte[] utf8)
    {
        var lines = new List<string>();
        try
        {
            foreach (var line in ReplayRun.Changes(Scenario.Parse(utf8)))
            {
                lines.Add(line.ToString());
            }
        }
        catch (ScenarioException e)
        {
            return (lines, e.Message);
        }

        return (lines, null);
    }

    public static string ErrorOf(string json) => Run(json).Error.ShouldNotBeNull();
}
