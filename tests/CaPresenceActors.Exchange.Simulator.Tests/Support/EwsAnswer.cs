using System.Net;
using System.Xml.Linq;
using System.Xml.Schema;

namespace CaPresenceActors.Exchange.Simulator.Tests.Support;

/// <summary>What came back for a request. Every envelope that is no fault is held against the schema as soon as it comes.</summary>
internal sealed class EwsAnswer(HttpResponseMessage http, string text)
{
    public static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    public static readonly XNamespace M = "http://schemas.microsoft.com/exchange/services/2006/messages";
    public static readonly XNamespace T = "http://schemas.microsoft.com/exchange/services/2006/types";
    public static readonly XNamespace E = "http://schemas.microsoft.com/exchange/services/2006/errors";

    private readonly Lazy<XDocument> _document = new(() => XDocument.Parse(text));

    public HttpResponseMessage Http { get; } = http;

    public string Text { get; } = text;

    public HttpStatusCode Status => Http.StatusCode;

    public XElement Body => _document.Value.Root!.Element(Soap + "Body")!.Elements().Single();

    public XElement Fault => Body.Name == Soap + "Fault" ? Body : throw new InvalidOperationException($"No fault: {Text}");

    public string FaultCode => Fault.Descendants(E + "ResponseCode").Single().Value;

    public IReadOnlyList<XElement> Messages => [.. Body.Element(M + "ResponseMessages")!.Elements()];

    public IReadOnlyList<string> Codes => [.. Body.Descendants(M + "ResponseCode").Select(c => c.Value)];

    public string Code => Codes.Single();

    public IReadOnlyList<XElement> Items => [.. Body.Descendants(T + "CalendarItem")];

    public XElement Item => Items.Single();

    public IReadOnlyList<string> All(string field) => [.. Body.Descendants(T + field).Select(e => e.Value)];

    /// <summary>Holds the answer against Exchange's schema, where that is there.</summary>
    public EwsAnswer Validated()
    {
        Validate(Body, Text);
        return this;
    }

    internal static void Validate(XElement body, string text)
    {
        if (SharedFiles.Schemas is { } schemas && body.Name.Namespace == M)
        {
            var violations = new List<string>();
            Detached(body).Validate(schemas, (_, e) => violations.Add(e.Message));
            violations.ShouldBeEmpty(text);
        }
    }

    // Prefixes that stand on the envelope are needed where a value has one.
    private static XDocument Detached(XElement body)
    {
        var copy = new XElement(body);
        copy.SetAttributeValue(XNamespace.Xmlns + "m", M.NamespaceName);
        copy.SetAttributeValue(XNamespace.Xmlns + "t", T.NamespaceName);
        return new XDocument(copy);
    }
}
