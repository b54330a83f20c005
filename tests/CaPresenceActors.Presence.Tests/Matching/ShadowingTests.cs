using System.Globalization;
using System.Text;

namespace CaPresenceActors.Presence.Tests.Matching;

public class ShadowingTests
{
    private static readonly PresenceList Presences = PresenceList.OfNames(["Available", "Lunch"]);

    [Theory]
    [InlineData("meet", false, "meeting", false, true)]
    [InlineData("MEET", false, "ｍｅｅｔｉｎｇ", false, true)]
    [InlineData("meet", false, "meeting", true, true)]
    [InlineData("meeting", false, "meet", false, false)]
    [InlineData("meet", true, "meeting", false, false)]
    [InlineData("meet", true, "meeting", true, false)]
    [InlineData("off", true, "day off", true, true)]
    [InlineData("off", true, "day off", false, false)] // "day offer"
    [InlineData("off", true, "off-site", false, false)] // "takeoff-site"
    [InlineData("off", true, "day off-site", false, true)]
    [InlineData("off", false, "off", true, true)]
    [InlineData("off", true, "off", false, false)]
    [InlineData("a", true, "b a b", false, true)]
    [InlineData("a a", false, "a  a", false, true)]
    [InlineData("会", false, "会議", true, true)]
    [InlineData("会", true, "会議", true, false)]
    [InlineData("\u4E00", true, "\u4E00 x \u4E00", false, false)] // the stranger is one that the keyword does not have
    public void A_keyword_shadows_one_that_it_always_matches_with(string higher, bool higherWhole, string lower, bool lowerWhole, bool shadows) =>
        Of(higher, higherWhole).Shadows(Of(lower, lowerWhole)).ShouldBe(shadows);

    // What is said must hold for every subject; and what is denied needs a subject that shows it, which the real matcher then finds.
    [Theory]
    [InlineData("abAB -")]
    [InlineData("会議定 朝")]
    [InlineData("カガデモレ゛ー ")]
    [InlineData("σςΣµß_")]
    [InlineData(null)] // every awkward character
    public void The_matcher_agrees_whatever_the_subject(string? alphabet)
    {
        var (shadowed, free) = (0, 0);
        for (var seed = 0; seed < 8_000; seed++)
        {
            var random = new Random(seed);
            var (lower, higher) = (Text(random, 4), random.Next(2) == 0 ? Text(random, 2) : Text(random, 4));
            if (NormalisedText.Of(lower).Length == 0 || NormalisedText.Of(higher).Length == 0 || NormalisedText.Same(lower, higher))
            {
                continue;
            }

            var list = KeywordList.Of([new KeywordRow(higher, "Lunch", random.Next(2) == 0), new KeywordRow(lower, "Lunch", random.Next(2) == 0)], Presences);
            var shadows = list[0].Shadows(list[1]);
            if (shadows)
            {
                shadowed++;
                for (var i = 0; i < 20; i++)
                {
                    list.Match(Text(random, 3) + lower + Text(random, 3)).ShouldNotBe(1, $"seed {seed}");
                }
            }
            else
            {
                free++;
                string[] subjects = [lower, $"\u5B57{NormalisedText.Of(lower)}\u5B57"];
                subjects.ShouldContain(subject => list.Match(subject) == 1, $"seed {seed}");
            }
        }

        shadowed.ShouldBeGreaterThan(50);
        free.ShouldBeGreaterThan(1000);

        string Text(Random random, int longest) => alphabet is null ? RandomText.Of(random, longest + 1) : string.Concat(random.GetItems(alphabet.ToCharArray(), random.Next(0, longest + 1)));
    }

    // No number of higher keywords shadows together what none shadows alone: so it is enough to ask each.
    [Fact]
    public void A_keyword_that_none_shadows_alone_can_win()
    {
        var winners = 0;
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var rows = new List<KeywordRow>();
            for (var tries = 0; tries < 6; tries++)
            {
                var text = string.Concat(random.GetItems("ab -".ToCharArray(), random.Next(1, 5)));
                if (NormalisedText.Of(text).Length > 0 && !rows.Exists(row => NormalisedText.Same(row.Text, text)))
                {
                    rows.Add(new KeywordRow(text, "Lunch", random.Next(2) == 0));
                }
            }

            var list = KeywordList.Of(rows, Presences);
            var shadowed = KeywordLint.Shadowed(list).Select(warning => warning.Position - 1).ToHashSet();
            foreach (var (position, keyword) in list.Index().Where(entry => !shadowed.Contains(entry.Index)))
            {
                string[] subjects = [keyword.Row.Text, $"\u5B57{NormalisedText.Of(keyword.Row.Text)}\u5B57"];
                subjects.ShouldContain(subject => list.Match(subject) == position, $"seed {seed}");
                winners++;
            }
        }

        winners.ShouldBeGreaterThan(1000);
    }

    // The proof of Shadows stands on this: where a keyword's letters differ in case from the subject's, they still belong to words or do not.
    [Fact]
    public void Characters_that_are_one_but_for_case_belong_to_words_alike()
    {
        var pairs = 0;
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.IsValid(value))
            {
                continue;
            }

            var rune = new Rune(value);
            foreach (var other in new[] { Rune.ToUpperInvariant(rune), Rune.ToLowerInvariant(rune) }.Where(other => other != rune && rune.ToString().Equals(other.ToString(), StringComparison.OrdinalIgnoreCase)))
            {
                EndsWord(rune).ShouldBe(EndsWord(other), value.ToString("X", CultureInfo.InvariantCulture));
                pairs++;
            }
        }

        pairs.ShouldBeGreaterThan(2000);

        // "x" as a whole word beside the character: it is found when the character ends a word.
        static bool EndsWord(Rune rune) => Of("x", wholeWord: true).OccursIn($"x{rune}");
    }

    [Fact]
    public void A_warning_says_which_keyword_stands_in_the_way()
    {
        var list = KeywordList.Of([new KeywordRow("lunch", "Lunch"), new KeywordRow("Meet", "Lunch"), new KeywordRow("meeting", "Available")], Presences);
        KeywordLint.Shadowed(list).ShouldBe(
        [
            new KeywordWarning(3, list[2].Row, KeywordDoubt.Shadowed, 2, "\"meeting\" can never win: wherever it matches, keyword 2 (\"Meet\") matches too, and stands higher."),
        ]);
    }

    private static Keyword Of(string text, bool wholeWord) => KeywordList.Of([new KeywordRow(text, "Lunch", wholeWord)], Presences)[0];
}
