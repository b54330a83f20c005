using CaPresenceActors.Bench.Reporting;

namespace CaPresenceActors.Bench.Charts;

/// <summary>How the figures of a report grow with the number of extensions: one line each, in powers of ten both ways.</summary>
internal static class GrowthChart
{
    private const int Width = 760;
    private const int Height = 420;
    private const int Left = 70;
    private const int Right = 24;
    private const int Top = 44;
    private const int Bottom = 40;
    private const int Legend = 18;
    private const int MostLines = 7;

    private static readonly string[] Colours = ["#1a7f45", "#0b62b8", "#c0263a", "#9a5b00", "#6b3fa0", "#00838f", "#5b6472"];

    /// <summary>The chart; null when the report knows one size only.</summary>
    public static string? Draw(Report report)
    {
        if (report.Growth is not { Count: > 1 } growth)
        {
            return null;
        }

        var names = growth[0].Figures.Select(figure => (figure.Name, figure.Unit)).Where(name => growth.All(row => ValueOf(row, name.Name) > 0)).Take(MostLines).ToList();
        var plotBottom = Height - Bottom;
        var svg = new Svg(Width, Height + (Legend * names.Count), $"{report.Command}: how it grows with the number of extensions");
        var across = new LogScale([.. growth.Select(row => (double)row.Extensions)], Left, Width - Right);
        var up = new LogScale([.. growth.SelectMany(row => names.Select(name => ValueOf(row, name.Name)))], plotBottom, Top);
        foreach (var mark in across.Marks)
        {
            svg.Line(across.Place(mark), Top, across.Place(mark), plotBottom, "#e4e8ec");
            svg.Text(across.Place(mark), plotBottom + 18, ReportTable.Number(mark), "middle");
        }

        foreach (var mark in up.Marks)
        {
            svg.Line(Left, up.Place(mark), Width - Right, up.Place(mark), "#e4e8ec");
            svg.Text(Left - 8, up.Place(mark) + 4, ReportTable.Number(mark), "end");
        }

        foreach (var (number, (name, unit)) in names.Index())
        {
            var points = growth.Select(row => (across.Place(row.Extensions), up.Place(ValueOf(row, name)))).ToList();
            svg.Path(points, Colours[number]);
            points.ForEach(point => svg.Dot(point.Item1, point.Item2, Colours[number]));
            var y = Height + (number * Legend);
            svg.Rectangle(Left, y - 9, 14, 4, Colours[number]);
            svg.Text(Left + 22, y - 3, $"{name}, {unit}", "start");
        }

        return svg.ToString();
    }

    private static double ValueOf(GrowthRow row, string name) => row.Figures.FirstOrDefault(figure => figure.Name == name)?.Value.Median ?? 0;
}
