using System.Text;
using System.Xml;
using System.Xml.Linq;
using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Faults;

/// <summary>Spoils one envelope.</summary>
internal static class DamagedEnvelope
{
    private const string EndOfBody = "</s:Body>";
    private const string Subject = "<t:Subject>";

    public static ReadOnlyMemory<byte> Spoil(FaultAnswer.Damage damage, ReadOnlyMemory<byte> envelope) => damage switch
    {
        FaultAnswer.InvalidXml => Change(envelope, text => text.Replace(EndOfBody, "<t:Broken attribute=>&" + EndOfBody, StringComparison.Ordinal)),
        FaultAnswer.ControlCharacters(var raw) => Change(envelope, text => WithControlCharacter(text, raw ? "\u001A" : "&#x1A;")),
        FaultAnswer.WrongOrder => Change(envelope, Reversed),
        FaultAnswer.XmlDeclarations => Change(envelope, text => text.StartsWith("<?xml", StringComparison.Ordinal) ? text : "<?xml version=\"1.0\" encoding=\"utf-8\"?>" + text),
        FaultAnswer.SplitCharacters => Change(envelope, WithLongCharacter),
        _ => envelope,
    };

    private static ReadOnlyMemory<byte> Change(ReadOnlyMemory<byte> envelope, Func<string, string> change) => Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(envelope.Span)));

    // In the subjects, or where there are none, at the end of the body, where nothing but a parser sees it.
    private static string WithControlCharacter(string text, string character) => text.Contains(Subject, StringComparison.Ordinal)
        ? text.Replace(Subject, Subject + character, StringComparison.Ordinal)
        : text.Replace(EndOfBody, character + EndOfBody, StringComparison.Ordinal);

    // An envelope without any character of several bytes gets some in a comment.
    private static string WithLongCharacter(string text) =>
        Ascii.IsValid(text) ? text.Replace(EndOfBody, "<!-- ä€😀 -->" + EndOfBody, StringComparison.Ordinal) : text;

    private static string Reversed(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { CheckCharacters = false });
        var document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
        XNamespace messages = EwsNamespaces.Messages;
        foreach (var list in document.Descendants().Where(e => e.Name == messages + "ResponseMessages" || e.Name == messages + "FreeBusyResponseArray").ToList())
        {
            list.ReplaceNodes(list.Nodes().Reverse().ToList());
        }

        var result = new StringBuilder(text.Length);
        using (var writer = XmlWriter.Create(result, new XmlWriterSettings { CheckCharacters = false, OmitXmlDeclaration = true }))
        {
            document.Save(writer);
        }

        return result.ToString();
    }
}
