using System.Diagnostics.CodeAnalysis;
using System.Xml;

namespace CaPresenceActors.Exchange.Xml;

/// <summary>
/// Reads an answer forwards, element by element, by local name and in any order: servers differ in prefixes, in the order of elements, and in what they add.
/// What nobody asks for is passed over.
/// </summary>
/// <remarks>
/// One reader per thread is used again and again: it is WCF's XML reader, which can be given a new document and then costs a quarter of a new <see cref="XmlReader"/>. It knows neither
/// DTDs nor processing instructions, and lets references to characters through that XML forbids (see <see cref="IllegalCharacters"/>).
/// </remarks>
internal sealed class AnswerReader
{
    private const int LongestText = 1 << 20;
    private const int KeptText = 1 << 12;

    private static readonly XmlDictionaryReaderQuotas Quotas = new()
    {
        MaxDepth = 64,
        MaxStringContentLength = LongestText,
        MaxArrayLength = LongestText,
        MaxBytesPerRead = LongestText,
        MaxNameTableCharCount = 1 << 16,
    };

    [ThreadStatic]
    private static AnswerReader? _ofThisThread;

    // It cannot be made without a document.
    private readonly XmlDictionaryReader _xml = XmlDictionaryReader.CreateTextReader("<none/>"u8.ToArray(), Quotas);
    private char[] _text = new char[KeptText];
    private char[] _attribute = new char[KeptText];

    private AnswerReader()
    {
    }

    /// <summary>The local name of the element that the reader is at. The same name is the same string.</summary>
    public string Name => _xml.LocalName;

    /// <summary>Reads a document with this thread's reader. What <paramref name="read"/> gets is the reader at the root element.</summary>
    /// <exception cref="XmlException">The document is not well-formed, or too deep or too long in one place.</exception>
    public static TResult Read<TContext, TResult>(ArraySegment<byte> document, TContext context, Func<AnswerReader, TContext, TResult> read)
    {
        if (document.Array is null || document.Count == 0)
        {
            throw new XmlException("The document is empty.");
        }

        // A reader is taken from its place while it is at work, so that a failure leaves none in a broken state behind.
        var reader = _ofThisThread ?? new AnswerReader();
        _ofThisThread = null;

        ((IXmlTextReaderInitializer)reader._xml).SetInput(document.Array, document.Offset, document.Count, encoding: null, Quotas, onClose: null);
        if (reader._xml.MoveToContent() != XmlNodeType.Element)
        {
            throw new XmlException("The document has no element.");
        }

        var result = read(reader, context);
        reader._xml.Close();
        _ofThisThread = reader;
        return result;
    }

    /// <summary>The children of the element that the reader is at. They can be walked once.</summary>
    public Children GetChildren() => new(this);

    /// <summary>The value of an attribute without namespace; null when there is none.</summary>
    public string? Attribute(string name) => _xml.GetAttribute(name);

    /// <summary>The same without making a string of it, for long values that are seldom needed; empty when there is none. It is good until the next call of this method.</summary>
    public ReadOnlyMemory<char> LentAttribute(string name)
    {
        if (!_xml.MoveToAttribute(name))
        {
            return default;
        }

        var length = 0;
        int read;
        while ((read = _xml.ReadValueChunk(_attribute, length, _attribute.Length - length)) > 0)
        {
            length += read;
            if (length == _attribute.Length)
            {
                Grow(ref _attribute);
            }
        }

        _xml.MoveToElement();
        return _attribute.AsMemory(0, length);
    }

    /// <summary>The text right inside the element that the reader is at. It is good until the next call.</summary>
    public ReadOnlySpan<char> Text()
    {
        if (_xml.IsEmptyElement)
        {
            return [];
        }

        if (_text.Length > KeptText)
        {
            _text = new char[KeptText];
        }

        var depth = _xml.Depth;
        var length = 0;
        while (_xml.Read() && _xml.Depth > depth)
        {
            if (_xml.Depth == depth + 1 && _xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
            {
                length = Append(length);
            }
        }

        return _text.AsSpan(0, length);
    }

    /// <summary>The text right inside the element that the reader is at, as a string without illegal characters.</summary>
    public string TextAsString() => IllegalCharacters.Replace(Text().ToString());

    /// <summary>Whether the text right inside the element is <c>true</c>, as <c>xs:boolean</c> writes it.</summary>
    public bool TextIsTrue() => Text().Trim() is "true" or "1";

    private int Append(int length)
    {
        int read;
        do
        {
            if (length == _text.Length)
            {
                Grow(ref _text);
            }

            read = _xml.ReadValueChunk(_text, length, _text.Length - length);
            length += read;
        }
        while (read > 0);

        return length;
    }

    private static void Grow(ref char[] text)
    {
        if (text.Length >= LongestText)
        {
            throw new XmlException($"A text is longer than {LongestText} characters.");
        }

        Array.Resize(ref text, text.Length * 4);
    }

    /// <summary>A walk over the children of an element. What the walker leaves unread of a child is passed over.</summary>
    [SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "A cursor is not compared.")]
    internal readonly struct Children(AnswerReader reader)
    {
        private readonly XmlDictionaryReader _xml = reader._xml;
        private readonly int _depth = reader._xml.Depth;
        private readonly bool _none = reader._xml.IsEmptyElement;

        /// <summary>Moves the reader to the next child; false, and at the end of the parent, when there is none.</summary>
        public bool Next()
        {
            if (_none)
            {
                return false;
            }

            while (_xml.Read())
            {
                if (_xml.Depth <= _depth)
                {
                    return false;
                }

                if (_xml.Depth == _depth + 1 && _xml.NodeType == XmlNodeType.Element)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
