using CaPresenceActors.Hocon;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Host.Configuration;

/// <summary>Reads what <c>capresence.seed</c> says about presences, keywords and options, and finds every row that breaks a rule, not only the first.</summary>
internal static class SeedRulesReader
{
    private const string Grey = "#5b6472";

    public static SiteSettings Read(ConfigReader reader)
    {
        var options = new PresenceOptions
        {
            AfterEvent = reader.Enum<AfterEvent>("after-event"),
            IgnoreFree = reader.Boolean("ignore-free"),
            IgnoreTentative = reader.Boolean("ignore-tentative"),
            IgnoreWorkingElsewhere = reader.Boolean("ignore-working-elsewhere"),
            IgnoreAllDay = reader.Boolean("ignore-all-day"),
            IgnorePrivate = reader.Boolean("ignore-private"),
        };
        var site = SiteSettings.Initial with { Integration = reader.Boolean("integration"), Options = options };
        var definitions = Rows(reader, "presences", PresenceList.MaxCount, Presence, StandIns, rows => PresenceList.Of(rows));
        var presences = definitions.Count == 0 ? PresenceList.Initial : PresenceList.Of(definitions);
        var rows = Rows(reader, "keywords", KeywordList.MaxRows, Keyword, (_, index) => [new KeywordRow(UniqueName(index), presences.Default.Name)], rows => KeywordList.Of(rows, presences));
        return site.With(presences, rows);
    }

    private static PresenceDefinition Presence(ConfigReader row) => new(
        row.Text("name"),
        row.Enum<Availability>("availability"),
        row.OptionalText("activity"),
        row.OptionalText("colour") ?? Grey);

    private static KeywordRow Keyword(ConfigReader row) => new(row.Text("keyword"), row.Text("presence"), row.Has("whole-word") && row.Boolean("whole-word"));

    // Keywords that lead to a presence with a wrong colour are not wrong themselves, so its name stays if it can.
    private static IEnumerable<PresenceDefinition> StandIns(PresenceDefinition broken, int index) =>
        [new(broken.Name, broken.Availability, null, Grey), new(UniqueName(index), Availability.Busy, null, Grey)];

    // From the private use area, so that nobody has written it.
    private static string UniqueName(int index) => ((char)('\uE000' + index)).ToString();

    /// <summary>
    /// Reads rows and checks each together with those above it. A row that breaks a rule is a problem, and something harmless stands in for it, so that the rows below keep their positions and are checked too.
    /// </summary>
    private static List<T> Rows<T>(ConfigReader reader, string path, int most, Func<ConfigReader, T> read, Func<T, int, IEnumerable<T>> standIns, Action<IReadOnlyList<T>> check)
    {
        var written = reader.Objects(path);
        if (written.Length > most)
        {
            reader.Add(path, $"has {written.Length} rows. Needed: at most {most}.");
        }

        List<T> rows = [];
        foreach (var row in written.Take(most))
        {
            var problemsBefore = reader.Problems.Length;
            var value = read(row);
            var wrong = Violation(check, rows, value);
            if (wrong is not null && reader.Problems.Length == problemsBefore)
            {
                row.Add($"breaks a rule. {wrong}");
            }

            rows.Add(wrong is null ? value : standIns(value, rows.Count).First(candidate => Violation(check, rows, candidate) is null));
        }

        return rows;
    }

    private static string? Violation<T>(Action<IReadOnlyList<T>> check, List<T> above, T row)
    {
        try
        {
            check([.. above, row]);
            return null;
        }
        catch (RuleViolationException e)
        {
            return e.Message;
        }
    }
}
