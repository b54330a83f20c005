using System.Text.RegularExpressions;

namespace CaPresenceActors.Hocon.Parsing;

/// <summary>Reads what stands right of a separator or between the brackets of a list: one value, or several side by side.</summary>
internal sealed partial class ValueParser(Cursor cursor, ParseScope scope, HoconParser objects)
{
    /// <summary>Reads a value and everything that is concatenated with it in the same line.</summary>
    /// <param name="at">The path of the value; null inside a list, where no path leads.</param>
    /// <param name="depth">How many objects and lists it stands in.</param>
    public ValueStack ParseValue(HoconPath? at, int depth)
    {
        var pieces = new List<Piece>();
        var space = "";
        while (!AtEndOfValue())
        {
            pieces.Add(new Piece(space, ParsePiece(at, depth)));
            space = cursor.ReadInlineSpace();
        }

        return pieces switch
        {
            [] => throw cursor.Error($"found {cursor.Found}. Needed: a value."),
            [var only] => new ValueStack(only.Value is UnquotedNode bare ? bare.AsScalar() : only.Value),
            _ => Concatenation.Build(pieces),
        };
    }

    public ListNode ParseList(int depth)
    {
        scope.CheckDepth(cursor.Origin, depth + 1);
        var opening = cursor.Position;
        var list = new ListNode(cursor.Origin);
        cursor.Advance();
        cursor.SkipBlank();
        while (!cursor.TryConsume(']'))
        {
            if (cursor.AtEnd)
            {
                throw cursor.ErrorAt(opening, $"this '[' is never closed: found {cursor.Found} at line {cursor.Origin.Line}. Needed: ']'.");
            }

            if (cursor.Current == ',')
            {
                throw cursor.Error("found a comma with no element before it. Needed: an element, since commas stand between elements.");
            }

            list.Elements.Add(ParseValue(at: null, depth + 1));
            ReadElementSeparator(opening);
        }

        return list;
    }

    private void ReadElementSeparator(int opening)
    {
        var newline = cursor.SkipBlank();
        if (cursor.TryConsume(','))
        {
            cursor.SkipBlank();
        }
        else if (!newline && !cursor.AtEnd && cursor.Current != ']')
        {
            var line = cursor.Source.OriginAt(opening).Line;
            throw cursor.Error($"found {cursor.Found} after an element of the list opened in line {line}. Needed: a comma, a new line, or ']'.");
        }
    }

    private bool AtEndOfValue() => cursor.AtEnd || cursor.Current is '\n' or ',' or '}' or ']' || cursor.AtComment;

    private Node ParsePiece(HoconPath? at, int depth) => cursor.Current switch
    {
        '{' => objects.ParseBraces(at, depth),
        '[' => ParseList(depth),
        '"' => ParseQuoted(),
        '$' => ParseSubstitution(),
        _ when cursor.AtUnquoted => ParseUnquoted(),
        _ => throw cursor.Error($"found {cursor.Found} in a text without quotes. Needed: quotes around a text that holds this character."),
    };

    private ScalarNode ParseQuoted()
    {
        var origin = cursor.Origin;
        return new ScalarNode(new HoconScalar(HoconScalarKind.Text, QuotedText.Read(cursor), origin));
    }

    private UnquotedNode ParseUnquoted()
    {
        var start = cursor.Position;
        var origin = cursor.Origin;
        var exponentSign = -1;
        while (cursor.AtUnquoted || IsSignOfExponent(start))
        {
            exponentSign = cursor.Current == '+' ? cursor.Position : exponentSign;
            cursor.Advance();
        }

        var text = cursor.TextSince(start);
        return exponentSign < 0 || JsonNumber().IsMatch(text)
            ? new UnquotedNode(text, origin)
            : throw cursor.ErrorAt(exponentSign, "found '+' in a text without quotes. Needed: quotes around a text that holds this character.");
    }

    // The plus sign is reserved, but 1e+5 is a number.
    private bool IsSignOfExponent(int start) =>
        cursor.Current == '+'
        && cursor.Position > start
        && cursor.Source.Text[cursor.Position - 1] is 'e' or 'E'
        && (char.IsAsciiDigit(cursor.Source.Text[start]) || cursor.Source.Text[start] == '-')
        && char.IsAsciiDigit(cursor.Peek(1));

    private SubstitutionNode ParseSubstitution()
    {
        var opening = cursor.Position;
        if (cursor.Peek(1) != '{')
        {
            throw cursor.Error("found '$' in a text without quotes. Needed: ${path} for a substitution, or quotes around the text.");
        }

        cursor.Advance(2);
        var isOptional = cursor.TryConsume('?');
        cursor.ReadInlineSpace();
        if (!cursor.AtUnquoted && cursor.Current != '"')
        {
            throw cursor.Error($"found {cursor.Found} in a substitution. Needed: a path, as in ${{a.b}} or ${{?a.b}}.");
        }

        var path = PathReader.Read(cursor);
        return cursor.TryConsume('}')
            ? new SubstitutionNode(cursor.Source.OriginAt(opening), path, scope.Candidates(path), isOptional)
            : throw cursor.ErrorAt(opening, $"this substitution is never closed: found {cursor.Found} after its path. Needed: '}}'.");
    }

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    internal static partial Regex JsonNumber();
}

/// <summary>A run of characters without quotes. Alone it may be a number, a boolean or null; beside others it is their text.</summary>
internal sealed class UnquotedNode(string text, HoconOrigin origin) : Node(origin)
{
    public string Text { get; } = text;

    public ScalarNode AsScalar() => new(new HoconScalar(KindOf(Text), Text, Origin));

    private static HoconScalarKind KindOf(string text) => text switch
    {
        "true" or "false" => HoconScalarKind.Boolean,
        "null" => HoconScalarKind.Null,
        _ when ValueParser.JsonNumber().IsMatch(text) => HoconScalarKind.Number,
        _ => HoconScalarKind.Text,
    };
}
