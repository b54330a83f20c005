using System.Globalization;
using System.Text;
using System.Xml;
using CaPresenceActors.Exchange.Simulator.Protocol;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Sends envelopes and faults over HTTP.</summary>
internal static class SoapAnswers
{
    public const string ContentType = "text/xml; charset=utf-8";

    public static async Task SendAsync(HttpContext http, int status, MemoryStream body, CancellationToken cancellation)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = ContentType;
        http.Response.Headers.CacheControl = "private";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), cancellation);
    }

    /// <summary>A request that was refused before an operation began: HTTP 500 with a SOAP fault.</summary>
    public static Task SendFaultAsync(HttpContext http, EwsErrorException error, CancellationToken cancellation) =>
        SendFaultAsync(http, error.ResponseCode, error.Message, error.Message, xml =>
        {
            foreach (var (name, value) in error.Details)
            {
                xml.WriteStartElement("t", "Value", EwsNamespaces.Types);
                xml.WriteAttributeString("Name", name);
                xml.WriteString(value);
                xml.WriteEndElement();
            }
        }, error.Details.Count > 0, cancellation);

    /// <summary>A request that breaks the schema, with the place of the violation.</summary>
    public static Task SendFaultAsync(HttpContext http, EwsSchemaException error, CancellationToken cancellation) =>
        SendFaultAsync(http, "ErrorSchemaValidation", $"The request failed schema validation: {error.Message}", "The request failed schema validation.", xml =>
        {
            xml.WriteElementString("t", "LineNumber", EwsNamespaces.Types, error.Line.ToString(CultureInfo.InvariantCulture));
            xml.WriteElementString("t", "LinePosition", EwsNamespaces.Types, error.Position.ToString(CultureInfo.InvariantCulture));
            xml.WriteElementString("t", "Violation", EwsNamespaces.Types, error.Message);
        }, true, cancellation);

    private static Task SendFaultAsync(HttpContext http, string code, string faultText, string message, Action<XmlWriter> writeDetails, bool hasDetails, CancellationToken cancellation)
    {
        var buffer = new MemoryStream(1024);
        using (var xml = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false }))
        {
            xml.WriteStartElement("s", "Envelope", EwsNamespaces.Soap);
            xml.WriteStartElement("s", "Body", EwsNamespaces.Soap);
            xml.WriteStartElement("s", "Fault", EwsNamespaces.Soap);
            xml.WriteStartElement("faultcode");
            xml.WriteAttributeString("xmlns", "a", null, EwsNamespaces.Types);
            xml.WriteString("a:" + code);
            xml.WriteEndElement();
            xml.WriteStartElement("faultstring");
            xml.WriteAttributeString("xml", "lang", null, "en-US");
            xml.WriteString(faultText);
            xml.WriteEndElement();
            xml.WriteStartElement("detail");
            xml.WriteElementString("e", "ResponseCode", EwsNamespaces.Errors, code);
            xml.WriteElementString("e", "Message", EwsNamespaces.Errors, message);
            if (hasDetails)
            {
                xml.WriteStartElement("t", "MessageXml", EwsNamespaces.Types);
                writeDetails(xml);
                xml.WriteEndElement();
            }

            xml.WriteEndDocument();
        }

        return SendAsync(http, StatusCodes.Status500InternalServerError, buffer, cancellation);
    }
}
