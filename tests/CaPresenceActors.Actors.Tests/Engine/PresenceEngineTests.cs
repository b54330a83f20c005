using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;
using static CaPresenceActors.Actors.Tests.Engine.EngineBench;

namespace CaPresenceActors.Actors.Tests.Engine;

public sealed class PresenceEngineTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_was_told_that_a_user_was_added_finds_it_on_the_board_and_can_set_a_presence_at_once()
    {
        await using var bench = await StartedAsync(Ito);
        bench.Engine.Board.Find("1203")!.Name.ShouldBe("Ito");
        (await Set(bench, "Lunch")).ShouldBeOfType<EngineReply.Done>();
        bench.Engine.Board.Find("1203")!.Presence.ShouldBe("Lunch");
        (await bench.Engine.ClearManualAsync("1203", Cancelled)).ShouldBeOfType<EngineReply.Done>();
        bench.Engine.Board.Find("1203")!.Presence.ShouldBe("Available");
    }

    [Fact]
    public async Task A_reading_becomes_a_presence_and_the_presence_survives_a_stop()
    {
        await using var bench = await ReadAsync(Meeting(7, 11));
        await bench.StopAsync();
        await bench.StartAsync();
        bench.Engine.IsReady.ShouldBeTrue();
        bench.Engine.Board.Find("1203")!.ShouldSatisfyAllConditions(
            view => view.Presence.ShouldBe("In a meeting"),
            view => view.Name.ShouldBe("Ito"),
            view => view.Until.ShouldBe(At(11)));
        bench.Engine.Site.Rules.Keywords.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_due_while_it_stood_still_is_on_the_board_when_it_is_ready()
    {
        await using var bench = await ReadAsync(Meeting(7, 11));
        await bench.StopAsync();
        bench.Time.SetUtcNow(At(11, 30));
        await bench.StartAsync();

        bench.Engine.Board.Find("1203")!.Presence.ShouldBe("Available");
        var newest = (await bench.Engine.HistoryAsync("1203", null, 1, Cancelled))!.ShouldHaveSingleItem();
        newest.At.ShouldBe(At(11));
        newest.RecordedAt.ShouldBe(At(11, 30));
    }

    [Fact]
    public async Task History_is_told_newest_first_and_page_by_page()
    {
        await using var bench = await StartedAsync(Ito);
        foreach (var presence in new[] { "Lunch", "Vacation", "Lunch", "Vacation", "Lunch" })
        {
            await Set(bench, presence);
        }

        var all = await bench.Engine.HistoryAsync("1203", null, 100, Cancelled);
        all!.Select(change => change.To).ShouldBe(["Lunch", "Vacation", "Lunch", "Vacation", "Lunch"]);
        all!.Select(change => change.Position).ShouldBeInOrder(SortDirection.Descending);
        var first = await bench.Engine.HistoryAsync("1203", null, 2, Cancelled);
        var second = await bench.Engine.HistoryAsync("1203", first![^1].Position, 2, Cancelled);
        var third = await bench.Engine.HistoryAsync("1203", second![^1].Position, 2, Cancelled);
        first.Concat(second).Concat(third!).ShouldBe(all!);
    }

    [Fact]
    public async Task Why_is_told_in_sentences_without_a_subject()
    {
        await using var bench = await ReadAsync(Meeting(7, 11, "Meeting about XYZZY"), Meeting(7, 12, "Lunch with XYZZY"));
        await WhyAsync(bench,
            "Extension 1203 shows \"In a meeting\" since 08:00.",
            "An appointment from 07:00 to 11:00 matches the keyword \"meeting\" (position 1 in the site's list).",
            "Also on: an appointment since 07:00 that matches \"lunch\" (position 2 in the list). It lost because its keyword stands lower in the list.",
            "Expected until 11:00, then \"Lunch\".",
            "The calendar was last read at 08:00:00.");

        await Set(bench, "Vacation");
        await WhyAsync(bench,
            "Extension 1203 shows \"Vacation\" since 08:00.",
            "It was set by hand at 08:00 by admin and holds until an appointment that matches begins or ends.",
            "By the calendar it would be \"In a meeting\": an appointment from 07:00 to 11:00 matches the keyword \"meeting\" (position 1 in the site's list).",
            "Also on: an appointment since 07:00 that matches \"lunch\" (position 2 in the list). It lost because its keyword stands lower in the list.",
            "Expected until 11:00, then \"Lunch\".",
            "The calendar was last read at 08:00:00.");
    }

    [Fact]
    public async Task Why_says_what_keeps_the_calendar_from_being_read()
    {
        await using var bench = await StartedAsync(Ito with { Account = null });
        await WhyAsync(bench,
            "Extension 1203 shows \"Available\" since 08:00.",
            "There is no Exchange user account, so the default presence is shown.",
            "No change is in sight.",
            "The calendar is not read.");

        await bench.Engine.ChangeSiteAsync(site => site with { Rules = site.Rules with { Integration = false } }, "admin", Cancelled);
        await WhyAsync(bench,
            "Extension 1203 shows \"Available\" since 08:00.",
            "The Exchange integration of the site is off, so the default presence is shown.",
            "No change is in sight.",
            "The calendar is not read.");
    }

    [Fact]
    public async Task Why_tells_everybody_what_is_wrong_with_the_server_as_a_whole_in_the_sites_time()
    {
        await using var bench = new EngineBench();
        bench.Calendars.Fails("ito@example.com", ReadFailure.NotAuthenticated, "The server refused the account.");
        await bench.StartAsync();
        await bench.Engine.ChangeSiteAsync(site => site with { TimeZone = "Asia/Tokyo" }, "admin", Cancelled);
        await bench.ConfigureAsync(Ito, new() { Extension = "1100", Name = "Sato", Account = "sato@example.com" });
        await bench.Logs.SayAsync("Exchange cannot be read (NotAuthenticated)");

        foreach (var extension in new[] { "1203", "1100" })
        {
            (await bench.Engine.WhyAsync(extension, Cancelled))!.Sentences[^1].ShouldEndWith(" Exchange is not read at the moment: The server refused the account. Next try 17:00:30.");
        }

        await bench.Engine.ChangeUsersAsync([Ito with { Account = null }], [], "admin", Cancelled);
        (await bench.Engine.WhyAsync("1203", Cancelled))!.Sentences[^1].ShouldBe("The calendar is not read.");
    }

    [Fact]
    public async Task When_calendars_were_last_read_is_remembered_over_a_stop_and_a_start()
    {
        await using var bench = await ReadAsync(Meeting(7, 11));
        bench.Time.Advance(TimeSpan.FromSeconds(2)); // The first sweep is spread over as much.
        await bench.Logs.SayAsync("1212: 1 calendars read");
        await bench.Engine.HealthAsync(Cancelled); // The poller answers after it has told of the sweep.
        await bench.StopAsync();
        var stored = bench.Store.DocumentsOf(PresenceIds.Readings)[StoredSweep.Key];
        var read = StoredSweep.Read(new RecoveredDocument(StoredSweep.Key, stored), PresenceIds.Readings).LastGoodReadOf("1203");
        read.ShouldBeInRange(At(8), At(8).AddSeconds(2));

        bench.Calendars.Fails("ito@example.com", ReadFailure.AccessDenied, "Access is denied.");
        bench.Time.SetUtcNow(At(8, 4));
        await bench.StartAsync();
        bench.Engine.Board.Find("1203")!.StaleSince.ShouldBe(read);
    }

    [Fact]
    public async Task After_a_stop_a_question_says_that_nobody_answers()
    {
        await using var bench = await StartedAsync(Ito);
        var engine = bench.Engine;
        await bench.StopAsync();
        foreach (var question in new Func<Task>[]
                 {
                     () => engine.HealthAsync(Cancelled), () => engine.WhyAsync("1203", Cancelled), () => engine.HistoryAsync("1203", null, 10, Cancelled), () => engine.UsersAsync(Cancelled),
                 })
        {
            (await Should.ThrowAsync<EngineUnavailableException>(question)).Message.ShouldBe("The engine is stopping. Try again when it runs.");
        }
    }

    [Fact]
    public async Task An_unknown_extension_is_unknown_everywhere()
    {
        await using var bench = await StartedAsync();
        (await Set(bench, "Lunch")).ShouldBe(new EngineReply.UnknownExtension("1203"));
        (await bench.Engine.ClearManualAsync("1203", Cancelled)).ShouldBe(new EngineReply.UnknownExtension("1203"));
        (await bench.Engine.WhyAsync("1203", Cancelled)).ShouldBeNull();
        (await bench.Engine.HistoryAsync("1203", null, 10, Cancelled)).ShouldBeNull();
    }

    [Fact]
    public async Task A_removed_user_is_not_on_the_board_and_may_come_back()
    {
        await using var bench = await StartedAsync(Ito);
        await Set(bench, "Vacation", Hold.UntilCleared);
        await bench.Engine.ChangeUsersAsync([], ["1203"], "admin", Cancelled);
        bench.Engine.Board.Find("1203").ShouldBeNull();
        await bench.Engine.ChangeUsersAsync([Ito], [], "admin", Cancelled);
        bench.Engine.Board.Find("1203").ShouldNotBeNull();
        (await bench.Engine.ClearManualAsync("1203", Cancelled)).ShouldBeOfType<EngineReply.Done>();
        bench.Engine.Board.Find("1203")!.Presence.ShouldBe("Available");
        (await bench.Engine.HistoryAsync("1203", null, 10, Cancelled))!.Select(change => change.To).ShouldBe(["Vacation"]);
    }

    [Fact]
    public async Task A_user_who_was_removed_just_before_the_end_is_not_there_after_the_start()
    {
        await using var bench = await ReadAsync(Meeting(7, 11));
        bench.Journal.RefuseAppend(2); // The directory records it; the extension cannot.
        (await bench.Engine.ChangeUsersAsync([], ["1203"], "admin", Cancelled)).ShouldBeOfType<EngineReply.Done>();
        await bench.StopAsync();
        await bench.StartAsync();
        bench.Engine.Board.Find("1203").ShouldBeNull();
        (await Set(bench, "Lunch")).ShouldBe(new EngineReply.UnknownExtension("1203"));
    }

    [Fact]
    public async Task A_journal_that_refuses_fails_the_command_and_the_next_one_works_when_it_has_healed()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var bench = await ReadAsync(new EngineBench(real: true), Meeting(7, 11) with { Start = now.AddHours(-1), End = now.AddHours(1) });
        bench.Journal.RefuseAppend();
        (await Set(bench, "Lunch")).ShouldBe(new EngineReply.Failed("It could not be recorded, so nothing was changed. The test lets the append of presence-1203 fail."));
        bench.Engine.Board.Find("1203")!.Presence.ShouldBe("In a meeting");
        (await bench.Engine.HealthAsync(Cancelled)).Journal.IsGood.ShouldBeFalse();

        bench.Journal.Heal();
        (await Set(bench, "Lunch").WaitAsync(Deadline, Cancelled)).ShouldBeOfType<EngineReply.Done>();
        bench.Engine.Board.Find("1203")!.Presence.ShouldBe("Lunch");
    }

    [Fact]
    public async Task Health_counts()
    {
        await using var bench = await StartedAsync(Ito, new() { Extension = "1100", Name = "Sato" });
        await using var subscription = bench.Engine.Board.Subscribe(null);
        var health = await bench.Engine.HealthAsync(Cancelled);
        health.ShouldSatisfyAllConditions(
            () => health.Ready.ShouldBeTrue(),
            () => health.Extensions.ShouldBe(2),
            () => health.Stale.ShouldBe(0),
            () => health.Journal.IsGood.ShouldBeTrue(),
            () => health.Poller.Mailboxes.ShouldBe(1),
            () => health.Head.ShouldBeInRange(1, bench.Store.Head));
    }

    [Fact]
    public async Task Two_changes_of_the_settings_at_once_do_not_undo_each_other()
    {
        await using var bench = await StartedAsync();
        var replies = await Task.WhenAll(
            bench.Engine.ChangeSiteAsync(site => site with { TimeZone = "Asia/Tokyo" }, "a", Cancelled),
            bench.Engine.ChangeSiteAsync(site => site with { UsersMayChangeProfile = true }, "b", Cancelled));
        replies.ShouldAllBe(reply => reply is EngineReply.Done);
        (bench.Engine.Site.TimeZone, bench.Engine.Site.UsersMayChangeProfile).ShouldBe(("Asia/Tokyo", true));
    }

    [Fact]
    public async Task After_a_stop_a_command_fails_and_nothing_hangs()
    {
        await using var bench = await StartedAsync(Ito);
        var engine = bench.Engine;
        await bench.StopAsync();
        (await engine.SetManualAsync("1203", new PresenceCommand.SetManualPresence("Lunch"), Cancelled)).ShouldBe(
            new EngineReply.Failed("The engine is stopping, so nothing was changed."));
        engine.IsReady.ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_that_is_logged_holds_a_subject_or_a_password()
    {
        await using var bench = await ReadAsync(Meeting(7, 11, "Meeting about XYZZY"));
        await bench.StopAsync();
        bench.Logs.Lines.ShouldNotBeEmpty();
        bench.Logs.Lines.ShouldAllBe(line => !line.Contains("XYZZY") && !line.Contains("secret"));
    }

    // With an appointment that is on, the first reading has been applied when its presence is shown.
    private static Task<EngineBench> ReadAsync(params Appointment[] appointments) => ReadAsync(new EngineBench(), appointments);

    private static async Task<EngineBench> ReadAsync(EngineBench bench, params Appointment[] appointments)
    {
        bench.Calendars.Has("ito@example.com", appointments);
        await bench.StartAsync();
        await bench.ConfigureAsync(Ito);
        await bench.ShowsAsync("1203", "In a meeting");
        return bench;
    }

    private static Appointment Meeting(int from, int to, string subject = "Monthly meeting") =>
        new() { Key = AppointmentKey.Of(subject), Subject = subject, Start = At(from), End = At(to) };

    private static async Task WhyAsync(EngineBench bench, params string[] sentences) => (await bench.Engine.WhyAsync("1203", Cancelled))!.Sentences.ShouldBe(sentences);

    private static Task<EngineReply> Set(EngineBench bench, string presence, Hold hold = Hold.UntilNextChange) =>
        bench.Engine.SetManualAsync("1203", new PresenceCommand.SetManualPresence(presence, hold, By: "admin"), Cancelled);
}
