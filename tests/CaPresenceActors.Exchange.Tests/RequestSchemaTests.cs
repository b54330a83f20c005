using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using CaPresenceActors.Exchange.Calendars;
using CaPresenceActors.Exchange.Http;
using CaPresenceActors.Exchange.Operations;
using CaPresenceActors.Exchange.Tests.Support;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

/// <summary>Every request is valid by Exchange's own schemas.</summary>
public sealed class RequestSchemaTests
{
    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";

    [Fact]
    public void FindItem_as_the_owner_is_valid() => Validate(new FindItem([Anna], Week, Week, impersonate: true, new ExchangeZones()), bodyElement: "FindItem");

    [Fact]
    public void FindItem_as_a_delegate_is_valid() => Validate(new FindItem(Mailboxes(10), Week, Week, impersonate: false, new ExchangeZones()), bodyElement: "FindItem");

    [Fact]
    public void GetUserAvailability_is_valid() => Validate(new GetUserAvailability(Mailboxes(100), Week, Week), bodyElement: "GetUserAvailabilityRequest");

    [Fact]
    public void GetFolder_as_the_owner_is_valid() => Validate(new GetFolder(Anna, impersonate: true), bodyElement: "GetFolder");

    [Fact]
    public void GetFolder_as_a_delegate_is_valid() => Validate(new GetFolder(Anna, impersonate: false), bodyElement: "GetFolder");

    [Fact]
    public void ResolveNames_is_valid() => Validate(new ResolveNames("anna@example.test"), bodyElement: "ResolveNames");

    [Fact]
    public void Subscribe_is_valid() => Validate(new Subscribe(Anna.Account, new Affinity("ben@example.test")), bodyElement: "Subscribe");

    [Fact]
    public void GetStreamingEvents_is_valid() =>
        Validate(new GetStreamingEvents([.. Enumerable.Range(1, 200).Select(i => $"subscription {i}")], 29, new Affinity("ben@example.test")), bodyElement: "GetStreamingEvents");

    [Fact]
    public void Unsubscribe_is_valid() => Validate(new Unsubscribe(Anna.Account, "subscription", new Affinity("ben@example.test")), bodyElement: "Unsubscribe");

    [Fact]
    public void What_people_type_cannot_break_out_of_its_element()
    {
        var request = XDocument.Parse(Encoding.UTF8.GetString(RequestEnvelope.Write(new ResolveNames("</m:UnresolvedEntry><m:Evil a='\"'>&"))));

        request.Descendants().Last().Value.ShouldBe("</m:UnresolvedEntry><m:Evil a='\"'>&");
    }

    [Fact]
    public void A_request_with_an_element_out_of_order_is_caught()
    {
        var request = Encoding.UTF8.GetString(RequestEnvelope.Write(new ResolveNames("anna"))).Replace("m:UnresolvedEntry", "m:Unresolved", StringComparison.Ordinal);

        Problems(Encoding.UTF8.GetBytes(request)).ShouldNotBeEmpty();
    }

    private static void Validate<TAnswer>(EwsOperation<TAnswer> operation, string bodyElement)
    {
        var request = RequestEnvelope.Write(operation);

        Problems(request).ShouldBeEmpty();
        XDocument.Load(new MemoryStream(request)).Root!.Element(Soap + "Body")!.Elements().ShouldHaveSingleItem().Name.LocalName.ShouldBe(bodyElement);
    }

    // SOAP's own schema is not at hand: what stands in header and body is checked piece by piece.
    private static List<string> Problems(byte[] request)
    {
        var schemas = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        schemas.Add(targetNamespace: null, SharedFiles.Schema("messages.xsd"));
        schemas.Compile();

        var problems = new List<string>();
        var envelope = XDocument.Load(new MemoryStream(request)).Root!;
        envelope.Name.ShouldBe(Soap + "Envelope");
        foreach (var part in envelope.Elements().Elements())
        {
            new XDocument(part).Validate(schemas, (_, problem) => problems.Add(problem.Message));
        }

        return problems;
    }
}
