namespace CaPresenceActors.Presence.Tests.Calendars;

public class CalendarTests
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Stands_in_order_of_start_and_then_of_key() =>
        Calendar.Of([Meeting(3, Ten), Meeting(1, Ten.AddHours(1)), Meeting(2, Ten)]).Select(a => a.Key.Value).ShouldBe([(UInt128)2, 3, 1]);

    [Fact]
    public void The_order_in_which_appointments_come_makes_no_difference()
    {
        Appointment[] appointments = [Meeting(1, Ten), Meeting(2, Ten, "会議"), Meeting(3, Ten.AddHours(1), "")];

        Calendar.Of(appointments).ShouldBe(Calendar.Of(appointments.Reverse()));
        Calendar.Of(appointments).GetHashCode().ShouldBe(Calendar.Of(appointments.Reverse()).GetHashCode());
    }

    [Fact]
    public void Any_difference_makes_another_calendar()
    {
        var meeting = Meeting(1, Ten);
        var calendar = Calendar.Of([meeting]);
        Appointment[] others =
        [
            meeting with { Key = new AppointmentKey(2) }, meeting with { Subject = "Meeting" }, meeting with { Start = Ten.AddTicks(1) }, meeting with { End = meeting.End.AddTicks(1) },
            meeting with { FreeBusy = FreeBusy.Oof }, meeting with { Response = MeetingResponse.Accept }, meeting with { AllDay = true }, meeting with { Private = true },
            meeting with { Cancelled = true },
        ];

        others.ShouldAllBe(other => !Calendar.Of(new[] { other }).Equals(calendar));
        calendar.Equals(Calendar.Empty).ShouldBeFalse();
        calendar.Equals(Calendar.Of([meeting, Meeting(2, Ten)])).ShouldBeFalse();
    }

    // The same letters in the same order, divided in another way.
    [Fact]
    public void The_border_between_two_subjects_counts() =>
        Calendar.Of([Meeting(1, Ten, "ab"), Meeting(2, Ten, "c")]).Equals(Calendar.Of([Meeting(1, Ten, "a"), Meeting(2, Ten, "bc")])).ShouldBeFalse();

    [Fact]
    public void An_appointment_comes_out_as_it_went_in()
    {
        var appointment = new Appointment
        {
            Key = AppointmentKey.Of("uid"), Subject = "定例 \U0001F600", Start = Ten, End = Ten, FreeBusy = FreeBusy.WorkingElsewhere, Response = MeetingResponse.Decline, AllDay = true,
            Private = true, Cancelled = true,
        };

        Calendar.Of([Meeting(1, Ten), appointment]).ShouldContain(appointment);
    }

    [Fact]
    public void An_instant_with_an_offset_is_the_same_instant()
    {
        var there = Meeting(1, Ten) with { Start = Ten.ToOffset(TimeSpan.FromHours(9)) };

        Calendar.Of([there]).ShouldBe(Calendar.Of([Meeting(1, Ten)]));
        Calendar.Of([there])[0].Start.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_lone_surrogate_in_a_subject_becomes_the_replacement_character() =>
        Calendar.Of([Meeting(1, Ten, "x\uD83Dy")])[0].Subject.ShouldBe("x\uFFFDy");

    [Fact]
    public void A_key_twice_or_an_end_before_the_start_is_refused_without_naming_the_subject()
    {
        var inverted = Meeting(1, Ten, "secret") with { End = Ten.AddTicks(-1) };

        Should.Throw<RuleViolationException>(() => Calendar.Of([inverted])).Message.ShouldNotContain("secret");
        Should.Throw<RuleViolationException>(() => Calendar.Of([Meeting(1, Ten, "secret"), Meeting(1, Ten.AddHours(1), "secret")])).Message.ShouldNotContain("secret");
    }

    [Fact]
    public void Of_a_reading_later_twins_and_inverted_appointments_are_dropped_and_the_rest_counts()
    {
        var inverted = Meeting(3, Ten) with { End = Ten.AddTicks(-1) };
        var calendar = Calendar.OfReading([Meeting(1, Ten.AddHours(1), "first"), inverted, Meeting(1, Ten, "twin"), Meeting(2, Ten), Meeting(3, Ten, "sound")], out var dropped);

        dropped.ShouldBe(2);
        calendar.Select(a => a.Subject).ShouldBe(["meeting", "sound", "first"]);
        Calendar.OfReading([], out dropped).ShouldBe(Calendar.Empty);
        dropped.ShouldBe(0);
    }

    [Fact]
    public void Nothing_that_is_printed_names_a_subject()
    {
        var calendar = Calendar.Of([Meeting(1, Ten, "secret")]);
        var state = PresenceState.Begin(SiteSettings.Initial, UserSettings.Initial, Ten).WithCalendar(calendar);
        var command = new PresenceCommand.ReplaceCalendar(calendar);

        foreach (var printed in new object[] { calendar, calendar[0], state, command, new PresenceEvent.CalendarReplaced(Ten, calendar, new Settlement { Shown = "Available" }) })
        {
            printed.ToString()!.ShouldNotContain("secret");
        }
    }

    [Fact]
    public void Covers_its_start_and_not_its_end()
    {
        var meeting = Meeting(1, Ten);

        meeting.Covers(Ten).ShouldBeTrue();
        meeting.Covers(Ten.AddTicks(-1)).ShouldBeFalse();
        meeting.Covers(meeting.End.AddTicks(-1)).ShouldBeTrue();
        meeting.Covers(meeting.End).ShouldBeFalse();
        (meeting with { End = Ten }).Covers(Ten).ShouldBeFalse();
    }

    private static Appointment Meeting(int key, DateTimeOffset start, string subject = "meeting") =>
        new() { Key = new AppointmentKey((UInt128)key), Subject = subject, Start = start, End = start.AddHours(1) };
}
