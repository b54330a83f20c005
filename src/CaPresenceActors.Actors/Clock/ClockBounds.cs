namespace CaPresenceActors.Actors.Clock;

/// <summary>What is known of a difference between two clocks (the server's minus our own): it lies between these two, both included.</summary>
/// <param name="Low">It is not less than this.</param>
/// <param name="High">It is not more than this.</param>
public readonly record struct ClockBounds(TimeSpan Low, TimeSpan High)
{
    // A Date has whole seconds (up to 1 s old when it is read) and servers cache it (up to 1 s more).
    private static readonly TimeSpan OldestDate = TimeSpan.FromSeconds(2);

    /// <summary>How uncertain the difference is.</summary>
    public TimeSpan Width => High - Low;

    /// <summary>
    /// What one answer says. The server stamped it at some instant between the two of our own clock, and its clock then showed from <paramref name="serverDate"/>
    /// to two seconds more.
    /// </summary>
    public static ClockBounds OfAnswer(DateTimeOffset sentAt, DateTimeOffset receivedAt, DateTimeOffset serverDate) =>
        new(serverDate - receivedAt, serverDate + OldestDate - sentAt);

    /// <summary>Whether the difference may be this.</summary>
    public bool Holds(TimeSpan difference) => Low <= difference && difference <= High;

    /// <summary>Whether both can be true.</summary>
    public bool AgreesWith(ClockBounds other) => Low <= other.High && other.Low <= High;

    /// <summary>What is known when both are true.</summary>
    public ClockBounds And(ClockBounds other) => new(Low > other.Low ? Low : other.Low, High < other.High ? High : other.High);

    /// <summary>Less certain by so much on each side.</summary>
    public ClockBounds Widened(TimeSpan by) => new(Low - by, High + by);

    /// <summary>The same certainty about a difference that has grown by so much.</summary>
    public ClockBounds Shifted(TimeSpan by) => new(Low + by, High + by);

    /// <summary>How far apart the nearest differences of both are; zero when they agree.</summary>
    public TimeSpan GapTo(ClockBounds other) =>
        AgreesWith(other) ? TimeSpan.Zero : Low > other.High ? Low - other.High : other.Low - High;

    /// <summary>For people: in seconds.</summary>
    public override string ToString() => FormattableString.Invariant($"{Low.TotalSeconds:+0.00;-0.00;0.00} s to {High.TotalSeconds:+0.00;-0.00;0.00} s");
}
