using System.Security.Cryptography;
using System.Text;
using CaPresenceActors.Actors.Webhooks;

namespace CaPresenceActors.Actors.Tests.Webhooks;

public sealed class WebhookDeliveryTests : IDisposable
{
    private readonly WebhookBench _bench = new();

    private PlayedReceivers Receivers => _bench.Receivers;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_change_is_posted_in_the_form_of_the_change_stream()
    {
        var id = _bench.Add("Phones");
        var position = _bench.Shows("1203");

        var post = Receivers.Only();
        post.Body.GetProperty("webhook").GetString().ShouldBe(id);
        post.Id.ShouldBe($"{id}.1.{position}-{position}");
        post.Post.DeliveryId.ShouldBe(post.Id);
        post.Body.GetProperty("changes")[0].GetRawText().ShouldBe(
            $$"""{"position":{{position}},"extension":"1203","sequence":1,"at":"2026-11-02T08:00:00Z","recordedAt":"2026-11-02T08:00:00Z","from":"Available","to":"Lunch","cause":"manualSet"}""");
        _bench.View(id).State.ShouldBe(WebhookState.Delivering);

        _bench.Answer(post, 204);
        (_bench.View(id).State, _bench.View(id).Position, _bench.View(id).Behind, _bench.View(id).LastDeliveredAt).ShouldBe((WebhookState.Idle, position, 0, WebhookBench.Eight));
        Receivers.Waiting.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_hidden_from_everybody_does_not_leak_to_a_receiver()
    {
        _bench.Sharing = change => change with { Until = null, Next = null, From = "hidden" };
        _bench.Add("Phones");
        _bench.Shows("1203");
        Receivers.Only().Body.GetProperty("changes")[0].GetProperty("from").GetString().ShouldBe("hidden");
    }

    [Fact]
    public void A_delivery_is_signed_over_time_and_body()
    {
        _bench.Add("Phones");
        _bench.Shows("1203");
        var post = Receivers.Only().Post;

        var time = WebhookBench.Eight.ToUnixTimeSeconds();
        var expected = HMACSHA256.HashData("secret"u8.ToArray(), (byte[])[.. Encoding.ASCII.GetBytes($"{time}."), .. post.Body.Span]);
        post.Signature.ShouldBe($"t={time},v1={Convert.ToHexStringLower(expected)}");
    }

    [Fact]
    public void What_changes_during_a_delivery_goes_out_together_afterwards_and_in_order()
    {
        _bench.Add("Phones");
        var first = _bench.Shows("1203");
        var later = new[] { _bench.Shows("1204"), _bench.Shows("1203", "Vacation"), _bench.Shows("1205") };
        Receivers.Only().Positions.ShouldBe([first]);

        _bench.Answer(Receivers.Only(), 200);
        Receivers.Only().Positions.ShouldBe(later);
        _bench.Answer(Receivers.Only(), 200);
        Receivers.Waiting.ShouldBeEmpty();
    }

    [Fact]
    public void A_delivery_is_bounded_in_count()
    {
        var id = _bench.Add("Phones");
        _bench.Change(id, spec => spec with { Enabled = false });
        for (var i = 0; i < WebhookBatch.MostChanges + 5; i++)
        {
            _bench.Shows("1203", i % 2 == 0 ? "Lunch" : "Vacation");
        }

        _bench.Change(id, spec => spec with { Enabled = true });
        Receivers.Only().Positions.Length.ShouldBe(WebhookBatch.MostChanges);
        _bench.Answer(Receivers.Only(), 200);
        Receivers.Only().Positions.Length.ShouldBe(5);
    }

    [Fact]
    public void A_delivery_is_bounded_in_bytes()
    {
        var id = _bench.Add("Phones");
        _bench.Change(id, spec => spec with { Enabled = false });
        for (var i = 0; i < 100; i++)
        {
            _bench.Shows("1203", new string('x', 8_000) + i);
        }

        _bench.Change(id, spec => spec with { Enabled = true });
        Receivers.Only().Post.Body.Length.ShouldBeInRange(WebhookBatch.Bytes, WebhookBatch.Bytes + 20_000);
        var seen = 0;
        while (Receivers.Waiting is [var post])
        {
            seen += post.Positions.Length;
            _bench.Answer(post, 200);
        }

        seen.ShouldBe(100);
    }

    [Fact]
    public void Only_the_extensions_that_are_wanted_are_delivered_and_the_others_are_passed_over()
    {
        var id = _bench.Add("Phones", extensions: ["1205", "1203"]);
        _bench.Shows("1204");
        Receivers.Posts.ShouldBeEmpty();
        _bench.View(id).Behind.ShouldBe(0);

        var wanted = _bench.Shows("1203");
        Receivers.Only().Positions.ShouldBe([wanted]);
    }

    [Fact]
    public void What_nobody_sees_is_delivered_to_nobody()
    {
        var id = _bench.Add("Phones");
        _bench.Quiet("1203");
        Receivers.Posts.ShouldBeEmpty();
        _bench.View(id).Behind.ShouldBe(0);
    }

    [Fact]
    public void A_webhook_begins_with_what_changes_after_it_was_made()
    {
        _bench.Shows("1203");
        _bench.Add("Phones");
        Receivers.Posts.ShouldBeEmpty();
        var next = _bench.Shows("1204");
        Receivers.Only().Positions.ShouldBe([next]);
    }

    [Fact]
    public void A_failure_is_retried_after_a_second_that_doubles_to_five_minutes_and_the_batch_stays_the_same()
    {
        var id = _bench.Add("Phones");
        var position = _bench.Shows("1203");
        var deliveryId = Receivers.Only().Id;
        var waits = new List<double>();
        for (var i = 0; i < 11; i++)
        {
            _bench.Answer(Receivers.Only(), 500);
            _bench.Shows("1204");
            var view = _bench.View(id);
            (view.State, view.LastError).ShouldBe((WebhookState.Retrying, "It answered 500."));
            var wait = view.NextTryAt!.Value - _bench.Time.GetUtcNow();
            waits.Add(wait.TotalSeconds);
            _bench.Advance(wait - TimeSpan.FromTicks(1));
            Receivers.Waiting.ShouldBeEmpty();
            _bench.Advance(TimeSpan.FromTicks(1));
            Receivers.Only().Id.ShouldBe(deliveryId);
            Receivers.Only().Positions.ShouldBe([position], "a repeat is the same batch, whatever came meanwhile");
        }

        waits.ShouldBe([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        _bench.Answer(Receivers.Only(), 200);
        Receivers.Only().Positions.Length.ShouldBe(11);
        _bench.View(id).LastError.ShouldBeNull();
    }

    [Fact]
    public void A_part_of_each_wait_is_left_to_chance()
    {
        var answer = new WebhookAnswer(500, "It answered 500.");
        new WebhookBackOff(() => 0.5).After(1, answer).ShouldBe(TimeSpan.FromSeconds(0.9));
        new WebhookBackOff(() => 0.999_999).After(100, answer).ShouldBeInRange(TimeSpan.FromSeconds(240), TimeSpan.FromSeconds(241));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public void A_receiver_that_asks_for_a_pause_gets_it(int status)
    {
        _bench.Add("Phones");
        _bench.Shows("1203");
        _bench.Answer(Receivers.Only(), status, TimeSpan.FromSeconds(90));
        _bench.Advance(TimeSpan.FromSeconds(89));
        Receivers.Waiting.ShouldBeEmpty();
        _bench.Advance(TimeSpan.FromSeconds(1));
        Receivers.Waiting.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_pause_that_would_be_forever_ends_after_a_day()
    {
        var id = _bench.Add("Phones");
        _bench.Shows("1203");
        _bench.Answer(Receivers.Only(), 503, TimeSpan.FromDays(400));
        _bench.View(id).NextTryAt.ShouldBe(WebhookBench.Eight.AddDays(1));
    }

    [Fact]
    public void A_receiver_that_is_gone_for_good_is_not_asked_again_until_somebody_switches_it_on()
    {
        var id = _bench.Add("Phones");
        var position = _bench.Shows("1203");
        _bench.Answer(Receivers.Only(), 410);
        var view = _bench.View(id);
        (view.State, view.Spec.Enabled, view.LastError).ShouldBe((WebhookState.Disabled, false, "It answered 410."));
        _bench.Shows("1204");
        _bench.Advance(TimeSpan.FromDays(1));
        Receivers.Posts.Count.ShouldBe(1);

        _bench.Change(id, spec => spec with { Enabled = true });
        Receivers.Only().Positions.ShouldBe([position]);
    }

    [Fact]
    public void A_receiver_that_does_not_answer_costs_the_others_nothing()
    {
        var dead = _bench.Add("Dead", "https://dead.example.com/");
        var slow = _bench.Add("Slow", "https://slow.example.com/");
        _bench.Add("Quick");
        var first = _bench.Shows("1203");
        var posts = Receivers.Waiting;
        posts.Count.ShouldBe(3);
        _bench.Answer(posts.Single(post => post.Post.Url.Host == "dead.example.com"), 500);
        _bench.Answer(posts.Single(post => post.Post.Url.Host == "phones.example.com"), 200);

        for (var i = 0; i < 20; i++)
        {
            var position = _bench.Shows("1204", $"Presence {i}");
            var quick = Receivers.Waiting.Single(post => post.Post.Url.Host == "phones.example.com");
            quick.Positions.ShouldBe([position]);
            _bench.Answer(quick, 200);
        }

        (_bench.View(dead).State, _bench.View(slow).State).ShouldBe((WebhookState.Retrying, WebhookState.Delivering));
        Receivers.Posts.Count(post => post.Post.Url.Host != "phones.example.com").ShouldBe(2, "each has its one delivery, and nothing queues up behind it");
        _bench.View(slow).Position.ShouldBe(first - 1);
    }

    [Fact]
    public void A_crash_in_the_middle_of_a_delivery_repeats_the_same_batch_under_the_same_id_and_loses_nothing()
    {
        _bench.Add("Phones");
        var first = _bench.Shows("1203");
        var id = Receivers.Only().Id;
        var second = _bench.Shows("1204");

        _bench.Crash();
        Receivers.Only().Id.ShouldBe(id);
        Receivers.Only().Positions.ShouldBe([first]);
        _bench.Answer(Receivers.Only(), 200);
        Receivers.Only().Positions.ShouldBe([second]);
    }

    [Fact]
    public void After_a_stop_in_order_nothing_comes_twice()
    {
        _bench.Add("Phones");
        _bench.Shows("1203");
        _bench.Answer(Receivers.Only(), 200);
        _bench.Restart();
        Receivers.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public void How_far_a_webhook_is_stands_on_the_disk_a_second_later()
    {
        _bench.Add("Phones");
        _bench.Shows("1203");
        _bench.Answer(Receivers.Only(), 200);
        _bench.Advance(TimeSpan.FromSeconds(1));
        _bench.Crash();
        Receivers.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public void Nothing_goes_out_before_it_is_written_down_what()
    {
        _bench.Add("Phones");
        _bench.HoldAfterNextCommit();
        var position = _bench.Shows("1203");
        Receivers.Posts.ShouldBeEmpty();
        _bench.Release();
        Receivers.Only().Positions.ShouldBe([position]);
    }

    [Fact]
    public void A_replay_delivers_again_under_other_ids()
    {
        var id = _bench.Add("Phones");
        var first = _bench.Shows("1203");
        var firstId = Receivers.Only().Id;
        _bench.Answer(Receivers.Only(), 200);
        var second = _bench.Shows("1204");
        _bench.Answer(Receivers.Only(), 200);

        _bench.Ask(new WebhookMessage.Replay(id, first - 1, "admin")).ShouldBeOfType<WebhookReply.StandsAt>();
        Receivers.Only().Positions.ShouldBe([first, second]);
        Receivers.Only().Id.ShouldNotBe(firstId);
    }

    [Fact]
    public void A_replay_breaks_off_what_is_under_way_and_waits_for_its_end()
    {
        var id = _bench.Add("Phones");
        var first = _bench.Shows("1203");
        var broken = Receivers.Only();
        _bench.Ask(new WebhookMessage.Replay(id, first - 1, "admin"));
        broken.IsOver.ShouldBeTrue();
        Receivers.Only().Positions.ShouldBe([first]);
        _bench.Deliveries(id).ShouldHaveSingleItem().Error.ShouldStartWith("It was broken off");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000)]
    public void A_replay_needs_a_position_of_the_journal(long after)
    {
        var id = _bench.Add("Phones");
        _bench.Ask(new WebhookMessage.Replay(id, after, "admin")).ShouldBeOfType<WebhookReply.Refused>().Reason
            .ShouldBe($"The position to go on after is {after}; one from 0 to 1, the newest of the journal, is needed. Nothing was changed.");
    }

    [Fact]
    public void Who_was_away_until_its_changes_were_pruned_is_told_so_and_goes_on_with_the_oldest()
    {
        var id = _bench.Add("Phones");
        _bench.Change(id, spec => spec with { Enabled = false });
        var at = _bench.View(id).Position;
        _bench.Shows("1203");
        _bench.Shows("1204");
        var kept = _bench.Shows("1205");
        _bench.Prune((int)kept - 1);

        _bench.Change(id, spec => spec with { Enabled = true });
        var reset = Receivers.Only();
        reset.Body.GetProperty("reset").GetRawText().ShouldBe($$"""{"after":{{at}},"goesOnAfter":{{kept - 1}}}""");
        reset.Positions.ShouldBeEmpty();

        _bench.Answer(reset, 500);
        _bench.Advance(TimeSpan.FromSeconds(1));
        Receivers.Only().Id.ShouldBe(reset.Id);
        _bench.Crash();
        Receivers.Only().Id.ShouldBe(reset.Id);
        _bench.Answer(Receivers.Only(), 200);
        Receivers.Only().Positions.ShouldBe([kept]);
        _bench.Deliveries(id).Select(delivery => delivery.Kind).ShouldBe([WebhookDeliveryKind.Reset]);
    }

    [Fact]
    public void A_batch_that_waits_while_it_is_pruned_becomes_the_news_that_it_is_missing()
    {
        _bench.Add("Phones");
        _bench.Shows("1203");
        _bench.Answer(Receivers.Only(), 500);
        var kept = _bench.Shows("1204");
        _bench.Prune((int)kept - 1);
        _bench.Advance(TimeSpan.FromSeconds(1));
        Receivers.Only().Body.TryGetProperty("reset", out _).ShouldBeTrue();
        _bench.Answer(Receivers.Only(), 200);
        Receivers.Only().Positions.ShouldBe([kept]);
    }

    [Fact]
    public void A_test_goes_out_signed_and_without_changes_also_when_the_webhook_is_disabled()
    {
        var id = _bench.Add("Phones");
        _bench.Change(id, spec => spec with { Enabled = false });
        var answer = _bench.Begin(new WebhookMessage.Test(id));
        var post = Receivers.Only();
        post.Body.GetProperty("test").GetBoolean().ShouldBeTrue();
        post.Positions.ShouldBeEmpty();
        post.Post.Signature.ShouldStartWith("t=");
        _bench.Complete(_bench.Begin(new WebhookMessage.Test(id))).ShouldBeOfType<WebhookReply.Busy>();

        _bench.Answer(post, 404);
        _bench.Complete(answer).ShouldBeOfType<WebhookReply.Tested>().Delivery.Status.ShouldBe(404);
        _bench.View(id).LastError.ShouldBeNull("a test says nothing of the deliveries");
    }

    [Fact]
    public void A_test_waits_until_the_delivery_before_it_has_ended()
    {
        var id = _bench.Add("Phones");
        var position = _bench.Shows("1203");
        var answer = _bench.Begin(new WebhookMessage.Test(id));
        Receivers.Only().Positions.ShouldBe([position]);
        _bench.Answer(Receivers.Only(), 200);
        Receivers.Only().Body.GetProperty("test").GetBoolean().ShouldBeTrue();
        var next = _bench.Shows("1204");
        Receivers.Waiting.Count.ShouldBe(1);
        _bench.Answer(Receivers.Only(), 200);
        _bench.Complete(answer).ShouldBeOfType<WebhookReply.Tested>();
        Receivers.Only().Positions.ShouldBe([next]);
    }

    [Fact]
    public void The_last_fifty_deliveries_are_kept_newest_first()
    {
        var id = _bench.Add("Phones");
        for (var i = 0; i < 60; i++)
        {
            _bench.Shows("1203", $"Presence {i}");
            _bench.Answer(Receivers.Only(), 200);
        }

        var deliveries = _bench.Deliveries(id);
        deliveries.Length.ShouldBe(50);
        deliveries[0].LastPosition.ShouldBe(_bench.Head);
        deliveries[49].LastPosition.ShouldBe(_bench.Head - 49);
    }

    [Fact]
    public void A_lost_secret_says_what_to_do_and_nothing_goes_out_unsigned()
    {
        var id = _bench.Add("Phones");
        _bench.Ask(new WebhookMessage.RenewSecret(id, "lost", "admin"));
        _bench.Shows("1203");
        Receivers.Posts.ShouldBeEmpty();
        _bench.View(id).LastError.ShouldBe("The secret cannot be read any more, since the keys that protect it are gone or others. Give the webhook a new one.");
        _bench.Ask(new WebhookMessage.RenewSecret(id, "terces", "admin"));
        Receivers.Only();
    }

    [Fact]
    public void No_secret_and_no_path_of_an_address_reaches_a_log()
    {
        _bench.Add("Phones", "https://phones.example.com/hidden-token?key=hidden-too");
        _bench.Shows("1203");
        _bench.Answer(Receivers.Only(), 500);
        _bench.Advance(TimeSpan.FromSeconds(1));
        _bench.Answer(Receivers.Only(), 410);
        _bench.Logs.Lines.ShouldNotBeEmpty();
        _bench.Logs.Lines.ShouldAllBe(line => !line.Contains("hidden", StringComparison.Ordinal) && !line.Contains("secret", StringComparison.Ordinal));
    }
}
