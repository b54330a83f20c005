using CaPresenceActors.Kernel.Timing;

namespace CaPresenceActors.Kernel.Cells;

/// <summary>One arming of a timer by key. Arming the key again makes a new one, so that a message of the old one which is already in the mailbox is known as stale.</summary>
internal sealed class NamedTimer(ActorCell cell, object key, object message, TimeSpan? period) : ITimed
{
    public int TimerSlot { get; set; }

    public bool OnWallClock => false;

    public object Key => key;

    /// <summary>Fires again so long after its message was taken up; null: once.</summary>
    public TimeSpan? Period => period;

    public void Fire() => cell.Deliver(new Fired(this, message));

    /// <summary>A period counts from the moment when the message is taken up, so that a busy actor finds at most one message of each timer in its mailbox.</summary>
    private sealed class Fired(NamedTimer timer, object message) : Envelope(message, null)
    {
        public override bool BecomesDeadLetter => false;

        public override bool IsWanted(ActorCell cell) => cell.TimerTakenUp(timer);
    }
}

/// <summary>Ends the wait of a cell that backs off before its restart.</summary>
internal sealed class RestartTimer(ActorCell cell) : ITimed
{
    public int TimerSlot { get; set; }

    public bool OnWallClock => false;

    public void Fire() => cell.Send(new BackoffOver());
}
