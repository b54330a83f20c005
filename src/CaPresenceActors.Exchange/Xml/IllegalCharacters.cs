using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace CaPresenceActors.Exchange.Xml;

/// <summary>
/// Exchange passes on what people paste into subjects, also characters that XML forbids: as references (<c>&amp;#x1A;</c>), which the reader lets through, or raw,
/// which no XML reader does. Both become U+FFFD here, so that one bad subject costs neither its calendar nor a journal line.
/// </summary>
internal static class IllegalCharacters
{
    private const char Replacement = '\uFFFD';

    private static readonly SearchValues<byte> ControlBytes =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Where(b => b is not ('\t' or '\n' or '\r')).Select(b => (byte)b)]);

    // U+FFFE and U+FFFF, which are valid UTF-8 but not XML.
    private static ReadOnlySpan<byte> NonCharacters => [0xEF, 0xBF, 0xBE];

    private static ReadOnlySpan<byte> LastNonCharacters => [0xEF, 0xBF, 0xBF];

    /// <summary>Whether a document in UTF-8 holds bytes that an XML reader would stumble over.</summary>
    public static bool AreIn(ReadOnlySpan<byte> document) =>
        document.ContainsAny(ControlBytes) || !Utf8.IsValid(document) || document.IndexOf(NonCharacters) >= 0 || document.IndexOf(LastNonCharacters) >= 0;

    /// <summary>The same document without them.</summary>
    public static byte[] Replace(ReadOnlySpan<byte> document)
    {
        var text = Encoding.UTF8.GetString(document);
        return Encoding.UTF8.GetBytes(Replace(text));
    }

    /// <summary>A text without characters that XML, and whoever gets the text next, does not know.</summary>
    public static string Replace(string text)
    {
        var first = 0;
        while (first < text.Length && !IsIllegal(text, first))
        {
            first++;
        }

        return first == text.Length
            ? text
            : string.Create(text.Length, text, static (clean, original) =>
            {
                for (var i = 0; i < clean.Length; i++)
                {
                    clean[i] = IsIllegal(original, i) ? Replacement : original[i];
                }
            });
    }

    private static bool IsIllegal(string text, int index)
    {
        var c = text[index];
        return c switch
        {
            < ' ' => c is not ('\t' or '\n' or '\r'),
            '\uFFFE' or '\uFFFF' => true,
            _ when char.IsHighSurrogate(c) => index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1]),
            _ when char.IsLowSurrogate(c) => index == 0 || !char.IsHighSurrogate(text[index - 1]),
            _ => false,
        };
    }
}
