using System.Buffers;
using System.Text;

namespace CaPresenceActors.Presence;

/// <summary>
/// What keywords and subjects are compared in (SEMANTICS §3): Unicode NFKC, every run of white space one space, nothing at either end.
/// </summary>
public static class NormalisedText
{
    /// <summary>The normalised form. A lone surrogate counts as U+FFFD.</summary>
    public static string Of(string text)
    {
        if (IsPlain(text))
        {
            return text;
        }

        var wellFormed = ReplaceLoneSurrogates(text);
        return CollapseWhiteSpace(Compose(wellFormed));
    }

    /// <summary>Whether two texts are one under the matching rules.</summary>
    public static bool Same(string left, string right) => Of(left).Equals(Of(right), StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the platform normalises at all: it does so by ICU, and without it would quietly return every text as it is. The program refuses to run then.
    /// </summary>
    public static bool IsSupported()
    {
        try
        {
            return Of("Ｍ") == "M";
        }
        catch (PlatformNotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Whether a text is its own normalised form and can be told to be so at a glance: <see cref="PlainCharacters"/> with single spaces inside. Most subjects are, and cost nothing more.</summary>
    internal static bool IsPlain(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return true;
        }

        return text[0] != ' ' && text[^1] != ' ' && PlainCharacters.AreAll(text) && text.IndexOf("  ", StringComparison.Ordinal) < 0;
    }

    // The platform refuses the noncharacter U+FFFE, which NFKC leaves as it is and which composes with nothing.
    private static string Compose(string text) => text.Contains('\uFFFE')
        ? string.Join('\uFFFE', text.Split('\uFFFE').Select(part => part.Normalize(NormalizationForm.FormKC)))
        : text.Normalize(NormalizationForm.FormKC);

    private static string ReplaceLoneSurrogates(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return text;
        }

        var repaired = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            repaired.Append(rune);
        }

        return repaired.ToString();
    }

    private static string CollapseWhiteSpace(string text)
    {
        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        var length = 0;
        var pendingSpace = false;
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character))
            {
                pendingSpace = length > 0;
                continue;
            }

            if (pendingSpace)
            {
                buffer[length++] = ' ';
                pendingSpace = false;
            }

            buffer[length++] = character;
        }

        var collapsed = length == text.Length ? text : new string(buffer, 0, length);

        // The length alone does not tell: a single tab inside becomes a space of the same length.
        if (ReferenceEquals(collapsed, text) && !text.AsSpan().SequenceEqual(buffer.AsSpan(0, length)))
        {
            collapsed = new string(buffer, 0, length);
        }

        ArrayPool<char>.Shared.Return(buffer);
        return collapsed;
    }
}
