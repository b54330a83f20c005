namespace CaPresenceActors.Hocon;

/// <summary>How configuration is read: where substitutions look last, and the limits that keep a hostile or broken file from taking the process with it.</summary>
public sealed record HoconOptions
{
    public static HoconOptions Default { get; } = new();

    /// <summary>Answers <c>${NAME}</c> where the configuration itself has no such path; null means unset. The process environment by default.</summary>
    public Func<string, string?> EnvironmentVariable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The largest file, included ones each by themselves. In bytes.</summary>
    public int MaxFileBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How deep objects and lists may nest, before and after substitution. At most 256, which any thread's stack can carry.</summary>
    public int MaxDepth
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 256);
            field = value;
        }
    } = 256;

    /// <summary>How many includes one configuration may perform in all.</summary>
    public int MaxIncludes { get; init; } = 1000;

    /// <summary>How many values the resolved configuration may have: a few nested substitutions can otherwise double it beyond any memory.</summary>
    public int MaxValues { get; init; } = 1_000_000;

    /// <summary>How much text substitutions may build, all of it together. In UTF-16 code units.</summary>
    public int MaxText { get; init; } = 16 * 1024 * 1024;
}
