namespace CaPresenceActors.Actors.Health;

/// <summary>What the engine cannot know of the process that it runs in.</summary>
public interface IRunFacts
{
    /// <summary>As it is now.</summary>
    RunFacts Now();
}

/// <summary>The process and its disk.</summary>
public sealed record RunFacts
{
    /// <summary>When the process began, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>For how long it has run.</summary>
    public required TimeSpan Uptime { get; init; }

    /// <summary>The version of this program.</summary>
    public required string Program { get; init; }

    /// <summary>The version of .NET.</summary>
    public required string Runtime { get; init; }

    /// <summary>The storage and its version, such as <c>SQLite 3.50.4</c>.</summary>
    public required string Storage { get; init; }

    /// <summary>The version of the database's tables.</summary>
    public required int Schema { get; init; }

    /// <summary>How large the database is on the disk, in bytes, with what has yet to be copied into it.</summary>
    public required long DatabaseBytes { get; init; }

    /// <summary>How much the disk can still take, in bytes; null when that cannot be found out.</summary>
    public long? FreeDiskBytes { get; init; }
}
