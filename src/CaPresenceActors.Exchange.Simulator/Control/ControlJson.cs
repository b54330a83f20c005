using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CaPresenceActors.Exchange.Simulator.Control;

/// <summary>Reads requests of the control API and says of every field that is wrong which it is, what was found and what is needed.</summary>
internal static class ControlJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        PropertyNameCaseInsensitive = false,
        WriteIndented = true,
    };

    /// <exception cref="ControlException">The text is no JSON object, or fields are wrong.</exception>
    public static T Read<T>(string text)
        where T : class
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text.Trim().Length == 0 ? "{}" : text);
        }
        catch (JsonException e)
        {
            throw new ControlException(400, $"The request is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}. An object is needed.");
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new ControlException(400, $"The request is a JSON {Found(document.RootElement)}, but an object is needed.");
            }

            var problems = Problems(document.RootElement, typeof(T)).ToList();
            return problems.Count == 0
                ? document.RootElement.Deserialize<T>(Options)!
                : throw new ControlException(400, string.Join(' ', problems));
        }
    }

    private static IEnumerable<string> Problems(JsonElement json, Type type)
    {
        var fields = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name), StringComparer.Ordinal);
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (!given.Add(member.Name))
            {
                yield return $"\"{member.Name}\" is given twice.";
            }
            else if (!fields.TryGetValue(member.Name, out var field))
            {
                yield return $"\"{member.Name}\" is no field of this request; it has {string.Join(", ", fields.Keys)}.";
            }
            else if (Needed(field.PropertyType, member.Value) is { } needed)
            {
                yield return $"\"{member.Name}\" is {Found(member.Value)}, but {needed} is needed.";
            }
        }

        foreach (var (name, field) in fields)
        {
            if (field.IsDefined(typeof(RequiredMemberAttribute)) && !given.Contains(name))
            {
                yield return $"\"{name}\" is missing, but it is needed.";
            }
        }
    }

    // What a field needs, in words, when the value is not that.
    private static string? Needed(Type type, JsonElement value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return value.ValueKind == JsonValueKind.String ? null : "a text";
        }

        if (type == typeof(bool))
        {
            return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "true or false";
        }

        if (type == typeof(int))
        {
            return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _) ? null : "a whole number";
        }

        if (type == typeof(double))
        {
            return value.ValueKind == JsonValueKind.Number ? null : "a number";
        }

        if (type == typeof(DateTimeOffset))
        {
            return value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out _) && HasOffset(value.GetString()!) ? null : "an instant such as \"2026-03-02T12:00:00Z\"";
        }

        if (type == typeof(ImmutableArray<string>))
        {
            return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) ? null : "a list of texts";
        }

        return value.ValueKind == JsonValueKind.String && Enum.GetNames(type).Contains(value.GetString(), StringComparer.Ordinal) ? null : $"one of {string.Join(", ", Enum.GetNames(type))}";
    }

    private static bool HasOffset(string instant) => instant.EndsWith('Z') || (instant.Length > 6 && instant[^6] is '+' or '-' && instant[^3] == ':');

    private static string Found(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => value.GetRawText() is { Length: <= 60 } text ? text : "a long " + value.ValueKind.ToString().ToUpperInvariant(),
    };
}

/// <summary>A request of the control API that cannot be carried out, with the HTTP status and the words for it.</summary>
internal sealed class ControlException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
