using System.Collections.Immutable;
using System.Text;

namespace CaPresenceActors.Hocon.Parsing;

/// <summary>Reads path expressions: keys, and what stands inside <c>${}</c>. Dots outside quotes separate; white space inside counts, around does not.</summary>
internal static class PathReader
{
    /// <summary>Reads up to the first character that cannot belong to a path.</summary>
    public static HoconPath Read(Cursor cursor)
    {
        var elements = ImmutableArray.CreateBuilder<string>();
        var element = new StringBuilder();
        var hasContent = false;
        cursor.ReadInlineSpace();
        var start = cursor.Position;

        while (true)
        {
            if (!cursor.AtEnd && cursor.Current == '"')
            {
                element.Append(QuotedText.Read(cursor));
                hasContent = true;
            }
            else if (cursor.AtUnquoted && cursor.Current == '.')
            {
                Finish(cursor.Position);
                cursor.Advance();
            }
            else if (cursor.AtUnquoted)
            {
                element.Append(cursor.Current);
                hasContent = true;
                cursor.Advance();
            }
            else if (!ContinuesAfterSpace(cursor, out var space))
            {
                break;
            }
            else
            {
                element.Append(space);
            }
        }

        if (cursor.Position == start)
        {
            throw cursor.Error($"found {cursor.Found}. Needed: a key or path.");
        }

        Finish(cursor.Position);
        return new HoconPath(elements.ToImmutable());

        void Finish(int position)
        {
            if (!hasContent)
            {
                throw cursor.ErrorAt(position, "found an empty element in a path: a dot at its start or its end, or two in a row. Needed: a name there, or \"\" for an empty one.");
            }

            elements.Add(element.ToString());
            element.Clear();
            hasContent = false;
        }
    }

    private static bool ContinuesAfterSpace(Cursor cursor, out string space)
    {
        space = cursor.ReadInlineSpace();
        return space.Length > 0 && (cursor.AtUnquoted || cursor.Current == '"');
    }
}
