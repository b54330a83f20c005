namespace CaPresenceActors.Presence.Tests.Naive;

/// <summary>Smaller days to try when one fails: with one input, one event or one row less.</summary>
internal static class SmallerDay
{
    public static IEnumerable<Day> Of(Day day)
    {
        foreach (var inputs in WithoutOne(day.Inputs))
        {
            yield return day with { Inputs = inputs };
        }

        foreach (var keywords in WithoutOne(day.Keywords))
        {
            yield return day with { Keywords = keywords };
        }

        for (var i = 0; i < day.Inputs.Length; i++)
        {
            foreach (var smaller in Of(day.Inputs[i]))
            {
                yield return day with { Inputs = [.. day.Inputs[..i], smaller, .. day.Inputs[(i + 1)..]] };
            }
        }
    }

    private static IEnumerable<Input> Of(Input input) => input switch
    {
        Input.Calendar calendar => WithoutOne(calendar.Events).Select(events => calendar with { Events = events }),
        Input.Keywords keywords => WithoutOne(keywords.Rows).Select(rows => keywords with { Rows = rows }),
        Input.UserKeywords { Rows: { } own } keywords => WithoutOne(own).Select(rows => keywords with { Rows = rows }),
        _ => [],
    };

    private static IEnumerable<T[]> WithoutOne<T>(T[] all) => Enumerable.Range(0, all.Length).Select(i => (T[])[.. all[..i], .. all[(i + 1)..]]);
}
