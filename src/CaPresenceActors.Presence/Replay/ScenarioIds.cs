using System.Text.Json;

namespace CaPresenceActors.Presence.Replay;

/// <summary>
/// Replay files name events by free texts, which decide ties in ordinal order; the engine's keys are numbers. This maps the one to the other so that the order stays.
/// </summary>
internal sealed class ScenarioIds
{
    private readonly string[] _ids;

    private ScenarioIds(string[] ids) => _ids = ids;

    /// <summary>Collects every text that stands as an id in a calendar of the file. What is wrong with an input is found when its turn comes.</summary>
    public static ScenarioIds Collect(JsonElement.ArrayEnumerator inputs)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        var calendars = inputs.SelectMany(input => ScenarioObject.Values(input, "calendar")).Where(calendar => calendar.ValueKind == JsonValueKind.Array);
        foreach (var id in calendars.SelectMany(calendar => calendar.EnumerateArray()).SelectMany(entry => ScenarioObject.Values(entry, "id")))
        {
            if (id.ValueKind == JsonValueKind.String)
            {
                ids.Add(ScenarioObject.Text(id));
            }
        }

        return new ScenarioIds([.. ids]);
    }

    public AppointmentKey KeyOf(string id) => new((UInt128)Array.BinarySearch(_ids, id, StringComparer.Ordinal));

    public string IdOf(AppointmentKey key) => _ids[int.CreateChecked(key.Value)];
}
