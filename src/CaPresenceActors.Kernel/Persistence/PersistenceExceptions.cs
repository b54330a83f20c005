namespace CaPresenceActors.Kernel.Persistence;

/// <summary>The journal let a persistent actor down. It is restarted after a wait, since the journal heals by itself.</summary>
public abstract class PersistenceException(string persistenceId, string message, Exception cause) : ActorException(message, cause)
{
    public string PersistenceId { get; } = persistenceId;
}

/// <summary>An append was refused: nothing of it was kept, and the command had no effect.</summary>
public sealed class PersistFailedException(string persistenceId, Exception cause)
    : PersistenceException(persistenceId, $"{persistenceId} could not be written, and the command had no effect: {cause.Message}", cause);

/// <summary>A persistent actor's past could not be read.</summary>
public sealed class RecoveryFailedException(string persistenceId, string part, Exception cause)
    : PersistenceException(persistenceId, $"{persistenceId} could not be recovered at {part}: {cause.Message}", cause);
