using System.Collections.Immutable;
using CaPresenceActors.Hocon.Parsing;

namespace CaPresenceActors.Hocon;

/// <summary>The way from the root to a value: <c>presence.calendar.poll-interval</c>. Elements that hold dots or other reserved characters are written in quotes.</summary>
public sealed class HoconPath : IEquatable<HoconPath>
{
    internal HoconPath(ImmutableArray<string> elements) => Elements = elements;

    /// <summary>The path of the root object.</summary>
    public static HoconPath Root { get; } = new([]);

    public ImmutableArray<string> Elements { get; }

    /// <summary>Reads a path expression as it is written in a file.</summary>
    /// <exception cref="HoconException">The text is not a path: an empty element, or a reserved character outside quotes.</exception>
    public static HoconPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cursor = new Cursor(new SourceText($"path \"{text}\"", text));
        var path = PathReader.Read(cursor);
        return cursor.AtEnd ? path : throw cursor.Error($"found {cursor.Found}, which a path may hold only inside quotes.");
    }

    public HoconPath Append(string element) => new(Elements.Add(element));

    public HoconPath Append(HoconPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(Elements.AddRange(path.Elements));
    }

    public bool Equals(HoconPath? other) => other is not null && Elements.AsSpan().SequenceEqual(other.Elements.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as HoconPath);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var element in Elements)
        {
            hash.Add(element, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>The path as one would write it in a file.</summary>
    public override string ToString() => string.Join('.', Elements.Select(Render));

    private static string Render(string element) =>
        element.Length > 0 && element.All(c => Characters.IsUnquoted(c) && c != '.') && !element.Contains("//", StringComparison.Ordinal)
            ? element
            : $"\"{element.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
