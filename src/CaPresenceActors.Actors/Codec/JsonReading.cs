using System.Text.Json;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Codec;

/// <summary>
/// What reading a form of the journal by hand needs. A form is an object: members that are not known are passed over, since a newer version may have added them, and a member that is needed and
/// missing is damage.
/// </summary>
internal static class JsonReading
{
    /// <summary>Goes to the next token, which must begin an object.</summary>
    public static void ReadObject(ref this Utf8JsonReader json)
    {
        _ = json.Read();
        json.BeginsObject();
    }

    /// <summary>Checks that the token begins an object.</summary>
    public static void BeginsObject(ref this Utf8JsonReader json) => json.Expect(JsonTokenType.StartObject);

    /// <summary>Checks that the token begins an array.</summary>
    public static void BeginsArray(ref this Utf8JsonReader json) => json.Expect(JsonTokenType.StartArray);

    /// <summary>Goes to the name of the next member; false at the end of the object.</summary>
    public static bool ReadName(ref this Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Whether the member has this name. If so, goes to its value.</summary>
    public static bool Is(ref this Utf8JsonReader json, ReadOnlySpan<byte> name) => json.ValueTextEquals(name) && json.Read();

    /// <summary>Passes over a member that is not known.</summary>
    public static void PassOver(ref this Utf8JsonReader json) => json.Skip();

    /// <summary>Checks that nothing follows.</summary>
    public static void ReadEnd(ref this Utf8JsonReader json)
    {
        if (json.Read())
        {
            throw new JsonException($"An end was expected, and a {json.TokenType} was found.");
        }
    }

    public static bool IsNull(ref this Utf8JsonReader json) => json.TokenType == JsonTokenType.Null;

    public static string? Text(ref this Utf8JsonReader json)
    {
        if (json.IsNull())
        {
            return null;
        }

        json.Expect(JsonTokenType.String);
        return json.GetString();
    }

    public static DateTimeOffset Instant(ref this Utf8JsonReader json)
    {
        json.Expect(JsonTokenType.String);
        return json.GetDateTimeOffset();
    }

    public static AppointmentKey Key(ref this Utf8JsonReader json)
    {
        json.Expect(JsonTokenType.String);
        return AppointmentKey.Parse(json.ValueSpan);
    }

    public static int Count(ref this Utf8JsonReader json)
    {
        json.Expect(JsonTokenType.Number);
        return json.GetInt32();
    }

    public static long Version(ref this Utf8JsonReader json)
    {
        json.Expect(JsonTokenType.Number);
        return json.GetInt64();
    }

    public static bool YesOrNo(ref this Utf8JsonReader json) =>
        json.TokenType is JsonTokenType.True or JsonTokenType.False ? json.GetBoolean() : throw new JsonException($"A yes or no was expected, and a {json.TokenType} was found.");

    /// <summary>A value of an enumeration, by its name.</summary>
    public static T Word<T>(ref this Utf8JsonReader json)
        where T : struct, Enum
    {
        json.Expect(JsonTokenType.String);
        foreach (var (written, value) in Words<T>.All)
        {
            if (json.ValueTextEquals(written))
            {
                return value;
            }
        }

        throw new JsonException($"A {typeof(T).Name} was expected, and \"{json.GetString()}\" was found.");
    }

    /// <summary>What a member must have said.</summary>
    public static T Needed<T>(T? value, string name)
        where T : class => value ?? throw Missing(name);

    /// <summary>What a member must have said.</summary>
    public static T Needed<T>(T? value, string name)
        where T : struct => value ?? throw Missing(name);

    private static JsonException Missing(string name) => new($"The member \"{name}\" is missing.");

    private static void Expect(ref this Utf8JsonReader json, JsonTokenType type)
    {
        if (json.TokenType != type)
        {
            throw new JsonException($"A {type} was expected, and a {json.TokenType} was found.");
        }
    }

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly (byte[] Written, T Value)[] All = [.. Enum.GetValues<T>().Select(value => (System.Text.Encoding.UTF8.GetBytes(value.ToString()), value))];
    }
}
