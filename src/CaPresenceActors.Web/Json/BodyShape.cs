using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Problems;

namespace CaPresenceActors.Web.Json;

/// <summary>
/// Compares a body with the type it is for, so that an error names the member and says what is needed. The serializer refuses the same things, but tells of .NET types.
/// </summary>
internal static class BodyShape
{
    public static void Check(JsonElement element, JsonTypeInfo type, string path)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                CheckObject(element, type, path);
                break;
            case JsonTypeInfoKind.Enumerable:
                CheckArray(element, type, path);
                break;
            default:
                CheckValue(element, Nullable.GetUnderlyingType(type.Type) ?? type.Type, path);
                break;
        }
    }

    private static void CheckObject(JsonElement element, JsonTypeInfo type, string path)
    {
        Need(element.ValueKind == JsonValueKind.Object, element, path, "an object");
        var known = type.Properties.ToDictionary(property => property.Name, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var place = Join(path, Clipped.Text(member.Name));
            if (!known.TryGetValue(member.Name, out var property))
            {
                throw ProblemException.Body($"The member {place} is not known; known are {string.Join(", ", known.Keys)}.");
            }

            if (!seen.Add(member.Name))
            {
                throw ProblemException.Body($"The member {place} is there twice.");
            }

            if (member.Value.ValueKind != JsonValueKind.Null || !property.IsSetNullable)
            {
                Check(member.Value, ApiJson.Form.GetTypeInfo(property.PropertyType), place);
            }
        }

        if (type.Properties.FirstOrDefault(property => property.IsRequired && !seen.Contains(property.Name)) is { } missing)
        {
            throw ProblemException.Body($"The member {Join(path, missing.Name)} is missing.");
        }
    }

    private static void CheckArray(JsonElement element, JsonTypeInfo type, string path)
    {
        Need(element.ValueKind == JsonValueKind.Array, element, path, "an array");
        var elementType = ApiJson.Form.GetTypeInfo(type.ElementType!);
        foreach (var (index, item) in element.EnumerateArray().Index())
        {
            Check(item, elementType, $"{path}[{index}]");
        }
    }

    private static void CheckValue(JsonElement element, Type type, string path)
    {
        if (type == typeof(bool))
        {
            Need(element.ValueKind is JsonValueKind.True or JsonValueKind.False, element, path, "true or false");
        }
        else if (type == typeof(int))
        {
            Need(element.ValueKind == JsonValueKind.Number, element, path, "a whole number");
            NeedNumber(element.TryGetInt32(out _), element, path, "a whole number, without point or exponent and of at most nine digits,");
        }
        else if (type == typeof(long))
        {
            Need(element.ValueKind == JsonValueKind.Number, element, path, "a whole number");
            NeedNumber(element.TryGetInt64(out _), element, path, "a whole number, without point or exponent and of at most eighteen digits,");
        }
        else if (type == typeof(double))
        {
            Need(element.ValueKind == JsonValueKind.Number, element, path, "a number");
            NeedNumber(double.IsFinite(element.GetDouble()), element, path, "a smaller number");
        }
        else
        {
            Need(element.ValueKind == JsonValueKind.String, element, path, "a text");
            _ = element.GetString(); // Throws where an escape stands for half a character.
        }
    }

    private static void Need(bool met, JsonElement element, string path, string needed)
    {
        if (!met)
        {
            var what = path.Length == 0 ? "The body" : $"The member {path}";
            throw ProblemException.Body($"{what} is {Found(element.ValueKind)}; {needed} is needed.");
        }
    }

    private static void NeedNumber(bool met, JsonElement element, string path, string needed)
    {
        if (!met)
        {
            throw ProblemException.Body($"The member {path} is {Clipped.Text(element.GetRawText())}; {needed} is needed.");
        }
    }

    private static string Found(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    private static string Join(string path, string member) => path.Length == 0 ? member : $"{path}.{member}";
}
