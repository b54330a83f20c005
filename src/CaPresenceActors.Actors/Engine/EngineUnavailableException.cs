namespace CaPresenceActors.Actors.Engine;

/// <summary>A question was not answered: the engine is stopping, or has too much to do. Nothing was changed; it may be asked again.</summary>
public sealed class EngineUnavailableException : Exception
{
    /// <summary>With a sentence that says why.</summary>
    public EngineUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence that says why, and what lies behind it.</summary>
    public EngineUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without words; for serializers.</summary>
    public EngineUnavailableException()
    {
    }
}
