namespace CaPresenceActors.Hocon.Parsing;

/// <summary>A text with a name, and the lines in it.</summary>
/// <param name="Name">What errors and origins call it.</param>
/// <param name="Text">The whole text, without a byte order mark.</param>
/// <param name="Directory">Where relative includes are looked for; null when the text is not a file.</param>
internal sealed record SourceText(string Name, string Text, string? Directory = null)
{
    private readonly Lazy<List<int>> _lineStarts = new(() => FindLineStarts(Text));

    public HoconOrigin OriginAt(int offset)
    {
        var index = _lineStarts.Value.BinarySearch(offset);
        var line = index >= 0 ? index : ~index - 1;
        return new HoconOrigin(Name, line + 1, offset - _lineStarts.Value[line] + 1);
    }

    private static List<int> FindLineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var newline = text.IndexOf('\n', StringComparison.Ordinal); newline >= 0; newline = text.IndexOf('\n', newline + 1))
        {
            starts.Add(newline + 1);
        }

        return starts;
    }
}
