using System.Collections.Immutable;
using System.Text.Json;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Web.Json;

namespace CaPresenceActors.Web.History;

/// <param name="Changes">Newest first.</param>
/// <param name="Next">Where older ones are; null when there are none.</param>
internal sealed record SiteHistoryBody(ImmutableArray<NamedChange> Changes, string? Next);

/// <summary>A change as the stream tells it, with the person's name.</summary>
/// <param name="Change">The change.</param>
/// <param name="Name">The name; null for who has been removed.</param>
internal sealed record NamedChange(PresenceChangeView Change, string? Name);

internal sealed class NamedChangeConverter : WriteOnlyConverter<NamedChange>
{
    public override void Write(Utf8JsonWriter writer, NamedChange value, JsonSerializerOptions options) => ChangeJson.Write(writer, value.Change, value.Name);
}
