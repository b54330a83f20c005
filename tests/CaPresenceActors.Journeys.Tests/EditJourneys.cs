using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>What happens to an appointment while it is on.</summary>
public sealed class EditJourneys(Company company)
{
    [Fact]
    public async Task A_meeting_that_is_moved_away_ends_now_and_is_expected_at_its_new_time()
    {
        var (person, meeting, started) = await InAMeetingAsync();
        var later = Clock.Now.AddHours(2);

        person.Calendar.Move(meeting, later, later.AddHours(1));

        (await company.Changes.ToAsync(person.Extension, "Available", after: started)).Cause.ShouldBe("calendarChanged");
        var shown = await company.Host.PresenceAsync(person.Extension);
        (shown.GetProperty("until").GetDateTimeOffset(), shown.GetProperty("next").GetString()).ShouldBe((later, "In a meeting"));
    }

    [Fact]
    public async Task A_meeting_that_is_renamed_follows_its_new_name()
    {
        var (person, meeting, started) = await InAMeetingAsync();

        person.Calendar.Rename(meeting, "Team lunch");
        var lunch = await company.Changes.ToAsync(person.Extension, "Lunch", after: started);
        (lunch.From, lunch.Cause, lunch.Keyword).ShouldBe(("In a meeting", "calendarChanged", "lunch"));

        person.Calendar.Rename(meeting, "Team talk");
        (await company.Changes.ToAsync(person.Extension, "Available", after: lunch)).Cause.ShouldBe("calendarChanged");
    }

    [Fact]
    public async Task A_meeting_that_is_cancelled_ends_although_it_stays_in_the_calendar()
    {
        var (person, meeting, started) = await InAMeetingAsync();

        person.Calendar.Cancel(meeting);

        (await company.Changes.ToAsync(person.Extension, "Available", after: started)).Cause.ShouldBe("calendarChanged");
        person.Calendar.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_meeting_that_is_deleted_or_declined_ends()
    {
        var (person, meeting, started) = await InAMeetingAsync();
        person.Calendar.Respond(meeting, ResponseType.Decline);
        var declined = await company.Changes.ToAsync(person.Extension, "Available", after: started);

        person.Calendar.Respond(meeting, ResponseType.Accept);
        var accepted = await company.Changes.ToAsync(person.Extension, "In a meeting", after: declined);

        person.Calendar.Delete(meeting);
        (await company.Changes.ToAsync(person.Extension, "Available", after: accepted)).Cause.ShouldBe("calendarChanged");
    }

    [Fact]
    public async Task One_occurrence_of_a_series_moves_and_vanishes_alone()
    {
        var person = await company.HireAsync();
        var planned = Clock.Now.AddHours(-3);
        var day = DateOnly.FromDateTime(planned.UtcDateTime);
        var series = person.Calendar.Add(new Appointment
        {
            Subject = "Weekly meeting",
            Start = planned.AddDays(-14),
            End = planned.AddDays(-14).AddHours(1),
            Recurrence = new Recurrence(new RecurrencePattern.Weekly((Weekdays)(1 << (int)day.DayOfWeek)), day.AddDays(-14)),
        });
        var end = Clock.Now.AddMinutes(30);

        person.Calendar.Move(series.On(day), end.AddHours(-1), end);
        var moved = await company.Changes.ToAsync(person.Extension, "In a meeting");
        (moved.Cause, moved.Until).ShouldBe(("calendarChanged", end));

        person.Calendar.Delete(series.On(day));
        (await company.Changes.ToAsync(person.Extension, "Available", after: moved)).Cause.ShouldBe("calendarChanged");
    }

    [Fact]
    public async Task A_series_that_began_before_the_clocks_were_changed_keeps_its_wall_clock_time()
    {
        var person = await company.HireAsync();
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var start = Clock.Now.AddMinutes(-10);
        var wallClock = TimeZoneInfo.ConvertTime(start, berlin).DateTime;
        var began = wallClock;
        while (berlin.GetUtcOffset(began) == berlin.GetUtcOffset(wallClock))
        {
            began = began.AddDays(-1);
        }

        // A week before the switch. Counted in UTC from there, today's occurrence would be an hour off and not on now.
        began = began.AddDays(-7);
        var first = new DateTimeOffset(began, berlin.GetUtcOffset(began));
        person.Calendar.Add(new Appointment
        {
            Subject = "Stand-up meeting",
            Zone = "Europe/Berlin",
            Start = first,
            End = first.AddMinutes(40),
            Recurrence = new Recurrence(new RecurrencePattern.Daily(), DateOnly.FromDateTime(began)),
        });

        (await company.Changes.ToAsync(person.Extension, "In a meeting")).Until.ShouldBe(start.AddMinutes(40));
    }

    [Fact]
    public async Task An_all_day_event_lasts_for_the_day_of_its_reader_wherever_it_was_made()
    {
        var person = await company.HireAsync();
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var losAngeles = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");
        var now = TimeZoneInfo.ConvertTime(Clock.Now, berlin);
        Assert.SkipWhen(now.TimeOfDay > new TimeSpan(23, 58, 0), "The day is over in a moment.");
        person.Calendar.Add(new Appointment
        {
            Subject = "Vacation",
            IsAllDay = true,
            Zone = "America/Los_Angeles",
            Start = new DateTimeOffset(now.Date, losAngeles.GetUtcOffset(now.Date)),
            End = new DateTimeOffset(now.Date.AddDays(1), losAngeles.GetUtcOffset(now.Date.AddDays(1))),
        });

        var vacation = await company.Changes.ToAsync(person.Extension, "Vacation");

        vacation.Until.ShouldBe(new DateTimeOffset(now.Date.AddDays(1), berlin.GetUtcOffset(now.Date.AddDays(1))));
    }

    private async Task<(Person Person, AppointmentKey Meeting, Change Started)> InAMeetingAsync()
    {
        var person = await company.HireAsync();
        var end = Clock.Now.AddMinutes(30);
        var meeting = person.Calendar.Add(new Appointment { Subject = "Monthly meeting", Start = end.AddHours(-1), End = end });
        var started = await company.Changes.ToAsync(person.Extension, "In a meeting");
        (started.Cause, started.Until).ShouldBe(("calendarChanged", end));
        return (person, meeting, started);
    }
}
