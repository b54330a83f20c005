using System.Collections.Immutable;
using CaPresenceActors.Presence.Tests.Deciding;
using static CaPresenceActors.Presence.Tests.Deciding.Extension;

namespace CaPresenceActors.Presence.Tests.Calendars;

public class AppointmentVerdictTests
{
    [Fact]
    public void An_appointment_that_wins_leads_to_the_presence_of_its_keyword()
    {
        var verdict = Of(Meeting(9, 11, subject: "Monthly meeting")).ShouldHaveSingleItem();

        verdict.Reason.ShouldBe(AppointmentReason.Leads);
        verdict.Keyword.ShouldBe(new KeywordRow("meeting", "In a meeting"));
        verdict.Position.ShouldBe(1);
        verdict.Wins.ShouldBe([new Stretch(At(9), At(11))]);
    }

    [Fact]
    public void One_that_is_interrupted_by_a_higher_keyword_wins_before_and_after()
    {
        var verdicts = Of(Meeting(9, 13, subject: "Lunch"), Meeting(10, 11, key: 2));

        verdicts[0].Wins.ShouldBe([new Stretch(At(9), At(10)), new Stretch(At(11), At(13))]);
        verdicts[1].Wins.ShouldBe([new Stretch(At(10), At(11))]);
        verdicts.ShouldAllBe(verdict => verdict.Reason == AppointmentReason.Leads);
    }

    [Fact]
    public void One_that_never_wins_is_outranked()
    {
        var verdicts = Of(Meeting(9, 13), Meeting(10, 11, key: 2, subject: "Lunch"));

        verdicts[1].Reason.ShouldBe(AppointmentReason.Outranked);
        verdicts[1].Keyword!.Presence.ShouldBe("Lunch");
        verdicts[1].Wins.ShouldBeEmpty();
    }

    [Fact]
    public void Why_an_appointment_does_not_lead_anywhere_is_told()
    {
        var verdicts = Of(
            Meeting(9, 10, key: 1, subject: "Dentist"),
            Meeting(9, 10, key: 2) with { Cancelled = true },
            Meeting(9, 10, key: 3) with { Response = MeetingResponse.Decline },
            Meeting(9, 10, key: 4) with { FreeBusy = FreeBusy.Free },
            Meeting(9, 9, key: 5));

        verdicts.OrderBy(verdict => verdict.Appointment.Key).Select(verdict => verdict.Reason).ShouldBe(
            [AppointmentReason.NoKeyword, AppointmentReason.Cancelled, AppointmentReason.Declined, AppointmentReason.Ignored, AppointmentReason.NoLength]);
        verdicts.Where(verdict => verdict.Reason != AppointmentReason.NoLength).ShouldAllBe(verdict => verdict.Keyword == null && verdict.Position == 0 && verdict.Wins.IsEmpty);
    }

    [Fact]
    public void While_the_integration_is_off_nothing_leads_anywhere()
    {
        var anna = With(Meeting(9, 10));
        anna.Change((UserSettings user) => user with { Integration = false }, At(8));

        AppointmentVerdict.Of(anna.State, At(8), At(20)).ShouldHaveSingleItem().Reason.ShouldBe(AppointmentReason.IntegrationOff);
    }

    [Fact]
    public void Only_what_touches_the_time_asked_for_is_told_and_wins_end_with_it()
    {
        var anna = With(Meeting(8, 9, key: 1), Meeting(9, 12, key: 2), Meeting(12, 13, key: 3));

        var verdict = AppointmentVerdict.Of(anna.State, At(10), At(12)).ShouldHaveSingleItem();

        verdict.Appointment.Start.ShouldBe(At(9));
        verdict.Wins.ShouldBe([new Stretch(At(10), At(12))]);
    }

    private static ImmutableArray<AppointmentVerdict> Of(params Appointment[] appointments) => AppointmentVerdict.Of(With(appointments).State, At(8), At(20));

    private static Extension With(params Appointment[] appointments)
    {
        var anna = AtEight();
        anna.Change((SiteSettings site) => site with { Options = new PresenceOptions { IgnoreFree = true } }, At(8));
        anna.Read(At(8), appointments);
        return anna;
    }
}
