using System.Text;
using CaPresenceActors.Presence.Tests.Naive;

namespace CaPresenceActors.Presence.Tests.Matching;

public class KeywordTests
{
    private static readonly PresenceList Presences = PresenceList.OfNames(["Available", "Lunch"]);

    [Theory]
    [InlineData("meeting", "Monthly meeting", true)]
    [InlineData("meeting", "MEETINGS", true)]
    [InlineData("meeting", "ＭＥＥＴＩＮＧ", true)]
    [InlineData("会議", "定例会議", true)]
    [InlineData("off  site", "Off\tSite", true)]
    [InlineData("ß", "STRASSE", false)]
    [InlineData("ss", "straße", false)]
    [InlineData("i", "ı", false)]
    [InlineData("i", "İ", false)]
    [InlineData("ı", "I", false)]
    [InlineData("σ", "ς", true)]
    [InlineData("\U00010400", "x\U00010428y", true)]
    [InlineData("e\u0301", "CAFÉ", true)]
    [InlineData("e", "é", false)]
    [InlineData("meeting", "meet ing", false)]
    [InlineData("meeting", "", false)]
    public void Occurs_anywhere_in_the_subject(string keyword, string subject, bool matches) => Matches(keyword, false, subject).ShouldBe(matches);

    [Theory]
    [InlineData("meeting", "MEETINGS", false)]
    [InlineData("meeting", "meeting", true)]
    [InlineData("meeting", "(meeting)", true)]
    [InlineData("off", "office off", true)]
    [InlineData("off", "off_site", true)]
    [InlineData("off", "off-site", true)]
    [InlineData("off", "off1", false)]
    [InlineData("off", "off²", false)]
    [InlineData("off", "Ⅳoff", false)]
    [InlineData("x", "x\u0302", false)]
    [InlineData("off", "off\u20DD", false)]
    [InlineData("off", "\U00020BB7off", false)]
    [InlineData("off", "off\U0001F600", true)]
    [InlineData("off", "off\uD83D", true)]
    [InlineData("会議", "定例会議", false)]
    [InlineData("aa", "aaa aa", true)]
    [InlineData("aa", "aaa", false)]
    [InlineData("c++", "C++ course", true)]
    public void Stands_as_a_word_of_its_own(string keyword, string subject, bool matches) => Matches(keyword, true, subject).ShouldBe(matches);

    [Fact]
    public void Every_character_matches_its_other_case_as_the_naive_reading_says()
    {
        for (var unit = 0x21; unit <= char.MaxValue; unit++)
        {
            var letter = ((char)unit).ToString();
            if (!char.IsLetter(letter[0]))
            {
                continue;
            }

            foreach (var other in new[] { letter.ToUpperInvariant(), letter.ToLowerInvariant() })
            {
                Agree(letter, false, $"x{other}y", $"U+{unit:X4}");
                Agree($"m{letter}", false, $"M{other}", $"U+{unit:X4} behind a letter");
            }
        }
    }

    [Fact]
    public void Random_texts_match_as_the_naive_reading_says()
    {
        var matches = 0;
        for (var seed = 0; seed < 30_000; seed++)
        {
            var random = new Random(seed);
            var keyword = RandomText.Of(random, 4);
            if (NormalisedText.Of(keyword).Length > 0)
            {
                var subject = RandomText.Of(random) + (random.Next(3) == 0 ? Swapped(keyword) : "") + RandomText.Of(random);
                matches += Agree(keyword, random.Next(2) == 0, subject, $"seed {seed}") ? 1 : 0;
            }
        }

        matches.ShouldBeGreaterThan(3000);
    }

    // A list of several keywords searches in another way than a list of one; the first look must never hide what the second would find.
    [Fact]
    public void A_list_finds_what_each_of_its_keywords_finds()
    {
        for (var seed = 0; seed < 10_000; seed++)
        {
            var random = new Random(seed);
            var rows = Enumerable.Range(0, random.Next(1, 12)).Select(_ => RandomText.Of(random, 4)).Where(k => NormalisedText.Of(k).Length > 0)
                .DistinctBy(k => NormalisedText.Of(k).ToUpperInvariant()).Where((k, i) => i < 40).Select(k => new KeywordRow(k, "Lunch", random.Next(4) == 0)).ToList();
            rows = [.. rows.Where((r, i) => !rows.Take(i).Any(earlier => NormalisedText.Same(earlier.Text, r.Text)))];
            var subject = RandomText.Of(random) + (rows.Count > 0 ? Swapped(rows[^1].Text) : "") + RandomText.Of(random);
            var list = KeywordList.Of(rows, Presences);
            var expected = rows.FindIndex(r => NaiveText.Matches(r.Text, r.WholeWord, subject));

            (list.Match(subject) ?? -1).ShouldBe(expected, $"seed {seed}");
            list.MatchUtf8(Encoding.UTF8.GetBytes(subject)).ShouldBe(expected, $"seed {seed}");
            list.AllMatches(subject).ShouldBe(Enumerable.Range(0, rows.Count).Where(i => NaiveText.Matches(rows[i].Text, rows[i].WholeWord, subject)), $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(5000)]
    public void A_long_subject_is_searched_to_its_end(int length)
    {
        var list = KeywordList.Of([new KeywordRow("MEETING", "Lunch")], Presences);
        var subject = new string('x', length - 7) + "meeting";

        list.MatchUtf8(Encoding.UTF8.GetBytes(subject)).ShouldBe(0);
        list.MatchUtf8(Encoding.UTF8.GetBytes(subject[..^1])).ShouldBe(KeywordList.NoMatch);
    }

    private static bool Agree(string keyword, bool wholeWord, string subject, string which)
    {
        var expected = NaiveText.Matches(keyword, wholeWord, subject);
        Matches(keyword, wholeWord, subject).ShouldBe(expected, which);
        return expected;
    }

    private static bool Matches(string keyword, bool wholeWord, string subject) =>
        KeywordList.Of([new KeywordRow(keyword, "Lunch", wholeWord)], Presences).Match(subject) is not null;

    private static string Swapped(string text) => string.Concat(text.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)));
}
