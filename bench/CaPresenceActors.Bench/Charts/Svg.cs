using System.Globalization;
using System.Net;
using System.Text;

namespace CaPresenceActors.Bench.Charts;

/// <summary>Writes the few shapes that a chart needs. It brings its own background, so that it can be read on a dark page too.</summary>
internal sealed class Svg
{
    private readonly StringBuilder _shapes = new();
    private readonly int _width;
    private readonly int _height;

    public Svg(int width, int height, string title)
    {
        (_width, _height) = (width, height);
        Rectangle(0, 0, width, height, "#ffffff");
        Text(16, 26, title, "start", 15, "#1b1f24", bold: true);
    }

    public void Rectangle(double x, double y, double width, double height, string fill) =>
        Add($"""<rect x="{x:0.#}" y="{y:0.#}" width="{width:0.#}" height="{height:0.#}" fill="{fill}"/>""");

    public void Line(double x1, double y1, double x2, double y2, string stroke, string? dashes = null) =>
        Add($"""<line x1="{x1:0.#}" y1="{y1:0.#}" x2="{x2:0.#}" y2="{y2:0.#}" stroke="{stroke}"{(dashes is null ? "" : $" stroke-dasharray=\"{dashes}\"")}/>""");

    public void Path(IEnumerable<(double X, double Y)> points, string stroke)
    {
        var list = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")));
        Add($"""<polyline points="{list}" fill="none" stroke="{stroke}" stroke-width="2"/>""");
    }

    public void Dot(double x, double y, string fill) => Add($"""<circle cx="{x:0.#}" cy="{y:0.#}" r="3.5" fill="{fill}"/>""");

    public void Text(double x, double y, string text, string anchor, int size = 12, string fill = "#424a53", bool bold = false) =>
        Add($"""<text x="{x:0.#}" y="{y:0.#}" font-size="{size}" text-anchor="{anchor}" fill="{fill}"{(bold ? " font-weight=\"600\"" : "")}>{WebUtility.HtmlEncode(text)}</text>""");

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_width} {_height}" width="{_width}" height="{_height}" font-family="system-ui, sans-serif">""")
        + "\n" + _shapes + "</svg>\n";

    private void Add(FormattableString shape) => _shapes.AppendLine(shape.ToString(CultureInfo.InvariantCulture));
}
