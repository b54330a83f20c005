using CaPresenceActors.Exchange.Errors;

namespace CaPresenceActors.Exchange.Streaming;

/// <summary>How a stream ended, when nobody here ended it.</summary>
internal abstract record StreamEnd
{
    private StreamEnd()
    {
    }

    /// <summary>The server ended it because its time was over.</summary>
    public sealed record Closed : StreamEnd;

    /// <summary>It fell silent.</summary>
    public sealed record Silent(TimeSpan For) : StreamEnd;

    /// <summary>It could not be opened, or broke.</summary>
    public sealed record Failed(Trouble Trouble) : StreamEnd;
}
