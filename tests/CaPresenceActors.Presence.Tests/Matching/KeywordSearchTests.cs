using System.Globalization;
using System.Text;
using CaPresenceActors.Presence.Tests.Naive;

namespace CaPresenceActors.Presence.Tests.Matching;

public class KeywordSearchTests
{
    private static readonly PresenceList Presences = PresenceList.OfNames(["Available", "Lunch"]);

    [Fact]
    public void Characters_that_are_one_but_for_case_share_a_row()
    {
        var firstOfItsKind = new Dictionary<string, char>(StringComparer.OrdinalIgnoreCase);
        var withCase = 0;
        for (var unit = 0; unit <= char.MaxValue; unit++)
        {
            var character = (char)unit;
            if (!firstOfItsKind.TryAdd(character.ToString(), character))
            {
                KeywordSearch.RowOf(character).ShouldBe(KeywordSearch.RowOf(firstOfItsKind[character.ToString()]), unit.ToString("X4", CultureInfo.InvariantCulture));
                withCase++;
            }
        }

        withCase.ShouldBeGreaterThan(1000);
    }

    // Few letters and long lists, so that keywords begin alike, overlap, contain each other and end at the subject's end.
    [Theory]
    [InlineData("abAB ")]
    [InlineData("会議定 朝")]
    [InlineData("カガデモレ゛ー ")]
    [InlineData("σςΣµß ")]
    [InlineData("\u4E00\u4F00\u5000 -1")] // all in one row of the tables
    public void Long_lists_of_like_keywords_match_as_the_naive_reading_says(string alphabet)
    {
        var hits = 0;
        for (var seed = 0; seed < 4_000; seed++)
        {
            var random = new Random(seed);
            var rows = new List<KeywordRow>();
            for (var tries = random.Next(1, KeywordList.MaxRows); tries > 0; tries--)
            {
                var text = string.Concat(random.GetItems(alphabet.ToCharArray(), random.Next(1, 6)));
                if (NormalisedText.Of(text).Length > 0 && !rows.Exists(row => NormalisedText.Same(row.Text, text)))
                {
                    rows.Add(new KeywordRow(text, "Lunch", random.Next(2) == 0));
                }
            }

            var subject = string.Concat(random.GetItems(alphabet.ToCharArray(), random.Next(0, 12)));
            var list = KeywordList.Of(rows, Presences);
            var expected = rows.FindIndex(row => NaiveText.Matches(row.Text, row.WholeWord, subject));

            (list.Match(subject) ?? KeywordList.NoMatch).ShouldBe(expected, $"seed {seed}");
            list.MatchUtf8(Encoding.UTF8.GetBytes(subject)).ShouldBe(expected, $"seed {seed}");
            hits += expected >= 0 ? 1 : 0;
        }

        hits.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void A_plain_subject_costs_no_memory()
    {
        var list = KeywordList.Of([new KeywordRow("会議", "Lunch"), new KeywordRow("lunch", "Lunch", WholeWord: true)], Presences);
        byte[][] subjects = ["定例会議 4階大部屋"u8.ToArray(), "お昼 Lunch!"u8.ToArray(), Encoding.UTF8.GetBytes(new string('会', 255))];
        list.MatchUtf8(subjects[0]).ShouldBe(0);
        list.MatchUtf8(subjects[1]).ShouldBe(1);
        list.MatchUtf8(subjects[2]).ShouldBe(KeywordList.NoMatch);

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var subject in subjects)
        {
            _ = list.MatchUtf8(subject);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
