using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Extensions;

/// <summary>A question to many extensions at once: each shows its state to one and the same visitor, on its own thread, and nothing of it is sent around.</summary>
/// <param name="extensions">How many are asked.</param>
/// <param name="visit">Looks at a state, and how far its calendar is known; called on several threads at once. It must be quick, and keep nothing that holds a subject.</param>
public sealed class SurveyRound(int extensions, Action<PresenceState, DateTimeOffset?> visit)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = extensions;

    /// <summary>Completed when everybody has been asked; fails when the visitor does.</summary>
    public Task Done => _done.Task;

    /// <summary>Called by an extension.</summary>
    /// <param name="state">Its state; null when there is no such extension any more.</param>
    /// <param name="coveredUntil">How far its calendar is known, UTC; null when none is.</param>
    internal void Take(PresenceState? state, DateTimeOffset? coveredUntil)
    {
        try
        {
            if (state is not null && !_done.Task.IsCompleted)
            {
                visit(state, coveredUntil);
            }
        }
        catch (Exception e)
        {
            // A mistake of the visitor is the asker's to hear of, and no reason to lose an extension.
            _done.TrySetException(e);
        }

        if (Interlocked.Decrement(ref _missing) == 0)
        {
            _done.TrySetResult();
        }
    }

    /// <summary>The asker waits no longer: who has not been asked yet need not look.</summary>
    internal void GiveUp() => _done.TrySetCanceled();
}
