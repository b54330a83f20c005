using CaPresenceActors.Presence;

namespace CaPresenceActors.Web.Presences;

/// <summary>A presence to set by hand (SEMANTICS §5).</summary>
internal sealed record ManualBody
{
    public required string Presence { get; init; }

    public Hold Hold { get; init; } = Hold.UntilNextChange;

    public DateTimeOffset? Until { get; init; }
}
