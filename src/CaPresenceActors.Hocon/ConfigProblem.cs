using System.Collections.Immutable;

namespace CaPresenceActors.Hocon;

/// <summary>One thing that is wrong with a configuration.</summary>
/// <param name="Path">The setting, such as <c>presence.calendar.poll-interval</c> or <c>users[3].extension</c>.</param>
/// <param name="Origin">Where it was set; where it is missing, the object that it is missing from; null where nothing near it was set at all.</param>
/// <param name="Message">What was found and what is needed.</param>
public sealed record ConfigProblem(string Path, HoconOrigin? Origin, string Message)
{
    /// <summary><c>capresence.conf:12: presence.calendar.poll-interval is "5x". Needed: a duration.</c></summary>
    public override string ToString() => Origin is null ? $"{Path} {Message}" : $"{Origin}: {Path} {Message}";
}

/// <summary>A configuration that can be read, but must not be used. The message lists every problem.</summary>
public sealed class ConfigProblemsException(ImmutableArray<ConfigProblem> problems) : Exception(
    $"The configuration has {problems.Length} problem{(problems.Length == 1 ? "" : "s")}:{Environment.NewLine}{string.Join(Environment.NewLine, problems.Select(problem => $"  {problem}"))}")
{
    public ImmutableArray<ConfigProblem> Problems { get; } = problems;
}
