namespace CaPresenceActors.Hocon;

/// <summary>Where a value was written: a file (or a resource, or an environment variable), and the place in it.</summary>
/// <param name="Source">The file as it was named, the name of the resource, or <c>environment variable NAME</c>.</param>
/// <param name="Line">Counted from 1; 0 where there are no lines, as in an environment variable.</param>
/// <param name="Column">Counted from 1, in UTF-16 code units, a tab being one; 0 where there are no columns.</param>
/// <param name="Via">For a value taken from the environment by a substitution: the place of the substitution.</param>
public sealed record HoconOrigin(string Source, int Line = 0, int Column = 0, HoconOrigin? Via = null)
{
    /// <summary><c>capresence.conf:12</c>, or <c>environment variable PORT (through capresence.conf:12)</c>.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{Source}:{Line}" : Source;
        return Via is null ? place : $"{place} (through {Via})";
    }

    internal static HoconOrigin EnvironmentVariable(string name, HoconOrigin? via = null) => new($"environment variable {name}", Via: via);
}
