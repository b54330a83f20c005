using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CaPresenceActors.Web.Json;

/// <summary>The words of an enum: its names in camelCase, as SEMANTICS writes them.</summary>
internal static class Words<TEnum>
    where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<TEnum, JsonEncodedText> ByValue =
        Enum.GetValues<TEnum>().ToFrozenDictionary(value => value, value => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(value.ToString())));

    private static readonly FrozenDictionary<string, TEnum> ByWord = ByValue.ToFrozenDictionary(pair => pair.Value.Value, pair => pair.Key, StringComparer.Ordinal);

    public static string All { get; } = string.Join(", ", ByValue.OrderBy(pair => pair.Key).Select(pair => pair.Value.Value));

    public static JsonEncodedText Of(TEnum value) => ByValue[value];

    public static bool TryParse(string word, out TEnum value) => ByWord.TryGetValue(word, out value);
}

/// <summary>Writes and reads an enum as one of its words; numbers and other spellings are refused.</summary>
internal sealed class WordConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Words<TEnum>.TryParse(reader.GetString()!, out var value)
            ? value
            : throw new JsonException($"is not one of the words {Words<TEnum>.All}");

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WriteStringValue(Words<TEnum>.Of(value));
}
