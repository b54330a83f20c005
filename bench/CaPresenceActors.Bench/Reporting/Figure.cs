using System.Text.Json.Serialization;
using CaPresenceActors.Bench.Measuring;

namespace CaPresenceActors.Bench.Reporting;

/// <summary>One number that a command measures.</summary>
/// <param name="Name">What it is, in words; the same in every run.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Value">What was measured.</param>
internal sealed record Figure(string Name, string Unit, Spread Value)
{
    /// <summary>What is aimed at, at the usual size; null where nothing is, and at any other size.</summary>
    public double? Bar { get; init; }

    /// <summary>Whether more is better.</summary>
    public bool MoreIsBetter { get; init; }

    /// <summary>What others were measured at, with the same kind of work on a machine of two cores.</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>Whether the median reaches the bar; null without one.</summary>
    [JsonInclude]
    public bool? Met => Bar is not { } bar ? null : MoreIsBetter ? Value.Median >= bar : Value.Median <= bar;
}

/// <summary>What another program was measured at.</summary>
internal sealed record Reference(string Who, double Value);
