namespace CaPresenceActors.Bench.Charts;

/// <summary>Places values along a line by their powers of ten, since what is compared lies far apart.</summary>
internal sealed class LogScale
{
    private readonly double _from;
    private readonly double _to;
    private readonly int _first;
    private readonly int _last;

    /// <param name="values">All that must find a place; each above zero.</param>
    /// <param name="from">Where the lowest power of ten stands.</param>
    /// <param name="to">Where the highest stands.</param>
    public LogScale(IReadOnlyCollection<double> values, double from, double to)
    {
        (_from, _to) = (from, to);
        _first = (int)Math.Floor(Math.Log10(values.Min()));
        _last = Math.Max(_first + 1, (int)Math.Ceiling(Math.Log10(values.Max())));
    }

    /// <summary>The powers of ten.</summary>
    public IEnumerable<double> Marks => Enumerable.Range(_first, _last - _first + 1).Select(power => Math.Pow(10, power));

    public double Place(double value) => _from + ((Math.Log10(value) - _first) / (_last - _first) * (_to - _from));
}
