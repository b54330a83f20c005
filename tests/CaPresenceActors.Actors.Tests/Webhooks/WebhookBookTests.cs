using System.Collections.Immutable;
using System.Text;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Webhooks;

namespace CaPresenceActors.Actors.Tests.Webhooks;

public sealed class WebhookBookTests : IDisposable
{
    private readonly WebhookBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_journal_tells_who_did_what_and_neither_the_secret_nor_the_path_of_an_address()
    {
        var id = _bench.Add("Phones", "https://phones.example.com:8443/hidden?key=hidden", "1203");
        _bench.Change(id, spec => spec with { Name = "Switchboard", Extensions = null });
        _bench.Ask(new WebhookMessage.RenewSecret(id, "retal", "eve"));
        _bench.Ask(new WebhookMessage.Replay(id, 1, "eve"));
        _bench.Ask(new WebhookMessage.Remove(id, "eve"));

        var entries = _bench.Store.Entries.Where(entry => entry.Manifest == "webhook.changed/1").ToList();
        var changes = entries.Select(entry => (WebhookChanged)new PresenceCodec(new SiteBook()).Decode(entry)).ToList();
        changes.Select(change => (change.By, change.Id, change.Action, change.From)).ShouldBe(
        [
            ("admin", id, WebhookAction.Added, null),
            ("admin", id, WebhookAction.Changed, null),
            ("eve", id, WebhookAction.SecretRenewed, null),
            ("eve", id, WebhookAction.Replayed, 1L),
            ("eve", id, WebhookAction.Removed, null),
        ]);
        (changes[0].Before, changes[^1].After).ShouldBe((null, null));
        (changes[1].Before!.Name, changes[1].After!.Name, changes[1].Before!.Target).ShouldBe(("Phones", "Switchboard", "https://phones.example.com:8443"));
        changes[1].Before!.Extensions!.Value.ShouldBe(["1203"]);
        changes[1].After!.Extensions.ShouldBeNull();
        entries.Select(entry => Encoding.UTF8.GetString(entry.Payload.Span)).ShouldAllBe(text => !text.Contains("hidden") && !text.Contains("terces") && !text.Contains("retal"));
    }

    [Fact]
    public void A_receiver_that_is_gone_for_good_stands_in_the_journal_as_the_one_who_switched_itself_off()
    {
        _bench.Add("Phones");
        _bench.Shows("1203");
        _bench.Answer(_bench.Receivers.Only(), 410);
        var change = (WebhookChanged)new PresenceCodec(new SiteBook()).Decode(_bench.Store.Entries[^1]);
        (change.By, change.Action, change.After!.Enabled).ShouldBe(("receiver", WebhookAction.Gone, false));
    }

    [Fact]
    public void What_has_not_changed_is_not_recorded()
    {
        var id = _bench.Add("Phones", extensions: ["1203", "1204"]);
        _bench.Change(id, spec => spec with { Extensions = ["1204", " 1203", "1203"] });
        _bench.Head.ShouldBe(1);
    }

    [Fact]
    public void Webhooks_outlive_a_crash()
    {
        var id = _bench.Add("Phones", "https://phones.example.com/in?key=1", "1203", "1204");
        _bench.Change(id, spec => spec with { Enabled = false });
        var before = _bench.View(id);
        _bench.Crash();
        var after = _bench.View(id);
        (after.Spec.Name, after.Spec.Url, after.Spec.Enabled, after.Position, after.State).ShouldBe((before.Spec.Name, before.Spec.Url, false, before.Position, WebhookState.Disabled));
        after.Spec.Extensions!.Value.ShouldBe(["1203", "1204"]);
    }

    [Fact]
    public void A_webhook_that_was_removed_hears_nothing_more_and_leaves_nothing_behind()
    {
        var id = _bench.Add("Phones");
        _bench.Shows("1203");
        _bench.Ask(new WebhookMessage.Remove(id, "admin")).ShouldBe(new WebhookReply.Done());
        _bench.Receivers.Waiting.ShouldBeEmpty();
        _bench.Store.DocumentsOf(PresenceIds.Webhooks).ShouldBeEmpty();
        _bench.Shows("1203", "Vacation");
        _bench.Receivers.Posts.Count.ShouldBe(1);
        _bench.Ask(new WebhookMessage.Remove(id, "admin")).ShouldBe(new WebhookReply.Unknown(id));
    }

    [Fact]
    public void A_new_name_lets_what_is_on_its_way_arrive()
    {
        var id = _bench.Add("Phones");
        _bench.Shows("1203");
        _bench.Change(id, spec => spec with { Name = "Switchboard" });
        _bench.Answer(_bench.Receivers.Only(), 200);
        (_bench.View(id).State, _bench.View(id).Behind).ShouldBe((WebhookState.Idle, 0));
        _bench.Receivers.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public void A_webhook_that_is_switched_off_lets_what_is_on_its_way_arrive_and_rests()
    {
        var id = _bench.Add("Phones");
        _bench.Shows("1203");
        _bench.Change(id, spec => spec with { Enabled = false });
        _bench.Answer(_bench.Receivers.Only(), 500);
        _bench.View(id).State.ShouldBe(WebhookState.Disabled);
        _bench.Advance(TimeSpan.FromHours(1));
        _bench.Receivers.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public void Another_address_gets_what_was_under_way_under_another_id()
    {
        var id = _bench.Add("Phones");
        var position = _bench.Shows("1203");
        var before = _bench.Receivers.Only();
        _bench.Change(id, spec => spec with { Url = "https://other.example.com/in" });
        before.IsOver.ShouldBeTrue();
        var after = _bench.Receivers.Only();
        (after.Post.Url.Host, after.Id == before.Id).ShouldBe(("other.example.com", false));
        after.Positions.ShouldBe([position]);
    }

    [Theory]
    [InlineData("", "https://a.example.com/", "The name of a webhook has 0 characters; 1 to 64 are needed, none of them a control character. Nothing was changed.")]
    [InlineData("A", "nowhere", "The url of a webhook must be an absolute https address of at most 2048 characters, such as https://phones.example.com/presence. Nothing was changed.")]
    [InlineData("A", "ftp://a.example.com/", "The url of a webhook must be an absolute https address of at most 2048 characters, such as https://phones.example.com/presence. Nothing was changed.")]
    [InlineData("A", "file:///etc/passwd", "The url of a webhook must be an absolute https address of at most 2048 characters, such as https://phones.example.com/presence. Nothing was changed.")]
    [InlineData("A", "https://user:word@a.example.com/", "The url of a webhook has a user name or a fragment; neither would be sent. Leave it out: the signature tells the receiver who sends. Nothing was changed.")]
    [InlineData("A", "http://a.example.com/", "The url of a webhook leads over plain HTTP to a.example.com, where anybody on the way could read who is absent. https is needed, unless capresence.webhooks.plain-http in the configuration allows it. Nothing was changed.")]
    [InlineData("A", "http://localhost.example.com/", "The url of a webhook leads over plain HTTP to localhost.example.com, where anybody on the way could read who is absent. https is needed, unless capresence.webhooks.plain-http in the configuration allows it. Nothing was changed.")]
    public void A_webhook_that_breaks_a_rule_is_refused(string name, string url, string reason)
    {
        Add(name, url).ShouldBe(new WebhookReply.Refused(reason));
        _bench.Head.ShouldBe(0);
    }

    [Theory]
    [InlineData("http://localhost:8080/in")]
    [InlineData("http://127.0.0.1/in")]
    [InlineData("http://[::1]:9000/")]
    [InlineData("https://192.0.2.7:8443/in?room=1")]
    public void Plain_http_goes_to_this_machine_and_https_anywhere(string url) => Add("A", url).ShouldBeOfType<WebhookReply.StandsAt>();

    [Fact]
    public void Plain_http_goes_elsewhere_when_the_configuration_says_so() =>
        new WebhookSpec { Name = "A", Url = "http://a.example.com/" }.Problem(plainHttp: true).ShouldBeNull();

    [Fact]
    public void A_name_is_given_once()
    {
        _bench.Add("Phones");
        Add("phones", "https://a.example.com/").ShouldBeOfType<WebhookReply.Refused>().Reason.ShouldStartWith("Another webhook is called phones already");
    }

    [Fact]
    public void A_filter_that_lets_nothing_through_or_is_endless_is_refused()
    {
        Add("A", "https://a.example.com/", []).ShouldBeOfType<WebhookReply.Refused>().Reason.ShouldStartWith("The list of extensions is empty");
        Add("A", "https://a.example.com/", [.. Enumerable.Range(0, 1_001).Select(number => number.ToString("0000", System.Globalization.CultureInfo.InvariantCulture))])
            .ShouldBeOfType<WebhookReply.Refused>().Reason.ShouldStartWith("The list of extensions has 1001 entries; at most 1000 are taken.");
    }

    [Fact]
    public void There_can_be_fifty_webhooks()
    {
        for (var i = 0; i < WebhookSpec.MaxWebhooks; i++)
        {
            _bench.Add($"Phones {i}");
        }

        Add("One more", "https://a.example.com/").ShouldBeOfType<WebhookReply.Refused>().Reason.ShouldStartWith("There are 50 webhooks already");
    }

    private WebhookReply Add(string name, string url, ImmutableArray<string>? extensions = null) =>
        _bench.Ask(new WebhookMessage.Add("some", new WebhookSpec { Name = name, Url = url, Extensions = extensions }, "terces", "admin"));
}
