using CaPresenceActors.Exchange.Simulator.Faults;
using CaPresenceActors.Exchange.Simulator.Tests.Support;
using CaPresenceActors.TestKit;

namespace CaPresenceActors.Exchange.Simulator.Tests;

/// <summary>Every kind of fault that strikes a stream, and what streams are refused.</summary>
public sealed class StreamFaultTests : SimulatorTest
{
    private readonly ManualTime _time = new(Noon);

    [Fact]
    public async Task A_dead_subscription_keeps_its_stream_up_and_says_nothing()
    {
        using var stream = await OpenAsync();
        using (Simulator.Faults.Use(new FaultDescription { Kind = "dead-subscriptions", Mailboxes = [Anna] }))
        {
            Add();
            _time.Advance(TimeSpan.FromSeconds(45));
            var beat = (await stream.NextAsync())!;
            (beat.Status, beat.Events.Count).ShouldBe(("OK", 0));
        }

        Add();
        (await stream.EventsAsync(2)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Heartbeats_stop_while_the_fault_lasts_and_events_go_on()
    {
        using var stream = await OpenAsync();
        using (Simulator.Faults.Use(new FaultDescription { Kind = "no-heartbeats" }))
        {
            _time.Advance(TimeSpan.FromSeconds(45));
            Add();
            (await stream.EventsAsync(2)).Count.ShouldBe(2);
        }

        _time.Advance(TimeSpan.FromSeconds(45));
        (await stream.NextAsync())!.Status.ShouldBe("OK");
    }

    [Fact]
    public async Task A_stream_ends_early_without_saying_so()
    {
        using var fault = Simulator.Faults.Use(new FaultDescription { Kind = "stream-closed-early", AfterSeconds = 10 });
        using var stream = await OpenAsync();

        _time.Advance(TimeSpan.FromSeconds(10));

        (await stream.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task An_xml_declaration_may_stand_before_every_envelope()
    {
        using var fault = Simulator.Faults.Use(new FaultDescription { Kind = "xml-declarations", Operations = ["GetStreamingEvents"] });
        using var stream = await OpenAsync();

        Add();

        (await stream.NextTextAsync())!.ShouldStartWith("<?xml version=\"1.0\" encoding=\"utf-8\"?><s:Envelope");
    }

    [Fact]
    public async Task Two_envelopes_may_come_in_one_chunk()
    {
        using var fault = Simulator.Faults.Use(new FaultDescription { Kind = "joined-envelopes" });
        using var stream = await OpenAsync();

        Add();

        (await stream.NextAsync())!.Events.Count.ShouldBeGreaterThan(0);
        (await stream.NextAsync())!.Status.ShouldBe("OK");
    }

    [Fact]
    public async Task A_stream_may_be_cut_in_the_middle_of_an_envelope()
    {
        var id = await Client.SubscribedAsync();
        using var fault = Simulator.Faults.Use(new FaultDescription { Kind = "reset-mid-answer", AfterBytes = 1000 });
        using var stream = await OpenAsync(id);

        Add();

        await Should.ThrowAsync<IOException>(stream.NextAsync);
        await Simulator.WhenStreamsAreAsync(0, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_eleventh_stream_of_one_payer_is_refused_and_another_payer_opens_it()
    {
        var ids = new List<string>();
        for (var i = 0; i < 11; i++)
        {
            ids.Add(await Client.SubscribedAsync());
        }

        var open = new List<EwsStream>();
        foreach (var id in ids.Take(10))
        {
            open.Add(await OpenAsync(id));
        }

        using var refused = await Client.StreamAsync(ids[10]);
        (await refused.NextAsync())!.Code.ShouldBe("ErrorExceededConnectionCount");
        using var accepted = await Client.StreamAsync([ids[10]], Ben);
        (await accepted.NextAsync())!.Code.ShouldBe("NoError");
        open.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task More_than_200_ids_are_too_many()
    {
        using var stream = await Client.StreamAsync([.. Enumerable.Range(0, 201).Select(i => $"id{i}")], Anna);

        (await stream.NextAsync())!.Code.ShouldBe("ErrorInvalidArgument");
    }

    [Fact]
    public async Task Another_account_cannot_read_a_subscription()
    {
        var id = await Client.SubscribedAsync();
        var other = new SimulatedAccount(Anna, "secret");
        Simulator.AddAccount(other);
        using var anna = new EwsClient(Simulator, other);

        (await anna.UnsubscribeAsync(id, impersonate: null)).Code.ShouldBe("ErrorSubscriptionAccessDenied");
    }

    [Fact]
    public async Task A_pull_subscription_tells_what_happened_after_its_watermark()
    {
        var made = await Client.CallAsync(
            $"<m:Subscribe><m:PullSubscriptionRequest><t:FolderIds>{EwsClient.Calendars(null)}</t:FolderIds><t:EventTypes>{EwsClient.EventTypes("CreatedEvent")}</t:EventTypes><t:Timeout>30</t:Timeout></m:PullSubscriptionRequest></m:Subscribe>", Anna);
        var (id, watermark) = (EwsClient.Text(made, "SubscriptionId"), EwsClient.Text(made, "Watermark"));
        Add();

        var answer = await EventsAsync(watermark);
        var happened = answer.Body.Descendants(EwsAnswer.T + "CreatedEvent").ShouldHaveSingleItem();
        (await EventsAsync(happened.Element(EwsAnswer.T + "Watermark")!.Value)).Body.Descendants(EwsAnswer.T + "StatusEvent").ShouldHaveSingleItem();
        (await EventsAsync("nonsense")).Code.ShouldBe("ErrorInvalidWatermark");

        Task<EwsAnswer> EventsAsync(string mark) => Client.CallAsync($"<m:GetEvents><m:SubscriptionId>{id}</m:SubscriptionId><m:Watermark>{mark}</m:Watermark></m:GetEvents>", Anna);
    }

    private void Add() => Calendar.Add(Appointment("2026-03-02T13:00:00Z", "2026-03-02T14:00:00Z"));

    private async Task<EwsStream> OpenAsync(string? id = null)
    {
        var stream = await Client.StreamAsync(id ?? await Client.SubscribedAsync());
        (await stream.NextAsync())!.Status.ShouldBe("OK");
        return stream;
    }

    private protected override SimulatorOptions Options(SimulatorOptions standard) => standard with { Time = _time };
}
