namespace CaPresenceActors.Kernel.Supervision;

/// <summary>What a supervisor does about the failure of a child.</summary>
public enum Directive
{
    /// <summary>The child goes on with the state it has; only the message is lost.</summary>
    Resume,

    /// <summary>The child is made anew; its mailbox and its reference stay.</summary>
    Restart,

    /// <summary>The child stops for good.</summary>
    Stop,

    /// <summary>The supervisor fails with the same cause, so that its own supervisor decides.</summary>
    Escalate,
}
