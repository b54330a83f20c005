using System.Text.Json;

namespace CaPresenceActors.Actors.Codec;

/// <summary>
/// Reads the names of presences and keywords. They are few and stand in the state of every extension, so each is one string, however often it is read.
/// </summary>
/// <remarks>A table of one place for each hash, without locks and never larger: a name that finds another in its place takes it, which costs a second string and nothing else.</remarks>
internal static class SharedText
{
    private const int Places = 1024;
    private static readonly Name?[] Known = new Name?[Places];

    /// <summary>The text that the reader stands on; null where it stands on null.</summary>
    /// <exception cref="JsonException">It stands on something else.</exception>
    public static string? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.String)
        {
            throw new JsonException($"A name was expected, and a {json.TokenType} was found.");
        }

        var written = json.ValueSpan;
        var hash = default(HashCode);
        hash.AddBytes(written);
        ref var place = ref Known[(uint)hash.ToHashCode() % Places];
        if (Volatile.Read(ref place) is { } known && written.SequenceEqual(known.Written))
        {
            return known.Text;
        }

        var name = new Name(written.ToArray(), json.GetString()!);
        Volatile.Write(ref place, name);
        return name.Text;
    }

    /// <param name="Written">As it stands in the journal, with its escapes, so that it is found without being unescaped.</param>
    /// <param name="Text">What that says.</param>
    private sealed record Name(byte[] Written, string Text);
}
