using CaPresenceActors.Exchange.Simulator.Tests.Support;
using CaPresenceActors.TestKit;

namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class StreamingTests : SimulatorTest
{
    private readonly ManualTime _time = new(Noon);

    [Fact]
    public async Task A_stream_begins_with_an_envelope_at_once_and_tells_of_everything_that_happens()
    {
        using var stream = await OpenAsync();

        var key = Calendar.Add(Appointment("2026-03-02T13:00:00Z", "2026-03-02T14:00:00Z"));
        (await stream.EventsAsync(2)).ShouldBe(["CreatedEvent item", "ModifiedEvent folder"]);
        Calendar.Cancel(key);
        (await stream.EventsAsync(2)).ShouldBe(["ModifiedEvent item", "ModifiedEvent folder"]);
        Calendar.Delete(key);
        (await stream.EventsAsync(2)).ShouldBe(["DeletedEvent item", "ModifiedEvent folder"]);
    }

    [Fact]
    public async Task An_edited_occurrence_is_a_change_of_its_series_and_a_thrown_away_item_is_moved()
    {
        var created = await Client.CreateAsync("""<t:Subject>Daily</t:Subject><t:Start>2026-03-02T08:00:00Z</t:Start><t:End>2026-03-02T08:30:00Z</t:End><t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:NoEndRecurrence><t:StartDate>2026-03-02</t:StartDate></t:NoEndRecurrence></t:Recurrence>""");
        var series = EwsClient.Id(created.Item);
        using var stream = await OpenAsync();

        await Client.UpdateAsync($"""<t:OccurrenceItemId RecurringMasterId="{series}" InstanceIndex="2"/>""", EwsClient.Set("item:Subject", "Special"));
        var edited = (await stream.NextAsync())!;
        edited.Events[0].Element(EwsAnswer.T + "ItemId")!.Attribute("Id")!.Value.ShouldBe(series);
        await Client.DeleteAsync($"""<t:ItemId Id="{series}"/>""", "MoveToDeletedItems");
        var moved = (await stream.NextAsync())!.Events[0];
        StreamEnvelope.Describe(moved).ShouldBe("MovedEvent item");
        moved.Element(EwsAnswer.T + "OldItemId")!.Attribute("Id")!.Value.ShouldBe(series);
    }

    [Fact]
    public async Task One_stream_reads_many_mailboxes_and_says_whose_event_it_is()
    {
        var (anna, ben) = (await Client.SubscribedAsync(), await Client.SubscribedAsync(Ben));
        using var stream = await OpenAsync(anna, ben);

        Simulator.Mailboxes[Ben].Calendar.Add(Appointment("2026-03-02T13:00:00Z", "2026-03-02T14:00:00Z"));

        var envelope = (await stream.NextAsync())!;
        envelope.Notifications.ShouldHaveSingleItem().Element(EwsAnswer.T + "SubscriptionId")!.Value.ShouldBe(ben);
    }

    [Fact]
    public async Task An_envelope_has_at_most_fifty_events()
    {
        using var stream = await OpenAsync();

        Calendar.AddAll(Enumerable.Range(0, 60).Select(_ => Appointment("2026-03-02T13:00:00Z", "2026-03-02T14:00:00Z")));

        var counts = new List<int>();
        while (counts.Sum() < 120)
        {
            counts.Add((await stream.NextAsync())!.Events.Count);
        }

        counts.Sum().ShouldBe(120);
        counts.ShouldAllBe(count => count <= 50);
    }

    [Fact]
    public async Task Only_the_wanted_kinds_of_events_are_told()
    {
        var id = EwsClient.Text(await Client.SubscribeAsync(types: "DeletedEvent"), "SubscriptionId");
        using var stream = await OpenAsync(id);

        Calendar.Delete(Calendar.Add(Appointment("2026-03-02T13:00:00Z", "2026-03-02T14:00:00Z")));

        (await stream.EventsAsync(1)).ShouldBe(["DeletedEvent item"]);
    }

    [Fact]
    public async Task A_silent_stream_beats_every_45_seconds_and_says_closed_at_its_end()
    {
        var id = await Client.SubscribedAsync();
        using var stream = await Client.StreamAsync([id], Anna, minutes: 1);
        (await stream.NextAsync())!.Status.ShouldBe("OK");

        _time.Advance(TimeSpan.FromSeconds(45));
        var beat = (await stream.NextAsync())!;
        (beat.Code, beat.Status, beat.Notifications.Count).ShouldBe(("NoError", "OK", 0));
        _time.Advance(TimeSpan.FromSeconds(15));
        (await stream.NextAsync())!.Status.ShouldBe("Closed");
        (await stream.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task What_happens_while_no_stream_is_open_is_lost_but_the_subscription_lives()
    {
        var id = await Client.SubscribedAsync();
        using (await OpenAsync(id))
        {
        }

        await Simulator.WhenStreamsAreAsync(0, TestContext.Current.CancellationToken);
        Calendar.Add(Appointment("2026-03-02T13:00:00Z", "2026-03-02T14:00:00Z", "Lost"));
        using var second = await OpenAsync(id);
        Calendar.Delete(Calendar.Add(Appointment("2026-03-02T13:00:00Z", "2026-03-02T14:00:00Z")));

        (await second.EventsAsync(4))[2].ShouldBe("DeletedEvent item");
    }

    [Fact]
    public async Task A_subscription_that_no_stream_reads_dies_after_half_an_hour()
    {
        var id = await Client.SubscribedAsync();
        _time.Advance(TimeSpan.FromMinutes(29));
        Simulator.Subscriptions.ShouldBe(1);

        _time.Advance(TimeSpan.FromMinutes(1));

        Simulator.Subscriptions.ShouldBe(0);
        (await Client.UnsubscribeAsync(id)).Code.ShouldBe("ErrorSubscriptionNotFound");
    }

    [Fact]
    public async Task A_second_stream_on_the_same_subscription_ends_the_first()
    {
        var id = await Client.SubscribedAsync();
        using var first = await OpenAsync(id);
        using var second = await OpenAsync(id);

        var end = (await first.NextAsync())!;
        (end.Code, end.Status).ShouldBe(("ErrorNewEventStreamConnectionOpened", "Closed"));
        (await first.NextAsync()).ShouldBeNull();
        Calendar.Add(Appointment("2026-03-02T13:00:00Z", "2026-03-02T14:00:00Z"));
        (await second.EventsAsync(2)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_bad_id_starves_the_good_ones()
    {
        var id = await Client.SubscribedAsync();
        using var stream = await Client.StreamAsync(id, "bogus");

        var error = (await stream.NextAsync())!;
        (error.Code, error.Status).ShouldBe(("ErrorSubscriptionNotFound", "OK"));
        error.BadIds.ShouldBe(["bogus"]);
        Calendar.Add(Appointment("2026-03-02T13:00:00Z", "2026-03-02T14:00:00Z"));
        _time.Advance(TimeSpan.FromSeconds(45));
        (await stream.NextAsync())!.Notifications.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stream_of_bad_ids_alone_is_closed()
    {
        using var stream = await Client.StreamAsync("bogus");

        var error = (await stream.NextAsync())!;
        (error.Code, error.Status).ShouldBe(("ErrorSubscriptionNotFound", "Closed"));
        (await stream.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_subscription_that_ends_is_named_and_the_others_of_its_stream_go_on()
    {
        var (anna, ben) = (await Client.SubscribedAsync(), await Client.SubscribedAsync(Ben));
        using var stream = await OpenAsync(anna, ben);

        (await Client.UnsubscribeAsync(ben)).Code.ShouldBe("NoError");
        var error = (await stream.NextAsync())!;
        (error.Code, error.Status).ShouldBe(("ErrorSubscriptionUnsubscribed", "OK"));
        error.BadIds.ShouldBe([ben]);
        Calendar.Add(Appointment("2026-03-02T13:00:00Z", "2026-03-02T14:00:00Z"));
        (await stream.EventsAsync(2)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_mailbox_that_moves_or_goes_takes_its_subscription_along()
    {
        var (anna, ben) = (await Client.SubscribedAsync(), await Client.SubscribedAsync(Ben));
        using var stream = await OpenAsync(anna, ben);

        Simulator.MoveMailbox(Anna).ShouldBe(1);
        (await stream.NextAsync())!.BadIds.ShouldBe([anna]);
        Simulator.Mailboxes.Remove(Ben).ShouldBeTrue();
        (await stream.NextAsync())!.BadIds.ShouldBe([ben]);
        Simulator.Subscriptions.ShouldBe(0);
    }

    [Fact]
    public async Task A_restarted_back_end_has_forgotten_its_subscriptions_and_cuts_their_streams()
    {
        var id = await Client.SubscribedAsync();
        using var stream = await OpenAsync(id);

        Simulator.RestartBackEnd().ShouldBe(1);

        await Should.ThrowAsync<IOException>(stream.NextAsync);
        (await Client.UnsubscribeAsync(id)).Code.ShouldBe("ErrorSubscriptionNotFound");
    }

    [Fact]
    public async Task A_simulator_that_stops_leaves_no_stream_behind()
    {
        using var stream = await OpenAsync();
        Simulator.OpenStreams.ShouldBe(1);

        await Simulator.StopAsync();

        Simulator.OpenStreams.ShouldBe(0);
        await Should.ThrowAsync<IOException>(stream.NextAsync);
    }

    private async Task<EwsStream> OpenAsync(params string[] ids)
    {
        var stream = await Client.StreamAsync(ids.Length > 0 ? ids : [await Client.SubscribedAsync()]);
        var first = (await stream.NextAsync())!;
        (first.Code, first.Status, first.Notifications.Count).ShouldBe(("NoError", "OK", 0));
        return stream;
    }

    private protected override SimulatorOptions Options(SimulatorOptions standard) => standard with { Time = _time };
}
