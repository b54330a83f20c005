namespace CaPresenceActors.Kernel.Timing;

/// <summary>Something that waits in the <see cref="TimerQueue"/>, at most once.</summary>
internal interface ITimed
{
    /// <summary>Its place in the queue, which the queue keeps here; 0 while it does not wait.</summary>
    int TimerSlot { get; set; }

    /// <summary>Whether it waits for an instant of the wall clock, which may jump, or for time to pass.</summary>
    bool OnWallClock { get; }

    /// <summary>It is due and waits no longer. Called without locks; must be quick and must not throw.</summary>
    void Fire();
}
