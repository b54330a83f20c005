namespace CaPresenceActors.Presence.Tests.Settings;

public class PresenceListTests
{
    [Fact]
    public void A_new_site_starts_with_seven_presences_of_which_the_first_is_the_default()
    {
        PresenceList.Initial.Select(p => p.Name).ShouldBe(["Available", "In a meeting", "Lunch", "Business trip", "Out of office", "Vacation", "Do not disturb"]);
        PresenceList.Initial.Default.Name.ShouldBe("Available");
        PresenceList.Initial.Where(p => p.Activity is not null).ShouldAllBe(p => RpidActivities.All.Contains(p.Activity!));
    }

    [Fact]
    public void Has_1_to_40_presences()
    {
        OfNames([.. Enumerable.Range(1, 40).Select(i => $"p{i}")]).Count.ShouldBe(40);
        Refusal([.. Enumerable.Range(1, 41).Select(i => $"p{i}")]).ShouldBe("The presence list has 41 presences; 1 to 40 are needed.");
        Refusal().ShouldBe("The presence list has 0 presences; 1 to 40 are needed.");
    }

    [Fact]
    public void A_name_has_1_to_64_characters_and_is_stored_trimmed()
    {
        OfNames($" {new string('x', 64)}\u3000")[0].Name.ShouldBe(new string('x', 64));
        OfNames(new string('\uFDFA', 64)).Count.ShouldBe(1);
        Refusal(new string('x', 65)).ShouldBe("The name of presence 1 is 65 characters long; 1 to 64 are allowed.");
        Refusal("a", " \t").ShouldBe("The name of presence 2 is 0 characters long; 1 to 64 are allowed.");
    }

    [Theory]
    [InlineData("LUNCH")]
    [InlineData("Ｌunch")]
    [InlineData(" Lunch ")]
    public void A_name_stands_in_the_list_once_whatever_its_case_width_and_spaces(string twin) =>
        Refusal("Lunch", twin).ShouldBe($"Presence 2 (\"{twin.Trim()}\") has the name of presence 1 but for case, width or spaces; a name may stand in the list once.");

    [Fact]
    public void A_reference_is_trimmed_and_then_ordinal()
    {
        var presences = OfNames("Lunch", "Cafe\u0301");

        presences.Find(" Lunch ")!.Name.ShouldBe("Lunch");
        presences.Find("lunch").ShouldBeNull();
        presences.Find("Café").ShouldBeNull();
        presences.Find("").ShouldBeNull();
    }

    [Theory]
    [InlineData("#12345")]
    [InlineData("1234567")]
    [InlineData("#12345g")]
    [InlineData("#1234567")]
    public void A_colour_has_the_form_rrggbb(string colour) =>
        Should.Throw<RuleViolationException>(() => PresenceList.Of([new PresenceDefinition("A", Availability.Open, null, colour)])).Message
            .ShouldBe($"Presence 1 (\"A\") has the colour \"{colour}\"; it needs the form #rrggbb.");

    [Fact]
    public void An_activity_is_one_of_RFC_4480() =>
        Should.Throw<RuleViolationException>(() => PresenceList.Of([new PresenceDefinition("A", Availability.Open, "napping", "#000000")])).Message
            .ShouldStartWith("Presence 1 (\"A\") has the activity \"napping\"; RFC 4480 knows appointment, away,");

    [Fact]
    public void Lists_with_the_same_presences_are_equal()
    {
        OfNames("A", "B").ShouldBe(OfNames("A", "B"));
        OfNames("A", "B").GetHashCode().ShouldBe(OfNames("A", "B").GetHashCode());
        OfNames("A", "B").Equals(OfNames("B", "A")).ShouldBeFalse();
    }

    private static PresenceList OfNames(params string[] names) => PresenceList.OfNames(names);

    private static string Refusal(params string[] names) => Should.Throw<RuleViolationException>(() => OfNames(names)).Message;
}
