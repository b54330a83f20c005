using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Favourites;
using CaPresenceActors.Actors.Schedules;
using CaPresenceActors.Actors.Tests.Engine;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;
using static CaPresenceActors.Actors.Tests.Engine.EngineBench;

namespace CaPresenceActors.Actors.Tests.Schedules;

/// <summary>The schedule of a day over a whole engine and its journal.</summary>
public sealed class ScheduleTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_is_what_was_shown_and_what_is_expected()
    {
        await using var bench = await ReadAsync(Meeting(7, 11), Meeting(13, 14, "Lunch with XYZZY"));
        bench.Time.Advance(TimeSpan.FromMinutes(30));
        await SetAsync(bench, "Vacation");

        var day = await DayAsync(bench);

        Told(day).ShouldBe(
        [
            "08:00–08:30 In a meeting past CalendarChanged", "08:30–11:00 Vacation expected UntilNextChange", "11:00–13:00 Available expected", "13:00–14:00 Lunch expected",
            "14:00–00:00 Available expected",
        ]);
        day.Appointments.Select(a => (a.Subject, a.Presence, a.Reason, a.Shown)).ShouldBe(
            [("Meeting", "In a meeting", AppointmentReason.Leads, true), ("Lunch with XYZZY", "Lunch", AppointmentReason.Leads, true)]);
        day.KnownUntil.ShouldNotBeNull().ShouldBeGreaterThan(At(0).AddDays(1));
    }

    [Fact]
    public async Task The_past_outlives_a_restart_and_is_what_was_decided_then()
    {
        await using var bench = await ReadAsync(Meeting(7, 11));
        await bench.StopAsync();
        bench.Time.SetUtcNow(At(12));
        await bench.StartAsync();

        Told(await DayAsync(bench))[..2].ShouldBe(["08:00–11:00 In a meeting past CalendarChanged", "11:00–12:00 Available past EventEnded"]);
    }

    [Fact]
    public async Task What_covers_an_appointment_by_hand_is_told_as_its_reason()
    {
        await using var bench = await ReadAsync(Meeting(7, 9), Meeting(9, 10), Meeting(9, 10, "Lunch"));
        await bench.Engine.SetManualAsync("1203", new PresenceCommand.SetManualPresence("Vacation", Hold.UntilCleared), Cancelled);

        (await DayAsync(bench)).Appointments.Select(a => (a.Presence, a.Reason, a.Shown)).ShouldBe(
            [("In a meeting", AppointmentReason.SetByHand, false), ("In a meeting", AppointmentReason.SetByHand, false), ("Lunch", AppointmentReason.Outranked, false)], ignoreOrder: true);
    }

    [Fact]
    public async Task Subjects_of_an_account_that_somebody_entered_themselves_are_told_when_an_administrator_has_confirmed_it()
    {
        await using var bench = await ReadAsync(Meeting(7, 11, "Meeting about XYZZY"));
        var profile = bench.Engine.Users.Find("1203")!;

        await bench.Engine.ChangeUsersAsync([profile with { AccountUnconfirmed = true }], [], "1203", Cancelled);
        (await DayAsync(bench)).Appointments.ShouldHaveSingleItem().Subject.ShouldBeNull();

        await bench.Engine.ChangeUsersAsync([profile], [], "admin", Cancelled);
        (await DayAsync(bench)).Appointments.ShouldHaveSingleItem().Subject.ShouldBe("Meeting about XYZZY");
    }

    [Fact]
    public async Task What_others_may_not_see_is_not_in_the_answer_for_them()
    {
        await using var bench = await ReadAsync(Meeting(7, 11, "Meeting about XYZZY"), Meeting(12, 13, "Dentist XYZZY"));

        var times = (await bench.Engine.Schedules.DayAsync("1203", null, ScheduleDetail.Times, Cancelled))!;
        var appointment = times.Appointments.ShouldHaveSingleItem();
        appointment.ShouldSatisfyAllConditions(
            a => a.Presence.ShouldBe("In a meeting"),
            a => a.Subject.ShouldBeNull(),
            a => a.Keyword.ShouldBeNull(),
            a => a.Position.ShouldBeNull(),
            a => a.Private.ShouldBeNull());
        times.ToString().ShouldNotContain("XYZZY");

        var hidden = (await bench.Engine.Schedules.DayAsync("1203", null, ScheduleDetail.Hidden, Cancelled))!;
        hidden.ShouldSatisfyAllConditions(
            day => day.Appointments.ShouldBeEmpty(),
            day => day.Shown.ShouldBeEmpty(),
            day => day.KnownUntil.ShouldBeNull());
    }

    [Fact]
    public async Task An_appointment_never_prints_its_subject()
    {
        await using var bench = await ReadAsync(Meeting(7, 11, "Meeting about XYZZY"));

        (await DayAsync(bench)).Appointments[0].ToString().ShouldNotContain("XYZZY");
    }

    [Fact]
    public async Task A_day_is_one_of_the_persons_zone()
    {
        await using var bench = await StartedAsync(Ito with { TimeZone = "Asia/Tokyo" });

        var day = await DayAsync(bench);
        (day.TimeZone, day.Day, day.From, day.To).ShouldBe(("Asia/Tokyo", new DateOnly(2026, 11, 2), At(0).AddHours(-9), At(15)));

        bench.Time.SetUtcNow(At(16));
        (await DayAsync(bench)).Day.ShouldBe(new DateOnly(2026, 11, 3), "it is one o'clock at night there");
    }

    [Fact]
    public async Task What_somebody_else_showed_who_had_the_extension_before_is_not_told()
    {
        await using var bench = await StartedAsync(Ito);
        await SetAsync(bench, "Vacation");
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        await bench.Engine.ChangeUsersAsync([], ["1203"], "admin", Cancelled);
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        await bench.Engine.ChangeUsersAsync([new UserProfile { Extension = "1203", Name = "Sato" }], [], "admin", Cancelled);
        await SetAsync(bench, "Lunch");

        var day = await DayAsync(bench);

        day.Name.ShouldBe("Sato");
        Told(day).ShouldAllBe(told => !told.Contains("Vacation"));
    }

    [Fact]
    public async Task Nobody_has_an_unknown_extension()
    {
        await using var bench = await StartedAsync(Ito);

        (await bench.Engine.Schedules.DayAsync("9999", null, ScheduleDetail.Own, Cancelled)).ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_calendar_that_drives_presence_the_whole_day_is_known()
    {
        await using var bench = await StartedAsync(Ito with { Account = null });

        Told(await DayAsync(bench)).ShouldBe(["08:00–00:00 Available expected"]);
    }

    [Fact]
    public async Task Favourites_of_a_removed_user_are_gone_and_those_of_others_stay_over_a_restart()
    {
        await using var bench = await StartedAsync(Ito, new UserProfile { Extension = "1100", Name = "Sato" });
        await ((IFavourites)bench.Engine).ReplaceAsync("1203", ["1100"], Cancelled);
        await ((IFavourites)bench.Engine).ReplaceAsync("1100", ["1203"], Cancelled);
        await bench.Engine.ChangeUsersAsync([], ["1203"], "admin", Cancelled);
        await bench.StopAsync();
        await bench.StartAsync();

        (await ((IFavourites)bench.Engine).OfAsync("1203", Cancelled)).ShouldBeEmpty();
        (await ((IFavourites)bench.Engine).OfAsync("1100", Cancelled)).ShouldBe(["1203"]);
    }

    private static Task<EngineReply> SetAsync(EngineBench bench, string presence) => bench.Engine.SetManualAsync("1203", new PresenceCommand.SetManualPresence(presence), Cancelled);

    private static async Task<DaySchedule> DayAsync(EngineBench bench) => (await bench.Engine.Schedules.DayAsync("1203", null, ScheduleDetail.Own, Cancelled))!;

    private static List<string> Told(DaySchedule day) =>
        [.. day.Shown.Select(s => $"{s.From:HH:mm}–{s.Until:HH:mm} {s.Presence} {(s.Expected ? "expected" : "past")} {s.Cause}{s.Manual}".TrimEnd())];

    private static Appointment Meeting(int from, int to, string subject = "Meeting") =>
        new() { Key = AppointmentKey.Of($"{subject} {from}"), Subject = subject, Start = At(from), End = At(to) };

    // Of the appointments, one must be a meeting that is on at eight.
    private static async Task<EngineBench> ReadAsync(params Appointment[] appointments)
    {
        var bench = new EngineBench();
        bench.Calendars.Has("ito@example.com", appointments);
        await bench.StartAsync();
        await bench.ConfigureAsync(Ito);
        await bench.ShowsAsync("1203", "In a meeting");
        return bench;
    }
}
