using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CaPresenceActors.Bench.Reporting;

/// <summary>What a command measured at one size.</summary>
/// <param name="Sizes">How much work it was: what is counted, and how many.</param>
/// <param name="Figures">What was measured.</param>
/// <param name="Notes">What must be known to read the figures.</param>
internal sealed record Measurement(IReadOnlyDictionary<string, double> Sizes, IReadOnlyList<Figure> Figures, IReadOnlyList<string> Notes);

/// <summary>A command measured at another size.</summary>
internal sealed record GrowthRow(int Extensions, IReadOnlyList<Figure> Figures);

/// <summary>All that a command has to say: the JSON object of <c>--json</c>.</summary>
internal sealed record Report
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The command.</summary>
    public required string Command { get; init; }

    /// <summary>What work it does, in a sentence.</summary>
    public required string Work { get; init; }

    /// <summary>When it was run, UTC.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Where it was run.</summary>
    public required Machine Machine { get; init; }

    /// <summary>How much work it was.</summary>
    public required IReadOnlyDictionary<string, double> Sizes { get; init; }

    /// <summary>What was measured.</summary>
    public required IReadOnlyList<Figure> Figures { get; init; }

    /// <summary>The same at other sizes; null when nobody asked.</summary>
    public IReadOnlyList<GrowthRow>? Growth { get; init; }

    /// <summary>What must be known to read the figures.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>How long all of it took, seconds.</summary>
    public required double TookSeconds { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Form);

    /// <exception cref="JsonException">The text is none of a report.</exception>
    public static Report FromJson(string json) =>
        JsonSerializer.Deserialize<Report>(json, Form) ?? throw new JsonException("The file holds nothing, but must hold what --json printed.");
}
