namespace CaPresenceActors.Presence.Tests.Matching;

public class KeywordTestTests
{
    private static readonly KeywordList Keywords = KeywordList.Of(
        [new KeywordRow("off", "Vacation", WholeWord: true), new KeywordRow("meeting", "In a meeting"), new KeywordRow("month", "Lunch"), new KeywordRow("trip", "Business trip")], PresenceList.Initial);

    [Fact]
    public void Each_keyword_that_is_found_says_what_becomes_of_it() => KeywordTest.Of(Keywords, "Ｍonthly  MEETING: offers").ShouldBe(
    [
        new KeywordCandidate(1, Keywords[0].Row, KeywordVerdict.NotWholeWord, "It must stand as a word of its own, and is there only as a part of longer words."),
        new KeywordCandidate(2, Keywords[1].Row, KeywordVerdict.Wins, "It stands highest of those that match."),
        new KeywordCandidate(3, Keywords[2].Row, KeywordVerdict.Lower, "It matches, but keyword 2 (\"meeting\") stands higher."),
    ]);

    [Fact]
    public void Where_none_is_found_none_is_told() => KeywordTest.Of(Keywords, "dentist").ShouldBeEmpty();

    [Fact]
    public void One_that_would_have_to_be_a_word_does_not_win() =>
        KeywordTest.Of(Keywords, "offer").ShouldHaveSingleItem().Verdict.ShouldBe(KeywordVerdict.NotWholeWord);

    [Fact]
    public void The_winner_is_that_of_the_matcher()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var rows = Enumerable.Range(0, 6).Select(_ => new KeywordRow(RandomText.Of(random, 3), "Lunch", random.Next(2) == 0)).Where(row => NormalisedText.Of(row.Text).Length > 0)
                .DistinctBy(row => NormalisedText.Of(row.Text), StringComparer.OrdinalIgnoreCase).ToList();
            var list = KeywordList.Of(rows, PresenceList.Initial);
            var subject = RandomText.Of(random, 10);

            var candidates = KeywordTest.Of(list, subject);

            candidates.Where(candidate => candidate.Verdict == KeywordVerdict.Wins).Select(candidate => (int?)candidate.Position - 1).SingleOrDefault().ShouldBe(list.Match(subject), $"seed {seed}");
            candidates.Where(candidate => candidate.Verdict != KeywordVerdict.NotWholeWord).Select(candidate => candidate.Position - 1).ShouldBe(list.AllMatches(subject), $"seed {seed}");
        }
    }
}
