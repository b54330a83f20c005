using System.Collections.Immutable;

namespace CaPresenceActors.Kernel.Inspection;

/// <summary>What an actor looked like from outside at one moment. Taken without a message, so that a stuck actor can be looked at too.</summary>
public sealed record ActorInspection
{
    public required string Path { get; init; }

    /// <summary>Name of the actor's class; empty while there is no actor in the cell.</summary>
    public required string Type { get; init; }

    /// <summary>Running, or why no messages are handled: Starting, Recovering, Persisting, Failed, Restarting, Stopping, Stopped.</summary>
    public required string State { get; init; }

    public required int ChildCount { get; init; }

    /// <summary>How many user messages wait.</summary>
    public required int MailboxDepth { get; init; }

    /// <summary>How many user messages have been handled, since the cell was made.</summary>
    public required long Handled { get; init; }

    public required int Restarts { get; init; }

    public FailureInspection? LastFailure { get; init; }

    /// <summary>The children in order of their names; empty below the level that was asked for.</summary>
    public required ImmutableArray<ActorInspection> Children { get; init; }
}

/// <summary>The newest failure of an actor.</summary>
/// <param name="Type">Name of the exception's class.</param>
/// <param name="Message">Its words.</param>
/// <param name="At">When, UTC.</param>
public sealed record FailureInspection(string Type, string Message, DateTimeOffset At);
