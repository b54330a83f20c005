using System.Text.RegularExpressions;
using CaPresenceActors.Exchange.Simulator.Calendars;

namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>The schema version that a request asks for.</summary>
internal readonly partial record struct SchemaVersion(int Rank)
{
    private static readonly string[] Named =
    [
        "Exchange2007", "Exchange2007_SP1", "Exchange2009", "Exchange2010", "Exchange2010_SP1", "Exchange2010_SP2",
        "Exchange2012", "Exchange2013", "Exchange2013_SP1", "Exchange2015", "Exchange2016",
    ];

    /// <summary>Whether this version knows what came with Exchange 2013: zone ids as text, working elsewhere, the right to see private items.</summary>
    public bool Is2013 => Rank >= 7;

    public static SchemaVersion? Parse(string name)
    {
        var rank = Array.IndexOf(Named, name);
        if (rank >= 0)
        {
            return new SchemaVersion(rank);
        }

        return Dated().IsMatch(name) ? new SchemaVersion(Named.Length) : null;
    }

    // Versions after 2016 are dates, such as V2017_07_11.
    [GeneratedRegex(@"^V20\d\d_\d\d_\d\d$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dated();
}

/// <summary>A request as it was sent: the operation's element, and what the SOAP header says.</summary>
internal sealed record EwsRequest(EwsElement Operation, SchemaVersion Version, EwsElement? Impersonation, TimeZoneInfo? Zone, bool Milliseconds)
{
    /// <summary>Reads the envelope. The operation itself is checked by the grammar.</summary>
    /// <exception cref="EwsSchemaException">The envelope is not one of SOAP 1.1.</exception>
    /// <exception cref="EwsErrorException">The header asks for something that the server does not have.</exception>
    public static EwsRequest Read(EwsElement envelope, ExchangeServerVersion server)
    {
        Expect(envelope, "Envelope");
        EwsElement? header = null;
        EwsElement? body = null;
        foreach (var child in envelope.Children)
        {
            if (child.Namespace == EwsNamespaces.Soap && child.Name == "Header" && header is null && body is null)
            {
                header = child;
            }
            else if (child.Namespace == EwsNamespaces.Soap && child.Name == "Body" && body is null)
            {
                body = child;
            }
            else
            {
                throw new EwsSchemaException(child, $"The element 'Envelope' in namespace '{EwsNamespaces.Soap}' has invalid child element '{child.Name}' in namespace '{child.Namespace}'.");
            }
        }

        if (body is not { Children: [var operation, ..] })
        {
            throw new EwsSchemaException(body ?? envelope, $"The element 'Body' in namespace '{EwsNamespaces.Soap}' has incomplete content.");
        }

        if (body.Children.Count > 1)
        {
            throw new EwsSchemaException(body.Children[1], $"The element 'Body' in namespace '{EwsNamespaces.Soap}' has more than one operation.");
        }

        if (operation.Namespace != EwsNamespaces.Messages)
        {
            throw new EwsSchemaException(operation, $"The element 'Body' in namespace '{EwsNamespaces.Soap}' has invalid child element '{operation.Name}' in namespace '{operation.Namespace}'.");
        }

        return new EwsRequest(operation, ReadVersion(header, server), header?.Child("ExchangeImpersonation"), ReadZone(header), header?.ChildText("DateTimePrecision") == "Milliseconds");
    }

    private static void Expect(EwsElement element, string name)
    {
        if (element.Name != name || element.Namespace != EwsNamespaces.Soap)
        {
            throw new EwsSchemaException(element, $"The element '{element.Name}' in namespace '{element.Namespace}' was found, but '{name}' in namespace '{EwsNamespaces.Soap}' is needed.");
        }
    }

    // Without the header Exchange answers as its first version did.
    private static SchemaVersion ReadVersion(EwsElement? header, ExchangeServerVersion server)
    {
        if (header?.Child("RequestServerVersion") is not { } element)
        {
            return SchemaVersion.Parse("Exchange2007")!.Value;
        }

        return SchemaVersion.Parse(element.Attribute("Version") ?? "") is { } version && version.Rank <= SchemaVersion.Parse(server.NewestSchema)!.Value.Rank
            ? version
            : throw new EwsErrorException("ErrorInvalidServerVersion", "The specified server version is invalid.");
    }

    private static TimeZoneInfo? ReadZone(EwsElement? header) =>
        header?.Child("TimeZoneContext")?.Child("TimeZoneDefinition")?.Attribute("Id") is { } id
            ? TimeZones.Find(id) ?? throw new EwsErrorException("ErrorCalendarInvalidTimeZone", "The specified time zone isn't valid.")
            : null;
}
