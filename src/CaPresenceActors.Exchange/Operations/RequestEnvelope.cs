using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Xml;
using CaPresenceActors.Exchange.Http;
using CaPresenceActors.Exchange.Xml;

namespace CaPresenceActors.Exchange.Operations;

/// <summary>Writes requests. The result is an array of its own, since NTLM sends a request more than once.</summary>
internal static class RequestEnvelope
{
    [ThreadStatic]
    private static Desk? _ofThisThread;

    public static byte[] Write<TAnswer>(EwsOperation<TAnswer> operation, SchemaVersion version = SchemaVersions.First)
    {
        var desk = _ofThisThread ?? new Desk();
        _ofThisThread = null;

        var xml = desk.Begin();
        xml.WriteStartElement("s", "Envelope", Namespaces.Soap);
        xml.WriteXmlnsAttribute("m", Namespaces.Messages);
        xml.WriteXmlnsAttribute("t", Namespaces.Types);
        WriteHeader(xml, operation.Impersonated, version);
        xml.WriteStartElement("s", "Body", Namespaces.Soap);
        operation.Write(xml);
        xml.WriteEndElement();
        xml.WriteEndElement();

        var request = desk.End();
        _ofThisThread = desk;
        return request;
    }

    private static void WriteHeader(XmlDictionaryWriter xml, string? impersonated, SchemaVersion version)
    {
        xml.WriteStartElement("s", "Header", Namespaces.Soap);
        xml.WriteStartElement("t", "RequestServerVersion", Namespaces.Types);
        xml.WriteAttributeString("Version", version.Name());
        xml.WriteEndElement();
        if (impersonated is not null)
        {
            xml.WriteStartElement("t", "ExchangeImpersonation", Namespaces.Types);
            xml.WriteStartElement("t", "ConnectingSID", Namespaces.Types);
            xml.WriteElementString("t", "PrimarySmtpAddress", Namespaces.Types, impersonated);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    /// <summary>A writer and its paper, used again and again.</summary>
    [SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "It lives as long as its thread, and its paper is plain memory.")]
    private sealed class Desk
    {
        private const int UsualLength = 4096;

        private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

        private readonly MemoryStream _paper = new(UsualLength);
        private readonly XmlDictionaryWriter _xml;

        public Desk() => _xml = XmlDictionaryWriter.CreateTextWriter(_paper, Utf8, ownsStream: false);

        public XmlDictionaryWriter Begin()
        {
            _paper.SetLength(0);
            ((IXmlTextWriterInitializer)_xml).SetOutput(_paper, Utf8, ownsStream: false);
            return _xml;
        }

        public byte[] End()
        {
            _xml.Flush();
            return _paper.ToArray();
        }
    }
}
