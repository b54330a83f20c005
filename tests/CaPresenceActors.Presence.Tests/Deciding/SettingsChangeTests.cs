namespace CaPresenceActors.Presence.Tests.Deciding;

public class SettingsChangeTests
{
    [Fact]
    public void A_rename_carries_rows_the_manual_presence_and_the_running_episode_along()
    {
        var anna = Extension.AtEight(AfterEvent.Previous);
        anna.Change((UserSettings user) => user with { OwnKeywords = KeywordList.Of([new KeywordRow("meeting", "In a meeting")], anna.State.Site.Presences) }, Extension.At(8));
        anna.Read(Extension.At(8), Extension.Meeting(10, 11));
        anna.Set("Lunch", Extension.At(9));
        anna.Look(Extension.At(10));
        anna.Rename(" In a meeting", "Meeting ", Extension.At(10, 10));
        anna.Rename("Lunch", "Break", Extension.At(10, 20));
        anna.Look(Extension.At(11));

        anna.State.Site.Keywords.Rows.Select(r => r.Presence).ShouldBe(["Meeting", "Break"]);
        anna.State.User.OwnKeywords!.Rows.Single().Presence.ShouldBe("Meeting");
        anna.Changes.ShouldBe(
        [
            "09:00 Available→Lunch ManualSet", "10:00 Lunch→In a meeting EventStarted", "10:10 In a meeting→Meeting PresencesChanged", "11:00 Meeting→Break EventEnded",
        ]);
    }

    [Fact]
    public void A_rename_is_no_edge_for_what_was_set_within_the_episode()
    {
        var anna = Extension.AtEight();
        anna.Read(Extension.At(8), Extension.Meeting(10, 11));
        anna.Set("Lunch", Extension.At(10, 10));
        anna.Rename("In a meeting", "Meeting", Extension.At(10, 20)).Events.ShouldHaveSingleItem().Settlement.Change.ShouldBeNull();

        anna.State.Episode!.Presence.ShouldBe("Meeting");
        anna.State.Manual!.Within.ShouldBeTrue();
    }

    [Fact]
    public void A_rename_keeps_the_rules_of_names()
    {
        var site = Extension.AtEight().State.Site;

        Should.Throw<RuleViolationException>(() => site.Rename(new PresenceRename("Tea", "Coffee"))).Message.ShouldBe("There is no presence \"Tea\" to rename.");
        Should.Throw<RuleViolationException>(() => site.Rename(new PresenceRename("Lunch", "ＡVAILABLE"))).Message.ShouldContain("has the name of presence 1 but for case, width or spaces");
        site.Rename(new PresenceRename("Lunch", "LUNCH")).Presences.Select(p => p.Name).ShouldBe(["Available", "In a meeting", "LUNCH", "Business trip"]);
    }

    [Fact]
    public void A_presence_that_the_sites_keywords_lead_to_cannot_be_removed() =>
        Should.Throw<RuleViolationException>(() => Extension.AtEight().State.Site.WithPresences(PresenceList.OfNames(["Available", "In a meeting"]))).Message
            .ShouldBe("The presence \"Lunch\" cannot be removed: keyword 2 (\"lunch\") of the site's list leads to it.");

    [Fact]
    public void Own_rows_go_with_their_presence_and_do_not_come_back_with_it()
    {
        var anna = Extension.AtEight();
        var presences = anna.State.Site.Presences;
        anna.Change((UserSettings user) => user with { OwnKeywords = KeywordList.Of([new KeywordRow("trip", "Business trip")], presences) }, Extension.At(8));
        anna.Change((SiteSettings site) => site.WithPresences(PresenceList.OfNames(["Available", "In a meeting", "Lunch"])), Extension.At(9));
        anna.Change((SiteSettings site) => site.WithPresences(presences), Extension.At(10));

        anna.State.User.OwnKeywords.ShouldNotBeNull().Count.ShouldBe(0);
    }

    [Fact]
    public void An_empty_own_list_is_a_list_and_later_changes_of_the_sites_list_do_not_reach_it()
    {
        var anna = Extension.AtEight();
        anna.Read(Extension.At(8), Extension.Meeting(8, 12));
        anna.Change((UserSettings user) => user with { OwnKeywords = KeywordList.Empty }, Extension.At(9));
        anna.Change((SiteSettings site) => site.WithKeywords([new KeywordRow("meeting", "Lunch")]), Extension.At(10));
        anna.Shown.ShouldBe("Available");
        anna.Change((UserSettings user) => user with { OwnKeywords = null }, Extension.At(11));

        anna.Changes.ShouldBe(["08:00 Available→In a meeting CalendarChanged", "09:00 In a meeting→Available KeywordsChanged", "11:00 Available→Lunch KeywordsChanged"]);
    }

    [Fact]
    public void The_calendar_drives_presence_when_the_site_the_user_and_an_account_say_so()
    {
        var anna = Extension.AtEight();
        anna.Read(Extension.At(8), Extension.Meeting(8, 18));
        anna.Change((SiteSettings site) => site with { Integration = false }, Extension.At(9));
        anna.Change((UserSettings user) => user with { Integration = false }, Extension.At(10));
        anna.Change((SiteSettings site) => site with { Integration = true }, Extension.At(11));
        anna.Change((UserSettings user) => user with { Integration = true }, Extension.At(12));
        anna.Change((UserSettings user) => user with { Account = null }, Extension.At(13));
        anna.Change((UserSettings user) => user with { Account = Extension.Account }, Extension.At(14));

        anna.Changes.ShouldBe(
        [
            "08:00 Available→In a meeting CalendarChanged", "09:00 In a meeting→Available IntegrationChanged", "12:00 Available→In a meeting IntegrationChanged",
            "13:00 In a meeting→Available IntegrationChanged",
        ]);
        anna.State.Calendar.Count.ShouldBe(0);
    }

    [Fact]
    public void The_same_account_given_anew_forgets_the_calendar_and_the_same_settings_do_nothing()
    {
        var anna = Extension.AtEight();
        anna.Read(Extension.At(8), Extension.Meeting(8, 18));
        anna.Tell(new PresenceCommand.ApplyUser(anna.State.User), Extension.At(9)).Events.ShouldBeEmpty();
        anna.Tell(new PresenceCommand.ApplySite(anna.State.Site), Extension.At(9)).Events.ShouldBeEmpty();
        anna.Tell(new PresenceCommand.ApplyUser(anna.State.User, AccountGiven: true), Extension.At(9));

        anna.Changes.Last().ShouldBe("09:00 In a meeting→Available IntegrationChanged");
    }

    [Fact]
    public void A_new_first_presence_is_the_new_default()
    {
        var anna = Extension.AtEight();
        anna.Change((SiteSettings site) => site.WithPresences(PresenceList.OfNames(["Business trip", "Available", "In a meeting", "Lunch"])), Extension.At(9));

        anna.Changes.ShouldBe(["09:00 Available→Business trip PresencesChanged"]);
    }
}
