namespace CaPresenceActors.Hocon.Parsing;

/// <summary>Reads one text into nodes. Includes are performed on the way; substitutions stay as they are.</summary>
internal sealed class HoconParser
{
    private readonly Cursor _cursor;
    private readonly ParseScope _scope;
    private readonly ValueParser _values;

    private HoconParser(SourceText source, ParseScope scope)
    {
        _cursor = new Cursor(source);
        _scope = scope;
        _values = new ValueParser(_cursor, scope, this);
    }

    /// <summary>An <see cref="ObjectNode"/> or a <see cref="ListNode"/>: a document can be nothing else.</summary>
    public static Node ParseDocument(SourceText source, ParseScope scope)
    {
        var parser = new HoconParser(source, scope);
        return parser.ParseRoot();
    }

    public static ObjectNode ParseObjectDocument(SourceText source, ParseScope scope) =>
        ParseDocument(source, scope) switch
        {
            ObjectNode root => root,
            var list => throw new HoconException(list.Origin, "found a list at the root. Needed: an object, since this text is merged with others."),
        };

    /// <summary>Reads an object from its opening brace to its closing one.</summary>
    /// <param name="at">The path of the object; null inside a list, where no path leads.</param>
    /// <param name="depth">How many objects and lists it stands in.</param>
    public ObjectNode ParseBraces(HoconPath? at, int depth)
    {
        _scope.CheckDepth(_cursor.Origin, depth + 1);
        var opening = _cursor.Position;
        var result = new ObjectNode(_cursor.Origin);
        _cursor.Advance();
        ParseFields(result, at, depth + 1);
        return _cursor.TryConsume('}')
            ? result
            : throw _cursor.ErrorAt(opening, $"this '{{' is never closed: found {_cursor.Found} at line {_cursor.Origin.Line}. Needed: '}}'.");
    }

    private Node ParseRoot()
    {
        _cursor.SkipBlank();
        var root = ParseRootValue();
        _cursor.SkipBlank();
        return _cursor.AtEnd ? root : throw _cursor.Error(
            _cursor.Current == '}'
                ? "found a '}' that closes nothing. Needed: an opening '{' before it, or the end of the text."
                : $"found {_cursor.Found} after the end of the document. Needed: nothing more.");
    }

    private Node ParseRootValue()
    {
        if (_cursor.Current == '[')
        {
            return _values.ParseList(_scope.Depth);
        }

        if (_cursor.Current == '{')
        {
            return ParseBraces(_scope.Base, _scope.Depth);
        }

        var root = new ObjectNode(_cursor.Origin);
        ParseFields(root, _scope.Base, _scope.Depth + 1);
        return root;
    }

    private void ParseFields(ObjectNode target, HoconPath? at, int depth)
    {
        _cursor.SkipBlank();
        while (!_cursor.AtEnd && _cursor.Current != '}')
        {
            if (_cursor.Current == ',')
            {
                throw _cursor.Error("found a comma with no field before it. Needed: a field, since commas stand between fields.");
            }

            ParseField(target, at, depth);
            var newline = _cursor.SkipBlank();
            if (_cursor.TryConsume(','))
            {
                _cursor.SkipBlank();
            }
            else if (!newline && !_cursor.AtEnd && _cursor.Current != '}')
            {
                throw _cursor.Error($"found {_cursor.Found} after a field. Needed: a comma, a new line, or the end of the object.");
            }
        }
    }

    private void ParseField(ObjectNode target, HoconPath? at, int depth)
    {
        if (IncludeStatement.IsAt(_cursor))
        {
            var include = IncludeStatement.Read(_cursor);
            target.Merge(_scope.Include(include, _cursor.Source, at, depth - 1));
            return;
        }

        if (_cursor.Current == '$')
        {
            throw _cursor.Error("found a substitution where a key should be. Needed: a key; substitutions are for values only.");
        }

        var keyOrigin = _cursor.Origin;
        var key = PathReader.Read(_cursor);
        var insideDepth = depth + key.Elements.Length - 1;
        _scope.CheckDepth(keyOrigin, insideDepth);
        _cursor.SkipBlank();
        var path = at?.Append(key);
        target.Put(key.Elements.AsSpan(), ParseAssignment(key, keyOrigin, path, insideDepth));
    }

    private ValueStack ParseAssignment(HoconPath key, HoconOrigin keyOrigin, HoconPath? path, int depth)
    {
        if (_cursor.Current == '{')
        {
            return _values.ParseValue(path, depth);
        }

        if (_cursor.StartsWith("+="))
        {
            _cursor.Advance(2);
            CheckForValue(key, keyOrigin);
            return new ValueStack(new AppendNode(keyOrigin, _values.ParseValue(at: null, depth + 1)));
        }

        if (!_cursor.TryConsume('=') && !_cursor.TryConsume(':'))
        {
            throw _cursor.Error($"found {_cursor.Found} after the key {key}. Needed: '=', ':', '+=' or '{{'; a key or value that holds reserved characters goes in quotes.");
        }

        CheckForValue(key, keyOrigin);
        return _values.ParseValue(path, depth);
    }

    // A value may stand in a later line, so a forgotten one would otherwise be found only at the next field's separator.
    private void CheckForValue(HoconPath key, HoconOrigin keyOrigin)
    {
        var separator = _cursor.Position - 1;
        _cursor.SkipBlank();
        if (_cursor.AtEnd || _cursor.Current is ',' or '}' or ']')
        {
            throw _cursor.ErrorAt(separator, $"the key {key} has no value: found {_cursor.Found}. Needed: a value, such as \"\" or null.");
        }

        if (_cursor.Origin.Line != keyOrigin.Line && FieldStartsHere())
        {
            throw _cursor.ErrorAt(separator, $"the key {key} has no value: the next thing found is another field, in line {_cursor.Origin.Line}. Needed: a value, such as \"\" or null.");
        }
    }

    private bool FieldStartsHere()
    {
        var ahead = 0;
        while (IsPartOfBareKey(_cursor.Peek(ahead)) && !(_cursor.Peek(ahead) == '/' && _cursor.Peek(ahead + 1) == '/'))
        {
            ahead++;
        }

        return ahead > 0 && (_cursor.Peek(ahead) is '=' or ':' || (_cursor.Peek(ahead) == '+' && _cursor.Peek(ahead + 1) == '='));
    }

    private static bool IsPartOfBareKey(char c) => c != Cursor.End && (c is ' ' or '\t' || Characters.IsUnquoted(c));
}
