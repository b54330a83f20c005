namespace CaPresenceActors.Kernel;

/// <summary>The answer of an actor that has nothing else to say than that it worked or not.</summary>
public abstract record Status
{
    private Status()
    {
    }

    /// <summary>It worked.</summary>
    public sealed record Success(object? Value) : Status
    {
        /// <summary>It worked, and there is nothing to add.</summary>
        public static Success Empty { get; } = new((object?)null);
    }

    /// <summary>It did not work. Who asked gets the cause as an exception.</summary>
    public sealed record Failure(Exception Cause) : Status;
}
