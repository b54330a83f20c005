using System.Globalization;
using System.Numerics;
using System.Text;

namespace CaPresenceActors.Presence.Tests.Matching;

public class KeywordTallyTests
{
    private static readonly KeywordList Keywords = KeywordList.Of(
        [new KeywordRow("meeting", "In a meeting"), new KeywordRow("team", "Lunch"), new KeywordRow("yoga", "Lunch")], PresenceList.Initial);

    [Fact]
    public void People_and_events_are_counted_and_what_does_not_count_is_not()
    {
        var tally = new KeywordTally(Keywords, new PresenceOptions { IgnorePrivate = true });

        tally.Take(CalendarOf("Team meeting", "MEETING", "Dentist"));
        tally.Take(CalendarOf("Team lunch"));
        tally.Take(Calendar.Of([Event(1, "Yoga") with { Private = true }, Event(2, "Yoga") with { Cancelled = true }]));
        tally.Take(Calendar.Empty);

        tally.Matches.ShouldBe([new KeywordMatches(1, 2, 2), new KeywordMatches(2, 2, 1), new KeywordMatches(0, 0, 0)]);
    }

    [Fact]
    public void What_was_never_found_or_never_decided_is_told_besides_what_cannot_win()
    {
        var list = KeywordList.Of([.. Keywords.Rows, new KeywordRow("yoga class", "Lunch")], PresenceList.Initial);

        KeywordLint.Of(list, [new(1, 1, 1), new(1, 2, 0), new(0, 0, 0), new(0, 0, 0)]).Select(warning => $"{warning.Position} {warning.Doubt} {warning.By}: {warning.Sentence}").ShouldBe(
        [
            "2 Outranked : \"team\" is in 2 events of the known calendars, and a higher keyword decides each of them.",
            "3 NeverMatched : \"yoga\" is in no event of the known calendars.",
            "4 Shadowed 3: \"yoga class\" can never win: wherever it matches, keyword 3 (\"yoga\") matches too, and stands higher.",
            "4 NeverMatched : \"yoga class\" is in no event of the known calendars.",
        ]);
        KeywordLint.Of(list, []).ShouldHaveSingleItem().Doubt.ShouldBe(KeywordDoubt.Shadowed, "where no calendar is known, nothing follows from one");
    }

    [Fact]
    public void All_that_match_are_found_as_one_by_one()
    {
        for (var seed = 0; seed < 4_000; seed++)
        {
            var random = new Random(seed);
            var rows = Enumerable.Range(0, KeywordList.MaxRows).Select(_ => new KeywordRow(RandomText.Of(random, 3), "Lunch", random.Next(2) == 0)).Where(row => NormalisedText.Of(row.Text).Length > 0)
                .DistinctBy(row => NormalisedText.Of(row.Text), StringComparer.OrdinalIgnoreCase).ToList();
            var list = KeywordList.Of(rows, PresenceList.Initial);
            var subject = RandomText.Of(random, 10);

            var found = list.AllInUtf8(Encoding.UTF8.GetBytes(subject));

            Enumerable.Range(0, list.Count).Where(i => (found >> i & 1) == 1).ShouldBe(list.AllMatches(subject), $"seed {seed}");
            BitOperations.PopCount(found).ShouldBeLessThanOrEqualTo(list.Count);
        }
    }

    [Fact]
    public void Many_threads_count_as_one()
    {
        var tally = new KeywordTally(Keywords, new PresenceOptions());
        var calendar = CalendarOf("Team meeting", "Yoga");
        Parallel.For(0, 10_000, _ => tally.Take(calendar));
        tally.Matches.ShouldBe([new KeywordMatches(10_000, 10_000, 10_000), new KeywordMatches(10_000, 10_000, 0), new KeywordMatches(10_000, 10_000, 10_000)]);
    }

    private static Calendar CalendarOf(params string[] subjects) => Calendar.Of(subjects.Select((subject, i) => Event(i, subject)));

    private static Appointment Event(int number, string subject) => new()
    {
        Key = AppointmentKey.Of(number.ToString(CultureInfo.InvariantCulture)),
        Subject = subject,
        Start = new DateTimeOffset(2026, 11, 23, 8 + number, 0, 0, TimeSpan.Zero),
        End = new DateTimeOffset(2026, 11, 23, 9 + number, 0, 0, TimeSpan.Zero),
    };
}
