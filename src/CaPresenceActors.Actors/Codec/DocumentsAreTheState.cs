namespace CaPresenceActors.Actors.Codec;

/// <summary>The snapshot of an actor whose whole state stands in its documents: it says no more than up to where they are right.</summary>
internal sealed class DocumentsAreTheState
{
    private DocumentsAreTheState()
    {
    }

    public static DocumentsAreTheState Instance { get; } = new();
}
