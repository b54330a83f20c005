namespace CaPresenceActors.Kernel;

/// <summary>What can go wrong with an actor itself.</summary>
public abstract class ActorException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>An actor could not be made or started: its factory or <see cref="ActorBase.PreStart"/> failed.</summary>
public class ActorInitializationException(string path, string step, Exception cause)
    : ActorException($"Actor {path} could not be started: {step} failed. {cause.Message}", cause)
{
    public string ActorPath { get; } = path;
}

/// <summary>An actor could not be restarted.</summary>
public sealed class PostRestartException(string path, string step, Exception cause) : ActorInitializationException(path, step, cause);

/// <summary>An actor was sent <see cref="Kill"/>.</summary>
public sealed class ActorKilledException(string path) : ActorException($"Actor {path} was killed by a Kill message.");

/// <summary>An actor watched another one and did not handle its end.</summary>
public sealed class DeathPactException(string path, string stopped)
    : ActorException($"Actor {path} watched {stopped}, which has stopped, and does not handle Terminated.");

/// <summary>A mailbox was full, and a message was not delivered.</summary>
public sealed class MailboxFullException(string path, int bound)
    : ActorException($"The mailbox of {path} holds {bound} messages, which is its bound. The message was not delivered. Try again later.")
{
    public string ActorPath { get; } = path;

    /// <summary>How many messages the mailbox takes.</summary>
    public int Bound { get; } = bound;
}

/// <summary>A message was asked of an actor that has stopped.</summary>
public sealed class ActorStoppedException(string path) : ActorException($"Actor {path} has stopped. The message was not delivered.")
{
    public string ActorPath { get; } = path;
}

/// <summary>An answer did not come in time.</summary>
public sealed class AskTimeoutException(string path, string question, TimeSpan timeout)
    : TimeoutException($"Actor {path} did not answer {question} within {timeout}. It may have handled it all the same.")
{
    public string ActorPath { get; } = path;

    public TimeSpan Timeout { get; } = timeout;
}

/// <summary>An answer was of another type than the one asked for.</summary>
public sealed class UnexpectedAnswerException(string path, Type expected, Type found)
    : ActorException($"Actor {path} answered with {found.Name}, but {expected.Name} was expected.");
