using System.Text.Json;
using System.Text.Json.Serialization;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Web.Board;

namespace CaPresenceActors.Web.Json;

/// <summary>A row of the board, by its one definition.</summary>
internal sealed class PresenceViewConverter : WriteOnlyConverter<PresenceView>
{
    public override void Write(Utf8JsonWriter writer, PresenceView value, JsonSerializerOptions options) => PresenceJson.Write(writer, value);
}

/// <summary>A row of the board as one caller sees it.</summary>
internal sealed class SeenViewConverter : WriteOnlyConverter<SeenView>
{
    public override void Write(Utf8JsonWriter writer, SeenView value, JsonSerializerOptions options) => PresenceJson.Write(writer, value.View, value.TellsHiddenTimes);
}

/// <summary>A presence change, by its one definition.</summary>
internal sealed class PresenceChangeViewConverter : WriteOnlyConverter<PresenceChangeView>
{
    public override void Write(Utf8JsonWriter writer, PresenceChangeView value, JsonSerializerOptions options) => ChangeJson.Write(writer, value);
}

internal abstract class WriteOnlyConverter<T> : JsonConverter<T>
{
    public sealed override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException($"{typeof(T).Name} is never read from a request.");
}
