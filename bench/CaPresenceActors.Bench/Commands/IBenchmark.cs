using CaPresenceActors.Bench.Reporting;

namespace CaPresenceActors.Bench.Commands;

/// <summary>One command: a kind of work, and how to measure it.</summary>
internal interface IBenchmark
{
    /// <summary>What is typed.</summary>
    string Name { get; }

    /// <summary>What work it is, in a sentence.</summary>
    string Work { get; }

    /// <summary>How many extensions (actors, mailboxes) when nothing else is said.</summary>
    int UsualSize { get; }

    /// <summary>How often it is repeated when nothing else is said; warming up is not counted.</summary>
    int UsualRepeats { get; }

    /// <summary>Does the work and measures it.</summary>
    Task<Measurement> MeasureAsync(BenchRun run);
}

/// <summary>How one command is to measure.</summary>
/// <param name="Extensions">How many extensions (actors, mailboxes).</param>
/// <param name="Repeats">How many repetitions count.</param>
/// <param name="Directory">An empty directory of its own, which is deleted afterwards.</param>
/// <param name="WindowSeconds">How long an idle host is watched.</param>
/// <param name="LeadSeconds">How long before its first edge a host is started; null: by its size.</param>
/// <param name="LogToFile">Whether every presence change leaves a line in a log file, as it does at a site.</param>
/// <param name="Progress">Hears what is being done.</param>
internal sealed record BenchRun(int Extensions, int Repeats, string Directory, double WindowSeconds, double? LeadSeconds, bool LogToFile, Action<string> Progress)
{
    /// <summary>A host must have started before its first edge.</summary>
    public double Lead => LeadSeconds ?? (6 + (Extensions * 0.00005));

    /// <summary>A directory below.</summary>
    public string Below(string name) => Path.Combine(Directory, name);
}
