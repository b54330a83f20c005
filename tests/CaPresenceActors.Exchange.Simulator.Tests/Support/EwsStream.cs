using System.Text;
using System.Xml.Linq;

namespace CaPresenceActors.Exchange.Simulator.Tests.Support;

/// <summary>An open GetStreamingEvents, read envelope by envelope. Every envelope is held against the schema, but for the namespace of Notification, which Exchange itself has from elsewhere.</summary>
internal sealed class EwsStream(HttpResponseMessage http, Stream body) : IDisposable
{
    private static readonly byte[] End = Encoding.ASCII.GetBytes("</s:Envelope>");

    private readonly List<byte> _read = [];

    public HttpResponseMessage Http { get; } = http;

    /// <summary>The next envelope as it stood on the wire, or null when the body has ended.</summary>
    public async Task<string?> NextTextAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        var buffer = new byte[4096];
        while (true)
        {
            var text = _read.ToArray();
            if (text.AsSpan().IndexOf(End) is var at and >= 0)
            {
                _read.RemoveRange(0, at + End.Length);
                return Encoding.UTF8.GetString(text, 0, at + End.Length);
            }

            var count = await body.ReadAsync(buffer, deadline.Token);
            if (count == 0)
            {
                Encoding.UTF8.GetString(text).Trim().ShouldBeEmpty("The body ended in the middle of an envelope.");
                return null;
            }

            _read.AddRange(buffer.AsSpan(0, count));
        }
    }

    public async Task<StreamEnvelope?> NextAsync() => await NextTextAsync() is { } text ? StreamEnvelope.Parse(text) : null;

    /// <summary>The types of the next events, of items and of the folder, over as many envelopes as it takes.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(int count)
    {
        var events = new List<string>();
        while (events.Count < count)
        {
            var envelope = await NextAsync() ?? throw new InvalidOperationException($"The stream ended after {events.Count} of {count} events.");
            envelope.Code.ShouldBe("NoError");
            events.AddRange(envelope.Events.Select(StreamEnvelope.Describe));
        }

        return events;
    }

    public void Dispose()
    {
        body.Dispose();
        Http.Dispose();
    }
}

/// <summary>One envelope of a stream.</summary>
internal sealed record StreamEnvelope(string Code, string? Status, IReadOnlyList<XElement> Notifications, IReadOnlyList<string> BadIds)
{
    public IReadOnlyList<XElement> Events => [.. Notifications.Elements().Where(e => e.Name.LocalName.EndsWith("Event", StringComparison.Ordinal))];

    public static StreamEnvelope Parse(string text)
    {
        var body = XDocument.Parse(text).Root!.Element(EwsAnswer.Soap + "Body")!.Elements().Single();
        Validate(text, body);
        var message = body.Descendants(EwsAnswer.M + "GetStreamingEventsResponseMessage").Single();
        return new StreamEnvelope(
            message.Element(EwsAnswer.M + "ResponseCode")!.Value,
            message.Element(EwsAnswer.M + "ConnectionStatus")?.Value,
            [.. message.Descendants(EwsAnswer.M + "Notification")],
            [.. message.Elements(EwsAnswer.M + "ErrorSubscriptionIds").Elements(EwsAnswer.T + "SubscriptionId").Select(e => e.Value)]);
    }

    public static string Describe(XElement happened) =>
        $"{happened.Name.LocalName} {(happened.Element(EwsAnswer.T + "ItemId") is null ? "folder" : "item")}";

    private static void Validate(string text, XElement body)
    {
        var asTheSchemaHasIt = new XElement(body);
        foreach (var notification in asTheSchemaHasIt.Descendants(EwsAnswer.M + "Notification").ToList())
        {
            notification.Name = EwsAnswer.T + "Notification";
        }

        EwsAnswer.Validate(asTheSchemaHasIt, text);
    }
}
