namespace CaPresenceActors.Hocon;

/// <summary>A configuration text that cannot be read. The message names the place, what was found there, and what is needed.</summary>
/// <remarks>A message never quotes a whole value, since any value may be a password: only keys, paths and single characters.</remarks>
public sealed class HoconException(HoconOrigin origin, string problem, Exception? innerException = null)
    : Exception(Describe(origin, problem), innerException)
{
    /// <summary>The place of the problem.</summary>
    public HoconOrigin Origin { get; } = origin;

    /// <summary>The problem without its place.</summary>
    public string Problem { get; } = problem;

    /// <summary>Counted from 1; 0 where there are no lines.</summary>
    public int Line => Origin.Line;

    /// <summary>Counted from 1; 0 where there are no columns.</summary>
    public int Column => Origin.Column;

    private static string Describe(HoconOrigin origin, string problem) =>
        origin.Line > 0 ? $"{origin.Source}:{origin.Line}:{origin.Column}: {problem}" : $"{origin.Source}: {problem}";
}
