using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class RecurrenceTests : SimulatorTest
{
    [Fact]
    public async Task Keeps_the_wall_clock_when_Berlin_changes_to_summer_time_and_back()
    {
        AddSeries("2026-03-27T08:00:00Z", "2026-03-27T09:00:00Z", "Europe/Berlin", new RecurrencePattern.Daily());

        (await StartsAsync("2026-03-27T00:00:00Z", "2026-03-31T00:00:00Z")).ShouldBe(
            ["2026-03-27T08:00:00Z", "2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z", "2026-03-30T07:00:00Z"]);
        (await StartsAsync("2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z")).ShouldBe(
            ["2026-10-24T07:00:00Z", "2026-10-25T08:00:00Z", "2026-10-26T08:00:00Z"]);
    }

    [Fact]
    public async Task Keeps_the_wall_clock_of_New_York_whatever_the_mailbox_has()
    {
        AddSeries("2026-03-06T14:00:00Z", "2026-03-06T15:00:00Z", "Eastern Standard Time", new RecurrencePattern.Weekly(Weekdays.Friday | Weekdays.Monday));

        (await StartsAsync("2026-03-06T00:00:00Z", "2026-03-14T00:00:00Z")).ShouldBe(
            ["2026-03-06T14:00:00Z", "2026-03-09T13:00:00Z", "2026-03-13T13:00:00Z"]);
    }

    [Fact]
    public async Task Moves_an_hour_that_spring_skips_forward_and_takes_the_first_of_the_two_in_autumn()
    {
        AddSeries("2026-03-28T01:30:00Z", "2026-03-28T02:00:00Z", "Europe/Berlin", new RecurrencePattern.Daily());

        (await StartsAsync("2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z")).ShouldBe(
            ["2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"]);
        (await StartsAsync("2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z")).ShouldBe(
            ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]);
    }

    [Fact]
    public async Task An_all_day_series_is_23_hours_long_on_the_day_of_the_switch()
    {
        Calendar.Add(new Appointment
        {
            Subject = "On call",
            Start = Instant("2026-03-28T00:00:00+01:00"),
            End = Instant("2026-03-29T00:00:00+01:00"),
            Zone = Berlin,
            IsAllDay = true,
            Recurrence = new Recurrence(new RecurrencePattern.Daily(), new DateOnly(2026, 3, 28)) { Count = 3 },
        });

        var answer = await Client.ViewAsync("2026-03-27T00:00:00Z", "2026-04-04T00:00:00Z");

        answer.All("Start").Zip(answer.All("End")).ShouldBe(
        [
            ("2026-03-27T23:00:00Z", "2026-03-28T23:00:00Z"),
            ("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
            ("2026-03-29T22:00:00Z", "2026-03-30T22:00:00Z"),
        ]);
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task Falls_on_the_days_of_its_pattern(RecurrencePatternCase pattern)
    {
        Calendar.Add(new Appointment
        {
            Subject = "Series",
            Start = Instant($"{pattern.Start}T09:00:00Z"),
            End = Instant($"{pattern.Start}T10:00:00Z"),
            Recurrence = new Recurrence(pattern.Pattern, DateOnly.Parse(pattern.Start, System.Globalization.CultureInfo.InvariantCulture)),
        });

        var answer = await Client.ViewAsync($"{pattern.Start}T00:00:00Z", $"{pattern.Until}T00:00:00Z");

        answer.All("Start").Select(s => s[..10]).ShouldBe(pattern.Expected.Split(' '));
    }

    public static TheoryData<RecurrencePatternCase> Patterns() =>
    [
        new RecurrencePatternCase("every third day", new RecurrencePattern.Daily(3), "2026-02-26", "2026-03-08", "2026-02-26 2026-03-01 2026-03-04 2026-03-07"),
        new RecurrencePatternCase("every other week, three days", new RecurrencePattern.Weekly(Weekdays.Monday | Weekdays.Wednesday | Weekdays.Friday, 2), "2026-03-04", "2026-03-21", "2026-03-04 2026-03-06 2026-03-16 2026-03-18 2026-03-20"),
        new RecurrencePatternCase("weeks that begin on Sunday", new RecurrencePattern.Weekly(Weekdays.Sunday | Weekdays.Tuesday, 2, DayOfWeek.Sunday), "2026-03-03", "2026-03-20", "2026-03-03 2026-03-15 2026-03-17"),
        new RecurrencePatternCase("weeks that begin on Monday", new RecurrencePattern.Weekly(Weekdays.Sunday | Weekdays.Tuesday, 2, DayOfWeek.Monday), "2026-03-03", "2026-03-20", "2026-03-03 2026-03-08 2026-03-17"),
        new RecurrencePatternCase("the 31st", new RecurrencePattern.AbsoluteMonthly(31), "2026-01-31", "2026-06-01", "2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31"),
        new RecurrencePatternCase("the last Friday", new RecurrencePattern.RelativeMonthly(WeekIndex.Last, Weekdays.Friday), "2026-01-01", "2026-05-01", "2026-01-30 2026-02-27 2026-03-27 2026-04-24"),
        new RecurrencePatternCase("the first working day", new RecurrencePattern.RelativeMonthly(WeekIndex.First, Weekdays.Weekday), "2026-01-01", "2026-05-01", "2026-01-01 2026-02-02 2026-03-02 2026-04-01"),
        new RecurrencePatternCase("the second weekend day of every third month", new RecurrencePattern.RelativeMonthly(WeekIndex.Second, Weekdays.WeekendDay, 3), "2026-01-01", "2026-12-01", "2026-01-04 2026-04-05 2026-07-05 2026-10-04"),
        new RecurrencePatternCase("29 February", new RecurrencePattern.AbsoluteYearly(2, 29), "2024-02-29", "2025-12-31", "2024-02-29 2025-02-28"),
        new RecurrencePatternCase("the first Monday of May", new RecurrencePattern.RelativeYearly(5, WeekIndex.First, Weekdays.Monday), "2026-05-04", "2028-05-01", "2026-05-04 2027-05-03"),
        new RecurrencePatternCase("a start that the pattern does not meet", new RecurrencePattern.Weekly(Weekdays.Thursday), "2026-03-02", "2026-03-13", "2026-03-05 2026-03-12"),
    ];

    [Fact]
    public async Task A_yearly_series_keeps_29_February_in_leap_years()
    {
        AddSeries("2024-02-29T09:00:00Z", "2024-02-29T10:00:00Z", "UTC", new RecurrencePattern.AbsoluteYearly(2, 29));

        (await StartsAsync("2028-01-01T00:00:00Z", "2029-12-31T00:00:00Z")).ShouldBe(["2028-02-29T09:00:00Z", "2029-02-28T09:00:00Z"]);
    }

    [Fact]
    public async Task Ends_after_its_number_or_on_its_last_day()
    {
        AddSeries("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "UTC", new RecurrencePattern.Daily(), r => r with { Count = 2 });
        AddSeries("2026-03-02T11:00:00Z", "2026-03-02T12:00:00Z", "UTC", new RecurrencePattern.Daily(), r => r with { EndDate = new DateOnly(2026, 3, 4) });

        (await StartsAsync("2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z")).ShouldBe(
            ["2026-03-02T09:00:00Z", "2026-03-02T11:00:00Z", "2026-03-03T09:00:00Z", "2026-03-03T11:00:00Z", "2026-03-04T11:00:00Z"]);
    }

    [Fact]
    public async Task Finds_the_occurrences_of_a_series_that_began_long_ago()
    {
        AddSeries("2001-01-01T09:00:00Z", "2001-01-01T10:00:00Z", "UTC", new RecurrencePattern.Daily());

        (await StartsAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).ShouldBe(["2026-03-02T09:00:00Z"]);
    }

    [Fact]
    public async Task Shows_occurrences_and_hides_the_master()
    {
        AddSeries("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "UTC", new RecurrencePattern.Daily());

        var answer = await Client.ViewAsync("2026-03-03T00:00:00Z", "2026-03-05T00:00:00Z");

        answer.All("CalendarItemType").ShouldBe(["Occurrence", "Occurrence"]);
        answer.All("IsRecurring").ShouldBe(["true", "true"]);
        answer.All("RecurrenceId").ShouldBe(["2026-03-03T09:00:00Z", "2026-03-04T09:00:00Z"]);
        answer.All("UID").Distinct().Count().ShouldBe(1);
        answer.Items.Select(EwsClient.Id).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_moved_occurrence_is_an_exception_that_knows_where_it_was()
    {
        var series = AddSeries("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "UTC", new RecurrencePattern.Weekly(Weekdays.Monday));
        Calendar.Move(series.On(new DateOnly(2026, 3, 9)), Instant("2026-03-11T15:00:00Z"), Instant("2026-03-11T16:30:00Z"));
        Calendar.Rename(series.On(new DateOnly(2026, 3, 9)), "Moved");

        var answer = await Client.ViewAsync("2026-03-08T00:00:00Z", "2026-03-17T00:00:00Z");

        answer.All("CalendarItemType").ShouldBe(["Exception", "Occurrence"]);
        answer.All("Start").ShouldBe(["2026-03-11T15:00:00Z", "2026-03-16T09:00:00Z"]);
        answer.All("End").ShouldBe(["2026-03-11T16:30:00Z", "2026-03-16T10:00:00Z"]);
        answer.All("OriginalStart").ShouldBe(["2026-03-09T09:00:00Z", "2026-03-16T09:00:00Z"]);
        answer.All("Subject").ShouldBe(["Moved", "Series"]);
    }

    [Fact]
    public async Task An_exception_that_was_moved_out_of_the_view_is_gone_and_one_moved_into_it_is_there()
    {
        var series = AddSeries("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "UTC", new RecurrencePattern.Weekly(Weekdays.Monday));
        Calendar.Move(series.On(new DateOnly(2026, 3, 9)), Instant("2026-03-12T09:00:00Z"), Instant("2026-03-12T10:00:00Z"));

        (await StartsAsync("2026-03-09T00:00:00Z", "2026-03-10T00:00:00Z")).ShouldBeEmpty();
        (await StartsAsync("2026-03-12T00:00:00Z", "2026-03-13T00:00:00Z")).ShouldBe(["2026-03-12T09:00:00Z"]);
    }

    [Fact]
    public async Task A_deleted_occurrence_is_not_shown_and_still_counts()
    {
        var series = AddSeries("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "UTC", new RecurrencePattern.Daily(), r => r with { Count = 3 });
        Calendar.Delete(series.On(new DateOnly(2026, 3, 3)));

        (await StartsAsync("2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z")).ShouldBe(["2026-03-02T09:00:00Z", "2026-03-04T09:00:00Z"]);
        Should.Throw<EwsErrorException>(() => Calendar.Rename(series.On(new DateOnly(2026, 3, 3)), "x")).ResponseCode.ShouldBe("ErrorItemNotFound");
    }

    [Fact]
    public async Task A_new_subject_of_the_series_reaches_the_exceptions_that_kept_the_old_one()
    {
        var series = AddSeries("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "UTC", new RecurrencePattern.Daily(), r => r with { Count = 2 });
        Calendar.Move(series.On(new DateOnly(2026, 3, 3)), Instant("2026-03-03T15:00:00Z"), Instant("2026-03-03T16:00:00Z"));
        Calendar.Rename(series, "Renamed");

        var answer = await Client.ViewAsync("2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z");

        answer.All("Subject").ShouldBe(["Renamed", "Renamed"]);
        answer.All("Start").ShouldBe(["2026-03-02T09:00:00Z", "2026-03-03T15:00:00Z"]);
    }

    [Fact]
    public async Task A_series_that_is_moved_forgets_its_exceptions()
    {
        var series = AddSeries("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "UTC", new RecurrencePattern.Daily(), r => r with { Count = 3 });
        Calendar.Delete(series.On(new DateOnly(2026, 3, 3)));
        Calendar.Move(series, Instant("2026-03-03T11:00:00Z"), Instant("2026-03-03T12:00:00Z"));

        (await StartsAsync("2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z")).ShouldBe(
            ["2026-03-03T11:00:00Z", "2026-03-04T11:00:00Z", "2026-03-05T11:00:00Z"]);
    }

    [Fact]
    public void An_occurrence_may_not_pass_its_neighbour()
    {
        var series = AddSeries("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "UTC", new RecurrencePattern.Daily());

        Should.Throw<EwsErrorException>(() => Calendar.Move(series.On(new DateOnly(2026, 3, 3)), Instant("2026-03-04T12:00:00Z"), Instant("2026-03-04T13:00:00Z")))
            .ResponseCode.ShouldBe("ErrorOccurrenceCrossingBoundary");
    }

    [Fact]
    public async Task An_occurrence_over_midnight_is_found_from_both_days()
    {
        AddSeries("2026-03-02T22:00:00Z", "2026-03-03T03:00:00Z", "UTC", new RecurrencePattern.Weekly(Weekdays.Monday));

        (await StartsAsync("2026-03-03T01:00:00Z", "2026-03-03T02:00:00Z")).ShouldBe(["2026-03-02T22:00:00Z"]);
    }

    private AppointmentKey AddSeries(string start, string end, string zone, RecurrencePattern pattern, Func<Recurrence, Recurrence>? range = null)
    {
        var recurrence = new Recurrence(pattern, DateOnly.Parse(start[..10], System.Globalization.CultureInfo.InvariantCulture));
        return Calendar.Add(new Appointment
        {
            Subject = "Series",
            Start = Instant(start),
            End = Instant(end),
            Zone = zone,
            Recurrence = range is null ? recurrence : range(recurrence),
        });
    }

    private async Task<IReadOnlyList<string>> StartsAsync(string from, string to) => (await Client.ViewAsync(from, to)).All("Start");

    public sealed record RecurrencePatternCase(string Name, RecurrencePattern Pattern, string Start, string Until, string Expected)
    {
        public override string ToString() => Name;
    }
}
