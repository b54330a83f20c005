using System.Collections.Frozen;
using System.Diagnostics;
using System.Xml;

namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>
/// Checks the structure of requests as Exchange's schema has it: names, namespaces, order, attributes and simple values. The grammar
/// is <c>RequestGrammar.txt</c>, which explains its notation.
/// </summary>
internal sealed class RequestGrammar
{
    private readonly FrozenDictionary<string, ElementType> _operations;
    private readonly FrozenDictionary<string, ElementType> _types;
    private readonly FrozenDictionary<string, SimpleType> _simpleTypes;

    private RequestGrammar(Dictionary<string, ElementType> operations, Dictionary<string, ElementType> types, Dictionary<string, SimpleType> simpleTypes)
    {
        _operations = operations.ToFrozenDictionary();
        _types = types.ToFrozenDictionary();
        _simpleTypes = simpleTypes.ToFrozenDictionary();
    }

    /// <summary>The grammar that is built into the assembly.</summary>
    public static RequestGrammar Instance { get; } = Load();

    /// <summary>Checks an operation. One that the grammar does not know is left to whoever answers it.</summary>
    /// <exception cref="EwsSchemaException">The element breaks the schema.</exception>
    public void Check(EwsElement operation)
    {
        if (_operations.TryGetValue(operation.Name, out var type))
        {
            Check(operation, type);
        }
    }

    private void Check(EwsElement element, ElementType type)
    {
        CheckAttributes(element, type);
        if (type.HasText)
        {
            return;
        }

        if (!string.IsNullOrWhiteSpace(element.Text))
        {
            throw new EwsSchemaException(element, $"The element '{element.Name}' in namespace '{element.Namespace}' cannot contain text.");
        }

        var next = 0;
        foreach (var particle in type.Content)
        {
            var count = 0;
            while (next < element.Children.Count && particle.Find(element.Children[next]) is { } alternative && (particle.Repeats || count == 0))
            {
                CheckValue(element.Children[next], alternative.Type);
                next++;
                count++;
            }

            if (count == 0 && particle.Required)
            {
                throw next < element.Children.Count
                    ? Unexpected(element, element.Children[next], particle)
                    : new EwsSchemaException(element, $"The element '{element.Name}' in namespace '{element.Namespace}' has incomplete content. List of possible elements expected: {particle.Names()}.");
            }
        }

        if (next < element.Children.Count)
        {
            throw Unexpected(element, element.Children[next], null);
        }
    }

    private static EwsSchemaException Unexpected(EwsElement parent, EwsElement child, Particle? expected) => new(
        child,
        $"The element '{parent.Name}' in namespace '{parent.Namespace}' has invalid child element '{child.Name}' in namespace '{child.Namespace}'." +
        (expected is null ? "" : $" List of possible elements expected: {expected.Names()}."));

    private void CheckValue(EwsElement element, string type)
    {
        if (type == "any")
        {
            return;
        }

        if (_types.TryGetValue(type, out var complex))
        {
            Check(element, complex);
            return;
        }

        if (element.Children.Count > 0)
        {
            throw Unexpected(element, element.Children[0], null);
        }

        CheckAttributes(element, ElementType.Simple);
        CheckSimple(element, $"The '{element.Name}' element", element.Text, type);
    }

    private void CheckAttributes(EwsElement element, ElementType type)
    {
        foreach (var attribute in element.Attributes)
        {
            // Attributes of SOAP and of schema instances may stand anywhere.
            if (attribute.Namespace.Length > 0)
            {
                continue;
            }

            if (type.Find(attribute.Name) is not { } rule)
            {
                throw new EwsSchemaException(element, $"The '{attribute.Name}' attribute is not declared.");
            }

            CheckSimple(element, $"The '{attribute.Name}' attribute", attribute.Value, rule.Type);
        }

        foreach (var rule in type.Attributes)
        {
            if (rule.Required && element.Attribute(rule.Name) is null)
            {
                throw new EwsSchemaException(element, $"The required attribute '{rule.Name}' is missing.");
            }
        }
    }

    private void CheckSimple(EwsElement place, string what, string value, string type)
    {
        if (!_simpleTypes[type].Accepts(value))
        {
            throw new EwsSchemaException(place, $"{what} is invalid - The value '{value}' is invalid according to its datatype '{type}'.");
        }
    }

    private static RequestGrammar Load()
    {
        var operations = new Dictionary<string, ElementType>();
        var types = new Dictionary<string, ElementType>();
        var simple = SimpleTypes();
        var section = operations;
        var prefix = "m";

        foreach (var line in Lines())
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "messages":
                    (section, prefix) = (operations, "m");
                    break;
                case "types":
                    (section, prefix) = (types, "t");
                    break;
                case "enum":
                    var names = words[3..].ToFrozenSet();
                    simple.Add(words[1], new SimpleType(value => names.Contains(value.Trim())));
                    break;
                case "list":
                    var values = words[3..].ToFrozenSet();
                    simple.Add(words[1], new SimpleType(value => value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).All(values.Contains)));
                    break;
                default:
                    section.Add(words[0], Parse(words, prefix));
                    break;
            }
        }

        return new RequestGrammar(operations, types, simple);
    }

    private static IEnumerable<string> Lines()
    {
        using var stream = typeof(RequestGrammar).Assembly.GetManifestResourceStream("RequestGrammar.txt")
            ?? throw new UnreachableException("The grammar of requests is embedded into the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }

    private static ElementType Parse(string[] words, string prefix)
    {
        var equals = Array.IndexOf(words, "=");
        var attributes = words[1..equals].Select(word =>
        {
            var parts = word[1..].Split(':');
            return new AttributeRule(parts[0].TrimEnd('!'), parts[0].EndsWith('!'), parts[1]);
        }).ToArray();

        var content = new List<Particle>();
        var group = new List<Alternative>();
        var inGroup = false;
        foreach (var word in words[(equals + 1)..])
        {
            switch (word[0])
            {
                case '#':
                    return new ElementType(attributes, [], HasText: true);
                case '(':
                    inGroup = true;
                    break;
                case '|':
                    break;
                case ')':
                    content.Add(new Particle([.. group], Occurrence(word)));
                    group.Clear();
                    inGroup = false;
                    break;
                default:
                    var alternative = ParseAlternative(word.TrimEnd('?', '*', '+'), prefix);
                    if (inGroup)
                    {
                        group.Add(alternative);
                    }
                    else
                    {
                        content.Add(new Particle([alternative], Occurrence(word)));
                    }

                    break;
            }
        }

        return new ElementType(attributes, [.. content], HasText: false);
    }

    private static char Occurrence(string word) => word[^1] is '?' or '*' or '+' ? word[^1] : '1';

    private static Alternative ParseAlternative(string word, string prefix)
    {
        var parts = word.Split(':');
        if (parts[0] == "t")
        {
            (prefix, parts) = ("t", parts[1..]);
        }

        return new Alternative(parts[0], prefix == "m" ? EwsNamespaces.Messages : EwsNamespaces.Types, parts.Length > 1 ? parts[1] : "any");
    }

    private static Dictionary<string, SimpleType> SimpleTypes() => new()
    {
        ["string"] = new(_ => true),
        ["text"] = new(value => value.Length > 0),
        ["bool"] = new(value => value.Trim() is "true" or "false" or "1" or "0"),
        ["int"] = new(value => Parses(value, XmlConvert.ToInt32)),
        ["streamMinutes"] = new(value => Parses(value, XmlConvert.ToInt32) && XmlConvert.ToInt32(value.Trim()) is >= 1 and <= 30),
        ["pullMinutes"] = new(value => Parses(value, XmlConvert.ToInt32) && XmlConvert.ToInt32(value.Trim()) is >= 1 and <= 1440),
        ["date"] = new(XmlDates.IsDate),
        ["dateTime"] = new(XmlDates.IsDateTime),
        ["fieldUri"] = new(FieldUris.IsKnown),
    };

    private static bool Parses<T>(string value, Func<string, T> parse)
    {
        try
        {
            parse(value.Trim());
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }

    private sealed record SimpleType(Func<string, bool> Accepts);

    private sealed record AttributeRule(string Name, bool Required, string Type);

    private sealed record Alternative(string Name, string Namespace, string Type);

    private sealed record ElementType(AttributeRule[] Attributes, Particle[] Content, bool HasText)
    {
        /// <summary>An element that has nothing but a value.</summary>
        public static ElementType Simple { get; } = new([], [], HasText: true);

        public AttributeRule? Find(string name) => Array.Find(Attributes, rule => rule.Name == name);
    }

    private sealed record Particle(Alternative[] Alternatives, char Occurrence)
    {
        public bool Required => Occurrence is '1' or '+';

        public bool Repeats => Occurrence is '*' or '+';

        public Alternative? Find(EwsElement element)
        {
            foreach (var alternative in Alternatives)
            {
                if (alternative.Name == element.Name && alternative.Namespace == element.Namespace)
                {
                    return alternative;
                }
            }

            return null;
        }

        public string Names() => string.Join(", ", Alternatives.Select(a => $"'{a.Name}'"));
    }
}
