using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CaPresenceActors.Presence.Replay;

/// <summary>
/// A JSON object of a replay file that knows which part of the file it is. Every member must be known, stand once and be of its type; the errors say so.
/// </summary>
internal sealed class ScenarioObject
{
    private readonly string _part;
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);

    public ScenarioObject(string part, JsonElement element, params ReadOnlySpan<string> known)
    {
        _part = part;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new ScenarioException(part, $"an object is needed, found {Name(element)}.");
        }

        foreach (var member in element.EnumerateObject())
        {
            var name = Text(member);
            if (!known.Contains(name))
            {
                throw new ScenarioException(part, $"the member \"{name}\" is unknown; known are {string.Join(", ", known!)}.");
            }

            if (!_members.TryAdd(name, member.Value))
            {
                throw new ScenarioException(part, $"the member \"{name}\" stands there twice.");
            }
        }
    }

    public IEnumerable<string> Members => _members.Keys;

    public bool Has(string name) => _members.ContainsKey(name);

    public JsonElement Element(string name) =>
        _members.TryGetValue(name, out var element) ? element : throw new ScenarioException(_part, $"the member \"{name}\" is missing.");

    public string RequiredText(string name) => Element(name) is { ValueKind: JsonValueKind.String } element ? Text(element) : throw Wrong(name, "a text");

    public string? OptionalText(string name) => Has(name) ? RequiredText(name) : null;

    public bool OptionalFlag(string name) => Has(name) && RequiredFlag(name);

    public bool RequiredFlag(string name) => Element(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true or false"),
    };

    public DateTimeOffset RequiredInstant(string name) => Instants.TryParse(RequiredText(name), out var instant)
        ? instant
        : throw new ScenarioException(_part, $"\"{name}\" is \"{RequiredText(name)}\"; an instant such as 2026-11-23T10:00:00Z is needed.");

    public JsonElement.ArrayEnumerator RequiredArray(string name) =>
        Element(name) is { ValueKind: JsonValueKind.Array } element ? element.EnumerateArray() : throw Wrong(name, "an array");

    public bool IsNull(string name) => Element(name).ValueKind == JsonValueKind.Null;

    /// <summary>One of a few words, or the first of them when the member is left out.</summary>
    public T Word<T>(string name, params ReadOnlySpan<(string Word, T Value)> words)
    {
        if (!Has(name))
        {
            return words[0].Value;
        }

        var text = RequiredText(name);
        var known = new List<string>();
        foreach (var (word, value) in words)
        {
            if (word == text)
            {
                return value;
            }

            known.Add(word);
        }

        throw new ScenarioException(_part, $"\"{name}\" is \"{text}\"; needed is one of {string.Join(", ", known)}.");
    }

    /// <summary>The text of a JSON string. A lone surrogate written as an escape is kept, which the reader of the framework refuses.</summary>
    public static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException) when (element.ValueKind == JsonValueKind.String)
        {
            return Unescape(element.GetRawText().AsSpan()[1..^1]);
        }
    }

    /// <summary>What stands under a name in something that may be an object, before anything is checked: nothing, one value, or several.</summary>
    public static IEnumerable<JsonElement> Values(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Where(member => Text(member) == name).Select(member => member.Value) : [];

    public static string Name(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => element.GetRawText(),
    };

    private static string Text(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, which no known name has.
            return "\uFFFD";
        }
    }

    private static string Unescape(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            if (raw[i] == 'u')
            {
                text.Append((char)ushort.Parse(raw.Slice(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                text.Append(raw[i] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', var other => other });
            }
        }

        return text.ToString();
    }

    private ScenarioException Wrong(string name, string needed) => new(_part, $"\"{name}\" needs {needed}, found {Name(Element(name))}.");
}
