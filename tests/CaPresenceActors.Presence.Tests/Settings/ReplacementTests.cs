using CaPresenceActors.Presence.Tests.Deciding;

namespace CaPresenceActors.Presence.Tests.Settings;

public class ReplacementTests
{
    private static readonly PresenceRename Both = PresenceRename.OfAll([("Lunch ", " Available"), ("Business trip", "In a meeting")])!;
    private static readonly PresenceList Rest = PresenceList.OfNames(["Available", "In a meeting"]);

    [Fact]
    public void Rows_are_moved_before_their_presence_goes()
    {
        var site = Extension.AtEight().State.Site;

        site.WithPresences(Rest, Both).Keywords.Rows.Select(row => row.Presence).ShouldBe(["In a meeting", "Available"]);
        site.Keywords.Rows.Select(row => row.Presence).ShouldBe(["In a meeting", "Lunch"]);
    }

    [Fact]
    public void Own_rows_what_is_set_by_hand_and_what_runs_go_along_in_one_step()
    {
        var anna = Extension.AtEight(AfterEvent.Previous);
        anna.Change((UserSettings user) => user with { OwnKeywords = KeywordList.Of([new KeywordRow("meeting", "Business trip"), new KeywordRow("x", "Lunch")], anna.State.Site.Presences) }, Extension.At(8));
        anna.Read(Extension.At(8), Extension.Meeting(10, 11));
        anna.Set("Lunch", Extension.At(9));
        anna.Look(Extension.At(10));

        anna.Tell(new PresenceCommand.ApplySite(anna.State.Site.WithPresences(Rest, Both), Both), Extension.At(10, 30)).Events.ShouldHaveSingleItem();
        anna.Look(Extension.At(11));

        anna.State.User.OwnKeywords!.Rows.Select(row => row.Presence).ShouldBe(["In a meeting", "Available"]);
        anna.Changes.ShouldBe(
        [
            "09:00 Available→Lunch ManualSet", "10:00 Lunch→Business trip EventStarted", "10:30 Business trip→In a meeting PresencesChanged", "11:00 In a meeting→Available EventEnded",
        ]);
        anna.State.Manual!.Presence.ShouldBe("Available");
    }

    [Fact]
    public void A_replacement_that_makes_no_sense_is_refused_with_the_reason()
    {
        var site = Extension.AtEight().State.Site;

        Should.Throw<RuleViolationException>(() => site.WithPresences(Rest, new PresenceRename("Lunch", "Tea"))).Message.ShouldBe("The presence \"Lunch\" is to be replaced by \"Tea\", which is not in the new list.");
        Should.Throw<RuleViolationException>(() => site.WithPresences(Rest, new PresenceRename("Available", "In a meeting"))).Message
            .ShouldBe("The presence \"Available\" is to be replaced, but is not one that the new list leaves out.");
        Should.Throw<RuleViolationException>(() => site.WithPresences(Rest, new PresenceRename("Tea", "Available"))).Message.ShouldBe("The presence \"Tea\" is to be replaced, but is not one that the new list leaves out.");
        Should.Throw<RuleViolationException>(() => site.WithPresences(Rest, replacing: null)).Message.ShouldBe("The presence \"Lunch\" cannot be removed: keyword 2 (\"lunch\") of the site's list leads to it.");
        Should.Throw<RuleViolationException>(() => PresenceRename.OfAll([("Lunch", "a"), (" Lunch", "b")])).Message.ShouldBe("The presence \"Lunch\" is to be replaced twice; one presence takes its place.");
    }

    [Fact]
    public void Several_at_once_do_not_lead_on_to_each_other()
    {
        var around = PresenceRename.OfAll([("a", "b"), ("b", "a")])!;
        new[] { "a", "b", "c" }.Select(around.Of).ShouldBe(["b", "a", "c"]);
        PresenceRename.OfAll([]).ShouldBeNull();
    }

    [Fact]
    public void Where_presences_are_used_is_counted_and_said()
    {
        var anna = Extension.AtEight(AfterEvent.Previous);
        anna.Change((UserSettings user) => user with { OwnKeywords = KeywordList.Of([new KeywordRow("meeting", "Lunch"), new KeywordRow("x", "Lunch")], anna.State.Site.Presences) }, Extension.At(8));
        anna.Read(Extension.At(8), Extension.Meeting(10, 11));
        anna.Set("Business trip", Extension.At(9));
        anna.Look(Extension.At(10));

        var tally = new PresenceUseTally(anna.State.Site);
        tally.Take(anna.State);

        tally.Uses.ShouldBe(
        [
            new PresenceUse("Available", 0, 0, 0, 0), new PresenceUse("In a meeting", 1, 0, 0, 0), new PresenceUse("Lunch", 1, 2, 0, 1), new PresenceUse("Business trip", 0, 0, 1, 0),
        ]);
        tally.Uses.Select(use => use.IsUsed).ShouldBe([false, true, true, true]);
        tally.Uses[2].Sentence.ShouldBe("1 keyword of the site's list leads to it and 2 keywords of people's own lists lead to it");
        tally.Uses[3].Sentence.ShouldBe("it is set by hand at 1 extension");
    }
}
