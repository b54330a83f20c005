using System.Globalization;

namespace CaPresenceActors.Bench.Reporting;

/// <summary>A report for people: one line a figure, and one table for how it grows.</summary>
internal static class ReportTable
{
    public static void Write(Report report, TextWriter output)
    {
        output.WriteLine($"{report.Command}: {report.Work}");
        output.WriteLine($"  {report.Machine.Cpu}, {report.Machine.Cores} cores, {Number(report.Machine.MemoryGigabytes)} GB; {report.Machine.Os}; {report.Machine.Runtime}; GC {report.Machine.Gc}; {report.Machine.FileSystem}");
        output.WriteLine($"  {report.Date:yyyy-MM-dd HH:mm} UTC, load before {Number(report.Machine.LoadBefore ?? double.NaN)}, took {Number(report.TookSeconds)} s; {string.Join(", ", report.Sizes.Select(size => $"{size.Key} {Number(size.Value)}"))}");
        output.WriteLine();
        Columns(output, [["", "median", "min", "max", "unit", "bar", "", "others"], .. report.Figures.Select(Row)]);
        if (report.Growth is { } growth)
        {
            output.WriteLine();
            Columns(output, [["extensions", .. growth[0].Figures.Select(figure => $"{figure.Name} ({figure.Unit})")], .. growth.Select(Row)]);
        }

        foreach (var note in report.Notes)
        {
            output.WriteLine($"  · {note}");
        }

        output.WriteLine();
    }

    /// <summary>Three digits that matter, thousands apart.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };

    private static string[] Row(Figure figure) =>
    [
        figure.Name,
        Number(figure.Value.Median),
        Number(figure.Value.Min),
        Number(figure.Value.Max),
        figure.Unit,
        figure.Bar is { } bar ? $"{(figure.MoreIsBetter ? "≥" : "≤")} {Number(bar)}" : "",
        figure.Met switch { true => "met", false => "NOT MET", _ => "" },
        string.Join(", ", figure.References.Select(reference => $"{reference.Who} {Number(reference.Value)}")),
    ];

    private static string[] Row(GrowthRow row) => [Number(row.Extensions), .. row.Figures.Select(figure => Number(figure.Value.Median))];

    private static void Columns(TextWriter output, IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            output.WriteLine("  " + string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))).TrimEnd());
        }
    }
}
