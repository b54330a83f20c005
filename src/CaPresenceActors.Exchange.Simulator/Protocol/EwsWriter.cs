using System.Globalization;
using System.Text;
using System.Xml;

namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>
/// Writes answers: elements of the messages and the types namespace, under the prefixes <c>m</c> and <c>t</c>. Characters that XML
/// does not allow go out as character references, as Exchange sends them.
/// </summary>
internal sealed class EwsWriter(Stream stream, bool declaration = true) : IDisposable
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        CheckCharacters = false,
        CloseOutput = false,
    };

    private static readonly XmlWriterSettings WithoutDeclaration = Undeclared();

    private readonly XmlWriter _xml = XmlWriter.Create(stream, declaration ? Settings : WithoutDeclaration);

    /// <summary>In which zone instants are written; null is UTC.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>Whether instants have milliseconds.</summary>
    public bool Milliseconds { get; init; }

    public void StartEnvelope(ExchangeServerVersion version)
    {
        _xml.WriteStartDocument();
        _xml.WriteStartElement("s", "Envelope", EwsNamespaces.Soap);
        _xml.WriteStartElement("s", "Header", EwsNamespaces.Soap);
        _xml.WriteStartElement("h", "ServerVersionInfo", EwsNamespaces.Types);
        Attribute("MajorVersion", version.Major);
        Attribute("MinorVersion", version.Minor);
        Attribute("MajorBuildNumber", version.MajorBuild);
        Attribute("MinorBuildNumber", version.MinorBuild);
        Attribute("Version", version.Version);
        _xml.WriteEndElement();
        _xml.WriteEndElement();
        _xml.WriteStartElement("s", "Body", EwsNamespaces.Soap);
        _xml.WriteAttributeString("xmlns", "m", null, EwsNamespaces.Messages);
        _xml.WriteAttributeString("xmlns", "t", null, EwsNamespaces.Types);
    }

    public void EndEnvelope()
    {
        _xml.WriteEndDocument();
        _xml.Flush();
    }

    public void StartMessage(string name) => _xml.WriteStartElement("m", name, EwsNamespaces.Messages);

    public void StartType(string name) => _xml.WriteStartElement("t", name, EwsNamespaces.Types);

    public void End() => _xml.WriteEndElement();

    public void Attribute(string name, string value) => _xml.WriteAttributeString(name, value);

    public void Attribute(string name, int value) => Attribute(name, value.ToString(CultureInfo.InvariantCulture));

    public void Attribute(string name, bool value) => Attribute(name, value ? "true" : "false");

    /// <summary>Says which type of the schema an element has, where its declaration is abstract.</summary>
    public void TypeAttribute(string type)
    {
        _xml.WriteAttributeString("xmlns", "xsi", null, EwsNamespaces.SchemaInstance);
        _xml.WriteAttributeString("xsi", "type", EwsNamespaces.SchemaInstance, "t:" + type);
    }

    public void Text(string text) => _xml.WriteString(text);

    public void Message(string name, string text) => _xml.WriteElementString("m", name, EwsNamespaces.Messages, text);

    public void Message(string name, bool value) => Message(name, value ? "true" : "false");

    public void Type(string name, string text) => _xml.WriteElementString("t", name, EwsNamespaces.Types, text);

    public void Type(string name, bool value) => Type(name, value ? "true" : "false");

    public void Type(string name, int value) => Type(name, value.ToString(CultureInfo.InvariantCulture));

    public void Type(string name, DateTimeOffset instant) => Type(name, Format(instant));

    public void Type(string name, DateOnly date) => Type(name, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>An element that is left out when there is nothing to say.</summary>
    public void OptionalType(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Type(name, text);
        }
    }

    public void Id(string name, string id, string? changeKey)
    {
        StartType(name);
        Attribute("Id", id);
        if (changeKey is not null)
        {
            Attribute("ChangeKey", changeKey);
        }

        End();
    }

    public void Dispose() => _xml.Dispose();

    private static XmlWriterSettings Undeclared()
    {
        var settings = Settings.Clone();
        settings.OmitXmlDeclaration = true;
        return settings;
    }

    private string Format(DateTimeOffset instant)
    {
        if (Zone is null)
        {
            return instant.UtcDateTime.ToString(Milliseconds ? "yyyy-MM-ddTHH:mm:ss.fffZ" : "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        }

        return TimeZoneInfo.ConvertTime(instant, Zone).ToString(Milliseconds ? "yyyy-MM-ddTHH:mm:ss.fffzzz" : "yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
    }
}
