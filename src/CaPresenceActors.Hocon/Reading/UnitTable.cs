using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace CaPresenceActors.Hocon.Reading;

/// <summary>Numbers with units, as the specification writes them: optional space, a number, optional space, an optional unit of letters.</summary>
internal sealed partial class UnitTable(FrozenDictionary<string, BigInteger> units)
{
    /// <summary>Where the number has no unit, it counts in units of this size.</summary>
    public required BigInteger DefaultUnit { get; init; }

    /// <summary>Multiplies out exactly, and rounds half away from zero to a whole number of the smallest unit.</summary>
    /// <returns>Null where the text is no number with one of the units.</returns>
    public BigInteger? Parse(string text)
    {
        if (NumberWithUnit().Match(text) is not { Success: true } match || !TryUnit(match.Groups["unit"].Value, out var unit))
        {
            return null;
        }

        var fraction = match.Groups["fraction"].Value;
        var digits = BigInteger.Parse(match.Groups["whole"].Value + fraction, NumberStyles.None, CultureInfo.InvariantCulture);
        var scale = BigInteger.Pow(10, fraction.Length);
        var magnitude = ((2 * digits * unit) + scale) / (2 * scale);
        return match.Groups["minus"].Success ? -magnitude : magnitude;
    }

    private bool TryUnit(string name, out BigInteger unit)
    {
        unit = DefaultUnit;
        return name.Length == 0 || units.TryGetValue(name, out unit);
    }

    // The digits are bounded, since a configuration may hold a number of a million of them.
    [GeneratedRegex(@"\A\s*(?<minus>-)?(?<whole>[0-9]{1,40})(\.(?<fraction>[0-9]{1,40}))?\s*(?<unit>\p{L}*)\s*\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NumberWithUnit();
}
