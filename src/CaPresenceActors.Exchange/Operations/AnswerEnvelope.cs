using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Xml;

namespace CaPresenceActors.Exchange.Operations;

/// <summary>What an answer's envelope held: the answer of the operation, or a fault, or neither.</summary>
/// <param name="Answer">What the operation made of its element.</param>
/// <param name="Fault">The server's SOAP fault.</param>
/// <param name="ServerVersion">What the server calls itself, <c>15.2.1748.10</c>.</param>
/// <param name="Found">The name of the root or the body's element, when it was none that was expected.</param>
internal readonly record struct AnswerEnvelope<TAnswer>(TAnswer? Answer, Trouble? Fault, string? ServerVersion, string? Found)
    where TAnswer : class
{
    /// <summary>Reads a document.</summary>
    /// <exception cref="System.Xml.XmlException">It is not well-formed.</exception>
    public static AnswerEnvelope<TAnswer> Read(ArraySegment<byte> document, EwsOperation<TAnswer> operation) => AnswerReader.Read(document, operation, Read);

    private static AnswerEnvelope<TAnswer> Read(AnswerReader reader, EwsOperation<TAnswer> operation)
    {
        if (reader.Name != "Envelope")
        {
            return new AnswerEnvelope<TAnswer> { Found = reader.Name };
        }

        var result = new AnswerEnvelope<TAnswer>();
        var parts = reader.GetChildren();
        while (parts.Next())
        {
            result = reader.Name switch
            {
                "Header" => result with { ServerVersion = ReadVersion(reader) },
                "Body" => ReadBody(reader, operation, result),
                _ => result,
            };
        }

        return result;
    }

    private static AnswerEnvelope<TAnswer> ReadBody(AnswerReader reader, EwsOperation<TAnswer> operation, AnswerEnvelope<TAnswer> result)
    {
        var contents = reader.GetChildren();
        while (contents.Next())
        {
            if (reader.Name == operation.AnswerName)
            {
                return result with { Answer = operation.Read(reader) };
            }

            if (reader.Name == "Fault")
            {
                return result with { Fault = SoapFault.Read(reader) };
            }

            result = result with { Found = reader.Name };
        }

        return result;
    }

    private static string? ReadVersion(AnswerReader reader)
    {
        var headers = reader.GetChildren();
        string? version = null;
        while (headers.Next())
        {
            if (reader.Name == "ServerVersionInfo")
            {
                version = Version(reader);
            }
        }

        return version;
    }

    private static string? Version(AnswerReader reader)
    {
        if (reader.Attribute("MajorVersion") is not { } major || reader.Attribute("MinorVersion") is not { } minor)
        {
            return reader.Attribute("Version") is { } name ? Printable.Code(name) : null;
        }

        var build = reader.Attribute("MajorBuildNumber") is { } majorBuild ? $".{majorBuild}.{reader.Attribute("MinorBuildNumber") ?? "0"}" : "";
        return Printable.Code($"{major}.{minor}{build}");
    }
}
