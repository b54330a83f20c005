namespace CaPresenceActors.Exchange.Streaming;

/// <summary>Waits that double, up to a limit, and are spread so that they do not end together.</summary>
internal sealed class BackOff(Random chance)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>How long to wait before trying again what has failed some times in a row; never less than the server asked for.</summary>
    public TimeSpan After(TimeSpan first, int failures, TimeSpan? wish = null)
    {
        var doubled = first * Math.Pow(2, Math.Clamp(failures - 1, 0, 20));
        var own = (doubled < Longest ? doubled : Longest) * Between(0.8, 1);
        return wish is { } asked && asked > own ? asked * Between(1, 1.1) : own;
    }

    /// <summary>A part of a time, from half of it to all.</summary>
    public TimeSpan Slow(TimeSpan longest) => longest * Between(0.5, 1);

    /// <summary>Any part of a time.</summary>
    public TimeSpan UpTo(TimeSpan longest) => longest * chance.NextDouble();

    /// <summary>A number between two.</summary>
    public double Between(double from, double to) => from + ((to - from) * chance.NextDouble());
}
