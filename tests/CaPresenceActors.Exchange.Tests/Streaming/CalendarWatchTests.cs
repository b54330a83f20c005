using System.Text;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Simulator;
using CaPresenceActors.Exchange.Simulator.Faults;
using CaPresenceActors.Exchange.Streaming;
using CaPresenceActors.Exchange.Tests.Support;
using Microsoft.AspNetCore.Http;
using static CaPresenceActors.Exchange.Tests.Support.Answers;
using static CaPresenceActors.Exchange.Tests.Support.Sources;
using SimulatedAppointment = CaPresenceActors.Exchange.Simulator.Calendars.Appointment;

namespace CaPresenceActors.Exchange.Tests.Streaming;

/// <summary>The watch against the simulator, and against servers that no simulator is.</summary>
public sealed class CalendarWatchTests
{
    private static readonly WatchSettings Quick = new() { JoinDelay = TimeSpan.FromMilliseconds(50), Chance = new Random(7) };

    private readonly RecordingObserver _observer = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Changes_of_many_calendars_are_told_whatever_back_end_they_live_on(int backEnds)
    {
        await using var exchange = await StartAsync(12, new NotificationOptions { BackEnds = backEnds });
        await using var source = From(exchange, Quick with { SubscriptionsPerStream = 5 });
        await using var watch = source.Watch(_observer)!;

        watch.Follow(Addresses(12));
        await _observer.HearAsync(Told("follows", 12));
        foreach (var address in Addresses(12))
        {
            exchange.Mailboxes[address].Calendar.Add(Appointment());
        }

        await _observer.HearAsync(Told("changed", 12));
        exchange.OpenStreams.ShouldBe(3);
        exchange.Subscriptions.ShouldBe(12);
    }

    [Fact]
    public async Task Nothing_is_left_at_the_server_after_the_end()
    {
        await using var exchange = await StartAsync(20);
        await using var source = From(exchange, Quick with { SubscriptionsPerStream = 5 });
        var watch = source.Watch(_observer)!;
        watch.Follow(Addresses(20));
        await _observer.HearAsync(Told("follows", 20));
        watch.Figures.Followed.ShouldBe(20);
        watch.Figures.Streams.ShouldBe(4);
        watch.Figures.Bytes.ShouldBePositive();

        await watch.DisposeAsync();

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await exchange.WhenStreamsAreAsync(0, deadline.Token);
        exchange.Subscriptions.ShouldBe(0);
        _observer.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task The_end_does_not_wait_for_a_server_that_is_gone()
    {
        var exchange = await StartAsync(5);
        await using var source = From(exchange, Quick with { Farewell = TimeSpan.FromHours(1) });
        var watch = source.Watch(_observer)!;
        watch.Follow(Addresses(5));
        await _observer.HearAsync(Told("follows", 5));

        await exchange.DisposeAsync();

        await watch.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    [Fact]
    public async Task When_a_back_end_forgets_its_subscriptions_they_are_made_anew()
    {
        await using var exchange = await StartAsync(4);
        await using var source = From(exchange, Quick);
        await using var watch = source.Watch(_observer)!;
        watch.Follow(Addresses(4));
        await _observer.HearAsync(Told("follows", 4));

        exchange.RestartBackEnd().ShouldBe(4);

        await _observer.HearAsync(Told("passing", 4));
        await _observer.HearAsync(Told("follows", 4));
        exchange.Mailboxes[Address(2)].Calendar.Add(Appointment());
        await _observer.HearAsync($"changed {Address(2)}");
    }

    [Fact]
    public async Task A_moved_mailbox_is_subscribed_anew_and_the_others_do_not_suffer()
    {
        await using var exchange = await StartAsync(4);
        await using var source = From(exchange, Quick);
        await using var watch = source.Watch(_observer)!;
        watch.Follow(Addresses(4));
        await _observer.HearAsync(Told("follows", 4));

        exchange.MoveMailbox(Address(3)).ShouldBe(1);

        await _observer.HearAsync($"passing {Address(3)}");
        await _observer.HearAsync($"follows {Address(3)}");
        exchange.Mailboxes[Address(1)].Calendar.Add(Appointment());
        exchange.Mailboxes[Address(3)].Calendar.Add(Appointment());
        await _observer.HearAsync($"changed {Address(1)}", $"changed {Address(3)}");
    }

    [Fact]
    public async Task After_a_restart_of_the_server_everything_is_followed_again()
    {
        await using var exchange = await StartAsync(4);
        await using var source = From(exchange, Quick);
        await using var watch = source.Watch(_observer)!;
        watch.Follow(Addresses(4));
        await _observer.HearAsync(Told("follows", 4));

        await exchange.StopAsync();
        await _observer.HearAsync(Told("passing", 4));
        await exchange.StartAsync(Cancellation);

        await _observer.HearAsync(Told("follows", 4));
        exchange.Mailboxes[Address(4)].Calendar.Add(Appointment());
        await _observer.HearAsync($"changed {Address(4)}");
    }

    [Fact]
    public async Task Whom_the_account_may_not_act_as_is_lost_with_the_reason_and_the_others_are_followed()
    {
        await using var exchange = await StartAsync(3);
        using var fault = exchange.Faults.Always(
            new FaultAnswer.SoapFault("ErrorSubscriptionDelegateAccessNotSupported", "No."), r => r.Operation == "Subscribe" && r.IsAbout(Address(1)));
        await using var source = From(exchange, Quick);
        await using var watch = source.Watch(_observer)!;

        watch.Follow(Addresses(3));

        var loss = (await _observer.HearAsync($"lasting {Address(1)}")).ShouldBeOfType<WatchLoss.Lasting>();
        loss.Reason.ShouldContain("ErrorSubscriptionDelegateAccessNotSupported");
        loss.RetryIn.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30));
        await _observer.HearAsync($"follows {Address(2)}", $"follows {Address(3)}");
    }

    [Fact]
    public async Task A_wrong_password_is_tried_by_the_watch_not_at_all_when_reading_has_shown_it()
    {
        await using var exchange = await StartAsync(3);
        await using var source = Source(ConnectionTo(exchange) with { Password = "wrong" }, Quick);
        await using var watch = source.Watch(_observer)!;
        (await source.ReadOne(new MailboxQuery(Address(1), Berlin))).ShouldBeOfType<MailboxReading.Failed>();

        watch.Follow(Addresses(3));

        await _observer.HearAsync(Told("lasting", 3));
        watch.Figures.Requests.ShouldBe(0);
    }

    [Theory]
    [InlineData(ExchangeAccess.Delegate)]
    [InlineData(ExchangeAccess.Availability)]
    public async Task Who_does_not_act_as_the_owner_has_no_watch(ExchangeAccess access)
    {
        await using var source = Sources.Source(1, access);

        source.Watch(_observer).ShouldBeNull();
    }

    [Fact]
    public async Task Requests_of_a_group_carry_its_anchor_its_wish_and_its_cookie_and_each_acts_as_its_own_mailbox()
    {
        await using var server = await ScriptedServer.StartAsync(async (request, response) =>
        {
            if (request.Body.Contains("<m:Subscribe>", StringComparison.Ordinal))
            {
                if (request.Header("Cookie") is null)
                {
                    response.Headers.SetCookie = "X-BackEndOverrideCookie=EX01~1941996624; path=/; HttpOnly";
                }

                await response.Xml(Subscribed("SUB-" + Impersonated(request)));
            }
            else if (request.Body.Contains("<m:GetStreamingEvents>", StringComparison.Ordinal))
            {
                await SayAsync(response, Live(""));
                await request.Aborted.WhenCancelled();
            }
            else
            {
                await response.Xml(Envelope("""<m:UnsubscribeResponse><m:ResponseMessages><m:UnsubscribeResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode></m:UnsubscribeResponseMessage></m:ResponseMessages></m:UnsubscribeResponse>"""));
            }
        });
        await using (var source = Source(Connection(server.Port), Quick))
        {
            source.Watch(_observer)!.Follow([Address(1), Address(2)]);
            await _observer.HearAsync(Told("follows", 2));
        }

        var requests = server.Requests.ToList();
        requests.ShouldAllBe(r => r.Header("X-AnchorMailbox") == Address(1) && r.Header("X-PreferServerAffinity") == "true");
        requests.Select(r => r.Header("Cookie")).ShouldBe([null, .. Enumerable.Repeat("X-BackEndOverrideCookie=EX01~1941996624", 4)]);
        requests.Take(3).Select(Impersonated).ShouldBe([Address(1), Address(2), Address(1)]);
        requests.Skip(3).Select(Impersonated).Order().ShouldBe([Address(1), Address(2)]);
        requests[2].Header("Accept-Encoding").ShouldBeNull();
    }

    [Fact]
    public async Task Bytes_that_dribble_in_do_not_hide_that_a_stream_is_dead()
    {
        var openings = 0;
        await using var server = await StreamingServerAsync(async (request, response) =>
        {
            if (Interlocked.Increment(ref openings) > 1)
            {
                await SayAsync(response, Live(""));
                await request.Aborted.WhenCancelled();
                return;
            }

            await SayAsync(response, Live(""));
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            while (!request.Aborted.IsCancellationRequested && await tick.WaitForNextTickAsync(Cancellation))
            {
                await SayAsync(response, " ");
            }
        });
        await using var source = Source(Connection(server.Port), Quick with { Silence = TimeSpan.FromSeconds(1) });
        await using var watch = source.Watch(_observer)!;

        watch.Follow([Address(1)]);
        await _observer.HearAsync($"follows {Address(1)}");

        await _observer.HearAsync($"follows {Address(1)}");
        watch.Figures.BrokenStreams.ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task Envelopes_split_in_a_character_with_declarations_between_and_a_broken_one_are_all_heard()
    {
        var notification = Encoding.UTF8.GetBytes(Live($"<m:Notifications><m:Notification><t:SubscriptionId>SUB-{Address(1)}</t:SubscriptionId><t:ModifiedEvent><!-- ö --></t:ModifiedEvent></m:Notification></m:Notifications>"));
        var at = Array.IndexOf(notification, (byte)0xC3) + 1;
        var allSaid = new TaskCompletionSource();
        await using var server = await StreamingServerAsync(async (request, response) =>
        {
            await SayAsync(response, Live("") + "<s:Envelope><broken></s:Envelope>" + Live(""));
            await response.Body.WriteAsync(notification.AsMemory(0, at));
            await response.Body.FlushAsync();
            await response.Body.WriteAsync(notification.AsMemory(at));
            await response.Body.FlushAsync();
            allSaid.TrySetResult();
            await request.Aborted.WhenCancelled();
        });
        await using var source = Source(Connection(server.Port), Quick);
        await using var watch = source.Watch(_observer)!;

        watch.Follow([Address(1)]);

        await _observer.HearAsync($"follows {Address(1)}");
        await _observer.HearAsync($"changed {Address(1)}");
        await allSaid.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await _observer.HearAsync($"changed {Address(1)}");
    }

    [Fact]
    public async Task The_end_of_the_watch_closes_every_connection()
    {
        var gone = new TaskCompletionSource();
        await using var server = await StreamingServerAsync(async (request, response) =>
        {
            await SayAsync(response, Live(""));
            await request.Aborted.WhenCancelled();
            gone.TrySetResult();
        });
        await using var source = Source(Connection(server.Port), Quick);
        var watch = source.Watch(_observer)!;
        watch.Follow([Address(1)]);
        await _observer.HearAsync($"follows {Address(1)}");

        await watch.DisposeAsync();

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    private static async Task<ScriptedServer> StreamingServerAsync(Func<ScriptedRequest, HttpResponse, Task> stream) => await ScriptedServer.StartAsync(async (request, response) =>
    {
        if (request.Body.Contains("<m:GetStreamingEvents>", StringComparison.Ordinal))
        {
            await stream(request, response);
        }
        else
        {
            await response.Xml(Subscribed("SUB-" + Impersonated(request)));
        }
    });

    private static async Task SayAsync(HttpResponse response, string text)
    {
        response.ContentType = "text/xml; charset=utf-8";
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text));
        await response.Body.FlushAsync();
    }

    private static string Live(string content) => Envelope(
        $"""<m:GetStreamingEventsResponse><m:ResponseMessages><m:GetStreamingEventsResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>{content}<m:ConnectionStatus>OK</m:ConnectionStatus></m:GetStreamingEventsResponseMessage></m:ResponseMessages></m:GetStreamingEventsResponse>""");

    private static string Subscribed(string id) => Envelope(
        $"""<m:SubscribeResponse><m:ResponseMessages><m:SubscribeResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:SubscriptionId>{id}</m:SubscriptionId></m:SubscribeResponseMessage></m:ResponseMessages></m:SubscribeResponse>""");

    private static string Impersonated(ScriptedRequest request) => request.Body.Split("<t:PrimarySmtpAddress>")[1].Split('<')[0];

    private static async Task<ExchangeSimulator> StartAsync(int mailboxes, NotificationOptions? notifications = null)
    {
        var exchange = new ExchangeSimulator(new SimulatorOptions { Notifications = notifications ?? new NotificationOptions() });
        await exchange.StartAsync(Cancellation);
        foreach (var address in Addresses(mailboxes))
        {
            exchange.Mailboxes.Add(address, zone: "Europe/Berlin");
        }

        return exchange;
    }

    private static ExchangeConnection ConnectionTo(ExchangeSimulator exchange) => Connection(exchange.Address.Port) with
    {
        UserName = exchange.ServiceAccount.UserName,
        Password = exchange.ServiceAccount.Password,
    };

    private static ExchangeCalendarSource From(ExchangeSimulator exchange, WatchSettings settings) => Source(ConnectionTo(exchange), settings);

    private static ExchangeCalendarSource Source(ExchangeConnection connection, WatchSettings settings) =>
        new ExchangeCalendarSourceFactory(TimeProvider.System, watch: settings).CreateSource(connection, new RecordingClock());

    private static SimulatedAppointment Appointment() => new() { Subject = "Meeting", Start = At("2026-11-23T09:00:00Z"), End = At("2026-11-23T10:00:00Z") };

    private static string Address(int number) => Mailboxes(number)[^1].Account;

    private static List<string> Addresses(int count) => [.. Mailboxes(count).Select(m => m.Account)];

    private static string[] Told(string what, int count) => [.. Addresses(count).Select(a => $"{what} {a}")];
}

internal static class Cancellations
{
    /// <summary>Ends when it is cancelled.</summary>
    public static Task WhenCancelled(this CancellationToken cancellation)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellation.Register(() => cancelled.TrySetResult());
        return cancelled.Task;
    }
}
