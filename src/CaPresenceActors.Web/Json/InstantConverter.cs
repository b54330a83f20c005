using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CaPresenceActors.Web.Json;

/// <summary>Instants are written in UTC with <c>Z</c> and without trailing zeros, and read with <c>Z</c> or an offset: a time without one could mean any zone.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && HasOffset(reader.GetString()!) && reader.TryGetDateTimeOffset(out var instant)
            ? instant.ToUniversalTime()
            : throw new JsonException("is not an instant such as 2026-11-23T10:00:00Z");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);

    /// <summary>As in a body, but without quotes.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out instant) && HasOffset(text);

    private static bool HasOffset(string text) => text.EndsWith('Z') || text is [.., '+' or '-', _, _, ':', _, _];
}
