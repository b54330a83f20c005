using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using CaPresenceActors.Hocon.Reading;

namespace CaPresenceActors.Hocon;

/// <summary>Durations, sizes and booleans as the specification writes them. Units are case-sensitive.</summary>
public static class HoconUnits
{
    private static readonly UnitTable Durations = new(DurationUnits()) { DefaultUnit = 1_000_000 };
    private static readonly UnitTable Sizes = new(SizeUnits()) { DefaultUnit = 1 };

    /// <summary>
    /// Reads <c>30s</c>, <c>1.5 hours</c>, or <c>250</c>, which is in milliseconds. Fractions of 100 ns, which is as fine as a <see cref="TimeSpan"/> gets, are rounded.
    /// </summary>
    public static bool TryParseDuration([NotNullWhen(true)] string? text, out TimeSpan duration)
    {
        duration = default;
        if (text is null || Durations.Parse(text) is not { } nanoseconds)
        {
            return false;
        }

        var half = TimeSpan.NanosecondsPerTick / 2 * nanoseconds.Sign;
        var ticks = (nanoseconds + half) / TimeSpan.NanosecondsPerTick;
        if (ticks < long.MinValue || ticks > long.MaxValue)
        {
            return false;
        }

        duration = new TimeSpan((long)ticks);
        return true;
    }

    /// <summary>Reads <c>512K</c>, <c>10 MiB</c>, <c>1.5 GB</c>, or <c>250</c>, which is in bytes. Single letters mean powers of two, as in <c>2G</c>.</summary>
    public static bool TryParseSize([NotNullWhen(true)] string? text, out long bytes)
    {
        var parsed = text is null ? null : Sizes.Parse(text);
        var fits = parsed is { } size && size >= long.MinValue && size <= long.MaxValue;
        bytes = fits ? (long)parsed!.Value : 0;
        return fits;
    }

    /// <summary>Reads <c>true</c>, <c>yes</c>, <c>on</c>, <c>false</c>, <c>no</c>, <c>off</c>.</summary>
    public static bool TryParseBoolean([NotNullWhen(true)] string? text, out bool value)
    {
        value = text is "true" or "yes" or "on";
        return value || text is "false" or "no" or "off";
    }

    /// <summary>A duration in the largest unit that keeps it whole, as it would be written in a file: <c>90s</c>, <c>2h</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        foreach (var (unit, ticks) in (ReadOnlySpan<(string, long)>)
            [("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond), ("us", TimeSpan.TicksPerMicrosecond)])
        {
            if (duration.Ticks != 0 && duration.Ticks % ticks == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / ticks}{unit}");
            }
        }

        return duration == TimeSpan.Zero ? "0s" : string.Create(CultureInfo.InvariantCulture, $"{(Int128)duration.Ticks * TimeSpan.NanosecondsPerTick}ns");
    }

    private static FrozenDictionary<string, BigInteger> DurationUnits()
    {
        const long Second = 1_000_000_000;
        (BigInteger Nanoseconds, string[] Names)[] units =
        [
            (1, ["ns", "nano", "nanos", "nanosecond", "nanoseconds"]),
            (1_000, ["us", "micro", "micros", "microsecond", "microseconds"]),
            (1_000_000, ["ms", "milli", "millis", "millisecond", "milliseconds"]),
            (Second, ["s", "second", "seconds"]),
            (60 * Second, ["m", "minute", "minutes"]),
            (3600 * Second, ["h", "hour", "hours"]),
            (86_400 * Second, ["d", "day", "days"]),
        ];
        return units.SelectMany(unit => unit.Names, (unit, name) => (name, unit.Nanoseconds)).ToFrozenDictionary(pair => pair.name, pair => pair.Nanoseconds);
    }

    private static FrozenDictionary<string, BigInteger> SizeUnits()
    {
        var units = new Dictionary<string, BigInteger> { ["B"] = 1, ["b"] = 1, ["byte"] = 1, ["bytes"] = 1 };
        (string Letter, string Decimal, string Binary)[] prefixes =
        [
            ("k", "kilo", "kibi"), ("M", "mega", "mebi"), ("G", "giga", "gibi"), ("T", "tera", "tebi"),
            ("P", "peta", "pebi"), ("E", "exa", "exbi"), ("Z", "zetta", "zebi"), ("Y", "yotta", "yobi"),
        ];
        for (var power = 1; power <= prefixes.Length; power++)
        {
            var (letter, tenth, second) = prefixes[power - 1];
            var capital = letter.ToUpperInvariant();
            foreach (var name in (string[])[letter + "B", tenth + "byte", tenth + "bytes"])
            {
                units[name] = BigInteger.Pow(1000, power);
            }

            foreach (var name in (string[])[capital, letter.ToLowerInvariant(), capital + "i", capital + "iB", second + "byte", second + "bytes"])
            {
                units[name] = BigInteger.Pow(1024, power);
            }
        }

        return units.ToFrozenDictionary();
    }
}
