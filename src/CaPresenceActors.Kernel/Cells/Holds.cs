namespace CaPresenceActors.Kernel.Cells;

/// <summary>Why a cell handles no user messages just now. They wait in its mailbox.</summary>
[Flags]
internal enum Holds
{
    None = 0,

    /// <summary>The actor has not been made yet.</summary>
    Starting = 1,

    /// <summary>A persistent actor reads its past.</summary>
    Recovering = 2,

    /// <summary>An append is under way.</summary>
    Persisting = 4,

    /// <summary>It failed, and its supervisor has not decided yet.</summary>
    Failed = 8,

    /// <summary>It waits for its children's end or for the back-off before it is made anew.</summary>
    Restarting = 16,

    /// <summary>It has been told to stop and will as soon as the current message is done.</summary>
    StopAsked = 32,

    /// <summary>It waits for its children's end before it stops.</summary>
    Stopping = 64,

    /// <summary>It is gone.</summary>
    Stopped = 128,
}
