using System.Text;
using CaPresenceActors.Exchange.Http;
using CaPresenceActors.Exchange.Operations;
using CaPresenceActors.Exchange.Tests.Support;
using static CaPresenceActors.Exchange.Tests.Support.Answers;

namespace CaPresenceActors.Exchange.Tests.Streaming;

public sealed class StreamMessageTests
{
    [Theory]
    [InlineData("streaming-event.xml")]
    [InlineData("streaming-event-schema.xml")]
    public void A_notification_is_read_in_the_form_of_the_schema_and_in_that_of_the_servers(string file)
    {
        var message = Read(SharedFiles.Message(file)).ShouldHaveSingleItem();

        message.Changed.ShouldBe(["SUB-A"]);
        message.Trouble.ShouldBeNull();
        message.Closed.ShouldBeFalse();
    }

    [Fact]
    public void The_first_word_of_a_stream_is_no_news()
    {
        var message = Read(SharedFiles.Message("streaming-open.xml")).ShouldHaveSingleItem();

        message.Changed.ShouldBeEmpty();
        message.Refused.ShouldBeEmpty();
        message.Trouble.ShouldBeNull();
        message.Closed.ShouldBeFalse();
    }

    [Fact]
    public void An_error_names_the_subscriptions_at_fault()
    {
        var message = Read(SharedFiles.Message("streaming-error.xml")).ShouldHaveSingleItem();

        message.Refused.ShouldBe(["SUB-B"]);
        message.Trouble!.Code.ShouldBe("ErrorInvalidSubscription");
        message.Closed.ShouldBeTrue();
    }

    [Fact]
    public void A_sign_of_life_is_no_change()
    {
        var message = Read(Message("<m:Notifications><m:Notification><t:SubscriptionId>A</t:SubscriptionId><t:MoreEvents>false</t:MoreEvents><t:StatusEvent/></m:Notification></m:Notifications>"));

        message.ShouldHaveSingleItem().Changed.ShouldBeEmpty();
    }

    [Fact]
    public void Every_kind_of_event_counts_also_one_that_is_not_known_yet()
    {
        var events = string.Concat(new[] { "CreatedEvent", "DeletedEvent", "ModifiedEvent", "MovedEvent", "CopiedEvent", "FancyEvent" }
            .Select(name => $"<m:Notification><t:SubscriptionId>{name}</t:SubscriptionId><t:{name}><t:TimeStamp>2026-03-02T07:59:59Z</t:TimeStamp></t:{name}></m:Notification>"));

        Read(Message($"<m:Notifications>{events}</m:Notifications>")).ShouldHaveSingleItem().Changed
            .ShouldBe(["CreatedEvent", "DeletedEvent", "ModifiedEvent", "MovedEvent", "CopiedEvent", "FancyEvent"]);
    }

    [Fact]
    public void A_subscription_is_read_from_the_answers_of_two_servers()
    {
        Subscribed(SharedFiles.Message("subscribe-response.xml")).ShouldBe("SUB-A");
        Subscribed(SharedFiles.Recorded("90-subscribe-streaming.resp.xml")).ShouldBe("AQAAAAUAAAA=");
    }

    [Fact]
    public void A_fault_on_a_stream_is_trouble()
    {
        var envelope = AnswerEnvelope<List<StreamMessage>>.Read(SharedFiles.Recorded("a37-getstreaming-bogus.resp.xml"), Operation);

        envelope.Answer.ShouldBeNull();
        envelope.Fault!.Reason.ShouldContain("invalid subscription ID");
    }

    private static GetStreamingEvents Operation { get; } = new(["A"], 29, new Affinity("anna@example.test"));

    private static byte[] Message(string content) => Encoding.UTF8.GetBytes(Envelope(
        $"""<m:GetStreamingEventsResponse><m:ResponseMessages><m:GetStreamingEventsResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>{content}</m:GetStreamingEventsResponseMessage></m:ResponseMessages></m:GetStreamingEventsResponse>"""));

    private static List<StreamMessage> Read(byte[] document) => AnswerEnvelope<List<StreamMessage>>.Read(document, Operation).Answer!;

    private static string? Subscribed(byte[] document) =>
        AnswerEnvelope<List<Subscribe.Message>>.Read(document, new Subscribe("anna@example.test", new Affinity("anna@example.test"))).Answer!.ShouldHaveSingleItem().SubscriptionId;
}
