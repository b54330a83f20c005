using System.Text.Json;
using System.Text.Json.Serialization;

namespace CaPresenceActors.Actors.Codec;

/// <summary>
/// Reads the names of presences and keywords. They are few and stand in the state of every extension, so each is one string, however often it is read.
/// </summary>
/// <remarks>A table of one place for each hash, without locks and never larger: a name that finds another in its place takes it, which costs a second string and nothing else.</remarks>
internal sealed class SharedText : JsonConverter<string>
{
    private const int Places = 1024;
    private static readonly string?[] Known = new string?[Places];

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException($"A name was expected, and a {reader.TokenType} was found.");
        }

        var hash = default(HashCode);
        hash.AddBytes(reader.ValueSpan);
        ref var place = ref Known[(uint)hash.ToHashCode() % Places];
        var known = Volatile.Read(ref place);
        if (known is not null && reader.ValueTextEquals(known))
        {
            return known;
        }

        var read = reader.GetString();
        Volatile.Write(ref place, read);
        return read;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
