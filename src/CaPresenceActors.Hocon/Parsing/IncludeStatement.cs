namespace CaPresenceActors.Hocon.Parsing;

/// <summary>An include as written.</summary>
internal sealed record IncludeStatement(string Name, bool IsRequired, HoconOrigin Origin)
{
    private const string Keyword = "include";

    /// <summary>The bare word <c>include</c> where a key should be; inside quotes it is a key like any other.</summary>
    public static bool IsAt(Cursor cursor) =>
        cursor.StartsWith(Keyword)
        && !(Characters.IsUnquoted(cursor.Peek(Keyword.Length)) && cursor.Peek(Keyword.Length) != Cursor.End);

    public static IncludeStatement Read(Cursor cursor)
    {
        var origin = cursor.Origin;
        cursor.Advance(Keyword.Length);
        cursor.SkipBlank();
        var isRequired = TryOpen(cursor, "required");
        var name = ReadResource(cursor);
        if (isRequired)
        {
            Close(cursor);
        }

        return new IncludeStatement(name, isRequired, origin);
    }

    private static string ReadResource(Cursor cursor)
    {
        foreach (var unsupported in (ReadOnlySpan<string>)["classpath", "url"])
        {
            if (cursor.StartsWith(unsupported + "("))
            {
                throw cursor.Error($"found {unsupported}(...), which is not supported. Needed: file(\"...\") with the name of a file.");
            }
        }

        var isFile = TryOpen(cursor, "file");
        var name = ReadName(cursor);
        if (isFile)
        {
            Close(cursor);
        }

        return name;
    }

    private static string ReadName(Cursor cursor)
    {
        if (cursor.Current != '"')
        {
            throw cursor.Error($"found {cursor.Found} after include. Needed: the name of a file in quotes, or file(\"...\"), or required(file(\"...\")). A key called include is written in quotes.");
        }

        var start = cursor.Position;
        var name = QuotedText.Read(cursor);
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
        {
            throw cursor.ErrorAt(start, "found an include without a usable name. Needed: the name of a file.");
        }

        return name.Contains("://", StringComparison.Ordinal)
            ? throw cursor.ErrorAt(start, "found an include of a URL, which is not supported. Needed: the name of a file.")
            : name;
    }

    private static bool TryOpen(Cursor cursor, string function)
    {
        if (!cursor.StartsWith(function + "("))
        {
            return false;
        }

        cursor.Advance(function.Length + 1);
        cursor.SkipBlank();
        return true;
    }

    private static void Close(Cursor cursor)
    {
        cursor.SkipBlank();
        if (!cursor.TryConsume(')'))
        {
            throw cursor.Error($"found {cursor.Found} in an include. Needed: ')'.");
        }
    }
}
