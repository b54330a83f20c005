using CaPresenceActors.Presence.Tests.Deciding;
using static CaPresenceActors.Presence.Tests.Deciding.Extension;

namespace CaPresenceActors.Presence.Tests.Comparing;

public class SettingsComparisonTests
{
    [Fact]
    public void The_same_settings_change_nothing() =>
        Compare(AtEight(), site => site, Meeting(10, 11)).ShouldBeEmpty();

    [Fact]
    public void A_new_keyword_shows_its_presence_while_its_appointments_last() =>
        Compare(AtEight(), site => site.WithKeywords([.. site.Keywords.Rows, new KeywordRow("customer", "Business trip")]), Meeting(10, 11, subject: "Customer X"), Meeting(12, 13, key: 2))
            .ShouldBe(["10:00-11:00 Available () → Business trip (customer)"]);

    [Fact]
    public void A_keyword_that_goes_leaves_the_default_presence_and_is_named() =>
        Compare(AtEight(), site => site.WithKeywords([new KeywordRow("lunch", "Lunch")]), Meeting(10, 11))
            .ShouldBe(["10:00-11:00 In a meeting (meeting) → Available ()"]);

    [Fact]
    public void Another_order_changes_who_wins_where_both_match() =>
        Compare(AtEight(), site => site.WithKeywords([new KeywordRow("lunch", "Lunch"), new KeywordRow("meeting", "In a meeting")]), Meeting(11, 13, subject: "Lunch meeting"), Meeting(14, 15, key: 2))
            .ShouldBe(["11:00-13:00 In a meeting (meeting) → Lunch (lunch)"]);

    [Fact]
    public void What_runs_already_counts_from_now_on_and_what_goes_on_longer_until_the_end() =>
        Compare(AtEight(), site => site.WithKeywords([]), Meeting(7, 9), Meeting(17, 23, key: 2))
            .ShouldBe(["08:00-09:00 In a meeting (meeting) → Available ()", "17:00-18:00 In a meeting (meeting) → Available ()"]);

    [Fact]
    public void Appointments_back_to_back_are_one_stretch() =>
        Compare(AtEight(), site => site.WithKeywords([]), Meeting(9, 10), Meeting(10, 11, key: 2))
            .ShouldBe(["09:00-11:00 In a meeting (meeting) → Available ()"]);

    [Fact]
    public void A_list_of_ones_own_keeps_the_sites_keywords_away()
    {
        var anna = AtEight();
        anna.Change((UserSettings user) => user with { OwnKeywords = KeywordList.Of([new KeywordRow("yoga", "Lunch")], anna.State.Site.Presences) }, At(8));

        Compare(anna, site => site.WithKeywords([new KeywordRow("yoga", "Business trip")]), Meeting(10, 11), Meeting(12, 13, key: 2, subject: "Yoga")).ShouldBeEmpty();
    }

    [Fact]
    public void Own_rows_that_lead_to_a_presence_that_goes_are_lost()
    {
        var anna = AtEight();
        anna.Change((UserSettings user) => user with { OwnKeywords = KeywordList.Of([new KeywordRow("customer", "Business trip")], anna.State.Site.Presences) }, At(8));

        Compare(anna, site => site.WithPresences(PresenceList.OfNames(["Available", "In a meeting", "Lunch"])), Meeting(10, 11, subject: "Customer X"))
            .ShouldBe(["10:00-11:00 Business trip (customer) → Available ()"]);
    }

    [Fact]
    public void Without_integration_keywords_change_nothing_but_another_default_presence_does()
    {
        var anna = AtEight();
        anna.Change((UserSettings user) => user with { Integration = false }, At(8));

        Compare(anna, site => site.WithKeywords([]), Meeting(10, 11)).ShouldBeEmpty();
        Compare(anna, site => site.WithPresences(PresenceList.OfNames(["Here", "Available", "In a meeting", "Lunch"])), Meeting(10, 11))
            .ShouldBe(["08:00-18:00 Available () → Here ()"]);
    }

    [Fact]
    public void What_is_held_by_hand_hides_what_the_keywords_would_change()
    {
        var anna = AtEight();
        anna.Set("Lunch", At(8), Hold.Until, At(10, 30));

        Compare(anna, site => site.WithKeywords([]), Meeting(10, 11)).ShouldBe(["10:30-11:00 In a meeting (meeting) → Available ()"]);

        anna.Set("Lunch", At(8), Hold.UntilCleared);
        Compare(anna, site => site.WithKeywords([]), Meeting(10, 11)).ShouldBeEmpty();
    }

    [Fact]
    public void A_presence_that_goes_takes_along_what_was_set_by_hand()
    {
        var anna = AtEight();
        anna.Set("Business trip", At(8), Hold.UntilCleared);

        Compare(anna, site => site.WithPresences(PresenceList.OfNames(["Available", "In a meeting", "Lunch"])), Meeting(10, 11)).ShouldBe(
        [
            "08:00-10:00 Business trip () → Available ()", "10:00-11:00 Business trip () → In a meeting (meeting)", "11:00-18:00 Business trip () → Available ()",
        ]);
    }

    [Fact]
    public void Kinds_that_are_ignored_no_longer_count() =>
        Compare(AtEight(), site => site with { Options = new PresenceOptions { IgnoreFree = true } }, Meeting(10, 11) with { FreeBusy = FreeBusy.Free }, Meeting(12, 13, key: 2))
            .ShouldBe(["10:00-11:00 In a meeting (meeting) → Available ()"]);

    [Fact]
    public void With_another_choice_of_what_comes_after_an_event_what_was_set_by_hand_comes_back()
    {
        var anna = AtEight();
        anna.Set("Lunch", At(8));

        Compare(anna, site => site with { Options = new PresenceOptions { AfterEvent = AfterEvent.Previous } }, Meeting(10, 11)).ShouldBe(["11:00-18:00 Available () → Lunch ()"]);
    }

    [Fact]
    public void What_has_been_decided_already_is_left_as_it_is()
    {
        var anna = AtEight();
        anna.Read(At(8), Meeting(9, 11));
        anna.Look(At(10));

        Compare(anna, site => site.WithKeywords([]), Meeting(9, 11)).ShouldBe(["09:00-11:00 In a meeting (meeting) → Available ()"]);
        SettingsComparison.Differences(anna.State, Calendar.Empty, Pair(anna, site => site.WithKeywords([])), At(7), At(9)).ShouldBeEmpty();
    }

    [Fact]
    public void The_person_is_left_as_they_were()
    {
        var anna = AtEight();
        var before = anna.State;

        _ = Compare(anna, site => site.WithKeywords([]), Meeting(10, 11));

        anna.State.ShouldBeSameAs(before);
        anna.State.Calendar.Count.ShouldBe(0);
    }

    private static SettingsPair Pair(Extension person, Func<SiteSettings, SiteSettings> change) => new(person.State.Site, change(person.State.Site));

    private static IEnumerable<string> Compare(Extension person, Func<SiteSettings, SiteSettings> change, params Appointment[] appointments) =>
        SettingsComparison.Differences(person.State, Calendar.Of(appointments), Pair(person, change), At(8), At(18))
            .Select(d => $"{d.From:HH:mm}-{d.Until:HH:mm} {d.Before} ({d.KeywordBefore}) → {d.After} ({d.Keyword})");
}
