using System.Xml;

namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>Reads a request into elements. Document types, deep nesting and huge documents are refused.</summary>
internal static class EwsDocument
{
    private const int MaxDepth = 64;

    public static EwsElement Read(Stream body, int maxCharacters)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = maxCharacters,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CheckCharacters = true,
        };

        try
        {
            using var reader = XmlReader.Create(body, settings);
            return Read(reader);
        }
        catch (XmlException e)
        {
            throw new EwsSchemaException(e.LineNumber, e.LinePosition, e.Message);
        }
    }

    private static EwsElement Read(XmlReader reader)
    {
        var open = new Stack<EwsElement>();
        EwsElement? root = null;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var element = Element(reader);
                    root ??= element;
                    if (open.TryPeek(out var parent))
                    {
                        parent.Add(element);
                    }

                    if (!reader.IsEmptyElement)
                    {
                        open.Push(element);
                        if (open.Count > MaxDepth)
                        {
                            throw new EwsSchemaException(element, $"The document is nested more than {MaxDepth} levels deep.");
                        }
                    }

                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    if (open.TryPeek(out var owner))
                    {
                        owner.Append(reader.Value);
                    }

                    break;
            }
        }

        return root!;
    }

    private static EwsElement Element(XmlReader reader)
    {
        var place = (IXmlLineInfo)reader;
        var element = new EwsElement(reader.LocalName, reader.NamespaceURI, place.LineNumber, place.LinePosition);
        if (reader.MoveToFirstAttribute())
        {
            do
            {
                if (reader.NamespaceURI != "http://www.w3.org/2000/xmlns/")
                {
                    element.Add(new EwsAttribute(reader.LocalName, reader.NamespaceURI, reader.Value));
                }
            }
            while (reader.MoveToNextAttribute());

            reader.MoveToElement();
        }

        return element;
    }
}
