using System.Text.Json.Serialization;

namespace CaPresenceActors.Web.Jobs;

/// <summary>How a long piece of work stands: one immutable value, told whole. What it is about is added by whoever does it.</summary>
internal abstract record JobBody
{
    [JsonPropertyOrder(-2)]
    public required string Id { get; init; }

    [JsonPropertyOrder(-1)]
    public JobState State { get; init; }

    /// <summary>Why it failed, in a sentence; left out otherwise.</summary>
    public string? Problem { get; init; }
}

/// <summary>How a long piece of work stands, in one word.</summary>
internal enum JobState
{
    /// <summary>It is under way.</summary>
    Running,

    /// <summary>It has come to its end, whatever it found.</summary>
    Done,

    /// <summary>Somebody cancelled it, or the program stops.</summary>
    Cancelled,

    /// <summary>It could not be carried out.</summary>
    Failed,
}
