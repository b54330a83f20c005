using System.Net;
using System.Net.Sockets;
using System.Text;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Tests.Hosting;
using ChangeStream = CaPresenceActors.Web.Changes.ChangeStream;

namespace CaPresenceActors.Web.Tests.Changes;

public sealed class ChangeStreamTests
{
    [Fact]
    public async Task The_stream_says_at_once_how_to_come_back_and_from_where()
    {
        await using var host = await ApiHost.StartAsync();
        await using var stream = await SseClient.OpenAsync(host);

        stream.Answer.Content.Headers.ContentType?.ToString().ShouldBe("text/event-stream");
        stream.Answer.Headers.CacheControl?.ToString().ShouldBe("no-store, no-cache");
        stream.Answer.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        (await stream.NextAsync()).ShouldBe(new SseEvent("3", null, null, null, "2000"));
    }

    [Fact]
    public async Task Changes_come_as_events_with_their_position()
    {
        await using var host = await ApiHost.StartAsync();
        await using var stream = await SseClient.OpenAsync(host);
        _ = await stream.NextAsync();

        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch"));
        host.Engine.Do("1204", new PresenceCommand.SetManualPresence("Vacation"));

        var first = await stream.NextAsync();
        first.ShouldNotBeNull();
        (first.Id, first.Event).ShouldBe(("4", "change"));
        first.Data.ShouldNotBeNull().ShouldContain("\"to\":\"Lunch\"");
        (await stream.NextAsync())!.Id.ShouldBe("5");
    }

    [Theory]
    [InlineData("?after=4", null)]
    [InlineData("", "4")]
    [InlineData("?after=1", "4")]
    [InlineData("?after=4", "")]
    public async Task Who_comes_back_gets_what_was_missed_and_then_what_comes(string query, string? lastEventId)
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch"));
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Vacation"));
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Available"));

        await using var stream = await SseClient.OpenAsync(host, query, lastEventId);
        (await stream.NextAsync()).ShouldBe(new SseEvent(null, null, null, null, "2000"));
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch"));

        (await stream.NextAsync())!.Id.ShouldBe("5");
        (await stream.NextAsync())!.Id.ShouldBe("6");
        (await stream.NextAsync())!.Id.ShouldBe("7");
    }

    [Theory]
    [InlineData("?after=2", "before what is kept")]
    [InlineData("?after=99", "beyond the head")]
    public async Task Who_cannot_go_on_gets_the_whole_board(string query, string because)
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch"));
        host.Engine.Shown.Oldest = 4;

        await using var stream = await SseClient.OpenAsync(host, query);
        _ = await stream.NextAsync();
        var reset = await stream.NextAsync();

        reset.ShouldNotBeNull(because);
        (reset.Id, reset.Event).ShouldBe(("4", "reset"));
        reset.Data.ShouldBe((await host.GetJsonAsync("/api/v1/presence")).GetRawText());

        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Vacation"));
        (await stream.NextAsync())!.Id.ShouldBe("5");
    }

    [Theory]
    [InlineData("?after=x", null, "x")]
    [InlineData("?after=", null, "")]
    [InlineData("?after=-1", null, "-1")]
    [InlineData("?after=1.5", null, "1.5")]
    [InlineData("?after=9223372036854775808", null, "9223372036854775808")]
    [InlineData("?after=4", "four", "four")]
    public async Task An_id_that_is_none_is_refused(string query, string? lastEventId, string told)
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/changes" + query);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        (await host.Client.SendAsync(request, TestContext.Current.CancellationToken).ProblemAsync(HttpStatusCode.BadRequest))
            .ShouldBe($"The position to go on from is \"{told}\"; the id of an event of this stream is needed, a whole number from 0 on.");
    }

    [Fact]
    public async Task A_quiet_stream_says_every_15_seconds_that_it_is_alive()
    {
        await using var host = await ApiHost.StartAsync();
        await using var stream = await SseClient.OpenAsync(host);
        _ = await stream.NextAsync();

        host.Time.Advance(TimeSpan.FromSeconds(15));
        (await stream.NextAsync()).ShouldBe(new SseEvent(null, null, null, "", null));

        host.Time.Advance(TimeSpan.FromSeconds(14));
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch"));
        (await stream.NextAsync())!.Event.ShouldBe("change");

        host.Time.Advance(TimeSpan.FromSeconds(1));
        (await stream.NextAsync())!.Comment.ShouldBe("");
    }

    [Fact]
    public async Task The_stream_ends_cleanly_when_the_server_stops()
    {
        await using var host = await ApiHost.StartAsync();
        await using var stream = await SseClient.OpenAsync(host);
        _ = await stream.NextAsync();

        var stopping = host.StopAsync();

        (await stream.NextAsync())!.Comment.ShouldBe("the server is stopping");
        (await stream.NextAsync()).ShouldBeNull();
        await stopping.WaitAsync(ApiHost.Deadline, TestContext.Current.CancellationToken);
        host.Engine.Shown.Subscribers.ShouldBe(0);
    }

    [Fact]
    public async Task Who_goes_away_is_forgotten()
    {
        await using var host = await ApiHost.StartAsync();
        var stream = await SseClient.OpenAsync(host);
        _ = await stream.NextAsync();
        host.Engine.Shown.Subscribers.ShouldBe(1);

        await stream.DisposeAsync();

        await host.Engine.Shown.WhenSubscribers(0).WaitAsync(ApiHost.Deadline, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Who_does_not_keep_up_is_cut_off_with_a_word_and_comes_back_without_a_gap()
    {
        await using var host = await ApiHost.StartAsync();
        await using var stream = await SseClient.OpenAsync(host);
        _ = await stream.NextAsync();

        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch"));
        host.Engine.Shown.CutOffEverybody();
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Vacation"));

        (await stream.NextAsync())!.Id.ShouldBe("4");
        (await stream.NextAsync())!.Comment.ShouldBe("cut off: too far behind. Come back with the last id; nothing is lost.");
        (await stream.NextAsync()).ShouldBeNull();

        await using var again = await SseClient.OpenAsync(host, lastEventId: "4");
        _ = await again.NextAsync();
        (await again.NextAsync())!.Id.ShouldBe("5");
    }

    [Fact]
    public async Task Who_reads_nothing_at_all_loses_the_connection()
    {
        await using var host = await ApiHost.StartAsync(engine => engine.Shown.QueueLength = 1_000_000);
        using var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(host.Address.Host, host.Address.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"GET /api/v1/changes HTTP/1.1\r\nHost: {host.Address.Authority}\r\nAuthorization: Bearer {host.LocalToken}\r\n\r\n"), TestContext.Current.CancellationToken);
        await host.Engine.Shown.WhenSubscribers(1).WaitAsync(ApiHost.Deadline, TestContext.Current.CancellationToken);

        // 64 MB are more than all buffers on the way.
        var stuck = host.Time.WhenArmed(ChangeStream.WriteDeadline);
        var megabyte = Encoding.ASCII.GetBytes(":" + new string('x', (1024 * 1024) - 3) + "\n\n");
        for (var i = 0; i < 64; i++)
        {
            host.Engine.Shown.Offer(new ChangePiece.Changes(4, 1, megabyte));
        }

        await stuck.WaitAsync(ApiHost.Deadline, TestContext.Current.CancellationToken);
        await host.Time.UntilNobodyWaits(ChangeStream.WriteDeadline, () => host.Engine.Shown.WhenSubscribers(0)).WaitAsync(ApiHost.Deadline, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task All_subscribers_get_the_same_bytes()
    {
        await using var host = await ApiHost.StartAsync();
        await using var one = await SseClient.OpenAsync(host, "?after=3");
        await using var other = await SseClient.OpenAsync(host, "?after=3");
        _ = await one.NextAsync();
        _ = await other.NextAsync();

        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch"));

        (await one.NextAsync()).ShouldBe(await other.NextAsync());
    }
}
