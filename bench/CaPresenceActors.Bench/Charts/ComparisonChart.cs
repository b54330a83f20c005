using CaPresenceActors.Bench.Reporting;

namespace CaPresenceActors.Bench.Charts;

/// <summary>The figures of a report that others were measured at, too: one group of bars each, and the bar that was set as a dashed line.</summary>
internal static class ComparisonChart
{
    private const int Width = 760;
    private const int Left = 210;
    private const int Right = 90;
    private const int Top = 44;
    private const int BarHeight = 18;
    private const int GroupHead = 24;
    private const int GroupFoot = 26;
    private const string Ours = "#1a7f45";
    private const string Theirs = "#b3bcc6";

    /// <summary>The chart; null when nobody else was measured.</summary>
    public static string? Draw(Report report)
    {
        var figures = report.Figures.Where(figure => figure.References.Count > 0 && figure.Value.Median > 0).ToList();
        if (figures.Count == 0)
        {
            return null;
        }

        var svg = new Svg(Width, Top + figures.Sum(HeightOf) + 8, $"{report.Command}: measured against others");
        var y = Top;
        foreach (var figure in figures)
        {
            DrawGroup(svg, figure, y);
            y += HeightOf(figure);
        }

        return svg.ToString();
    }

    private static int HeightOf(Figure figure) => GroupHead + (BarHeight * (1 + figure.References.Count)) + GroupFoot;

    private static void DrawGroup(Svg svg, Figure figure, int top)
    {
        var rows = figure.References.Select(reference => (reference.Who, reference.Value, Fill: Theirs)).Prepend(("this engine", figure.Value.Median, Ours)).ToList();
        double[] values = [.. rows.Select(row => row.Item2), .. figure.Bar is > 0 and { } bar ? new[] { bar } : []];
        var scale = new LogScale(values, Left, Width - Right);
        svg.Text(16, top + 14, $"{figure.Name}, {figure.Unit}: {(figure.MoreIsBetter ? "more" : "less")} is better", "start", 13, "#1b1f24");
        var bottom = top + GroupHead + (BarHeight * rows.Count);
        foreach (var mark in scale.Marks)
        {
            svg.Line(scale.Place(mark), top + GroupHead - 4, scale.Place(mark), bottom, "#e4e8ec");
            svg.Text(scale.Place(mark), bottom + 12, ReportTable.Number(mark), "middle", 10, "#6b7580");
        }

        foreach (var (row, (who, value, fill)) in rows.Index())
        {
            var y = top + GroupHead + (row * BarHeight);
            svg.Rectangle(Left, y, Math.Max(1, scale.Place(value) - Left), BarHeight - 4, fill);
            svg.Text(Left - 8, y + 11, who, "end");
            svg.Text(scale.Place(value) + 5, y + 11, ReportTable.Number(value), "start");
        }

        if (figure.Bar is > 0 and { } aim)
        {
            svg.Line(scale.Place(aim), top + GroupHead - 6, scale.Place(aim), bottom, "#c0263a", "4 3");
        }
    }
}
