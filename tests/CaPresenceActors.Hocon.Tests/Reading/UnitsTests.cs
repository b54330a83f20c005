using System.Globalization;

namespace CaPresenceActors.Hocon.Tests.Reading;

/// <summary>The specification's sections "Units format", "Duration format", "Size in bytes format" and "Automatic type conversions".</summary>
public sealed class UnitsTests
{
    [Theory]
    [InlineData("ns nano nanos nanosecond nanoseconds", 100)]
    [InlineData("us micro micros microsecond microseconds", 100_000)]
    [InlineData("ms milli millis millisecond milliseconds", 100_000_000)]
    [InlineData("s second seconds", 100_000_000_000)]
    [InlineData("m minute minutes", 6_000_000_000_000)]
    [InlineData("h hour hours", 360_000_000_000_000)]
    [InlineData("d day days", 8_640_000_000_000_000)]
    public void Each_name_of_a_duration_unit_is_read(string names, long nanosecondsInAHundred)
    {
        foreach (var name in names.Split(' '))
        {
            HoconUnits.TryParseDuration("100" + name, out var duration).ShouldBeTrue(name);
            duration.ShouldBe(new TimeSpan(nanosecondsInAHundred / 100));
        }
    }

    [Theory]
    [InlineData("250", "00:00:00.250")]
    [InlineData(" 10 s ", "00:00:10")]
    [InlineData("1.5 hours", "01:30:00")]
    [InlineData("0.5", "00:00:00.0005")]
    [InlineData("-1m", "-00:01:00")]
    [InlineData("0s", "00:00:00")]
    [InlineData("150ns", "00:00:00.0000002")]
    [InlineData("149ns", "00:00:00.0000001")]
    [InlineData("10675199d", "10675199.00:00:00")]
    public void A_duration_is_a_number_with_an_optional_unit(string text, string expected)
    {
        HoconUnits.TryParseDuration(text, out var duration).ShouldBeTrue();
        duration.ShouldBe(TimeSpan.Parse(expected, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("5 S")]
    [InlineData("5 Seconds")]
    [InlineData("5 weeks")]
    [InlineData("5s5")]
    [InlineData("1h30m")]
    [InlineData("1e3s")]
    [InlineData("1,5s")]
    [InlineData("10675200d")]
    [InlineData("99999999999999999999999999999999999999999999999999s")]
    public void Anything_else_is_no_duration(string text) => HoconUnits.TryParseDuration(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("B b byte bytes", 1)]
    [InlineData("kB kilobyte kilobytes", 1_000)]
    [InlineData("MB megabyte megabytes", 1_000_000)]
    [InlineData("GB gigabyte gigabytes", 1_000_000_000)]
    [InlineData("TB terabyte terabytes", 1_000_000_000_000)]
    [InlineData("PB petabyte petabytes", 1_000_000_000_000_000)]
    [InlineData("EB exabyte exabytes", 1_000_000_000_000_000_000)]
    [InlineData("K k Ki KiB kibibyte kibibytes", 1L << 10)]
    [InlineData("M m Mi MiB mebibyte mebibytes", 1L << 20)]
    [InlineData("G g Gi GiB gibibyte gibibytes", 1L << 30)]
    [InlineData("T t Ti TiB tebibyte tebibytes", 1L << 40)]
    [InlineData("P p Pi PiB pebibyte pebibytes", 1L << 50)]
    [InlineData("E e Ei EiB exbibyte exbibytes", 1L << 60)]
    public void Each_name_of_a_size_unit_is_read(string names, long bytes)
    {
        foreach (var name in names.Split(' '))
        {
            HoconUnits.TryParseSize("2 " + name, out var size).ShouldBeTrue(name);
            size.ShouldBe(2 * bytes);
        }
    }

    [Theory]
    [InlineData("ZB zettabyte zettabytes YB yottabyte yottabytes Z z Zi ZiB zebibyte zebibytes Y y Yi YiB yobibyte yobibytes")]
    public void The_largest_units_are_known_but_do_not_fit(string names)
    {
        foreach (var name in names.Split(' '))
        {
            HoconUnits.TryParseSize("0 " + name, out _).ShouldBeTrue(name);
            HoconUnits.TryParseSize("1 " + name, out _).ShouldBeFalse(name);
        }
    }

    [Theory]
    [InlineData("512", 512)]
    [InlineData("0.5KiB", 512)]
    [InlineData("8E", -1)]
    [InlineData("KB", -1)]
    [InlineData("5 kb", -1)]
    [InlineData("5 x", -1)]
    public void A_size_is_a_number_with_an_optional_unit(string text, long expected)
    {
        HoconUnits.TryParseSize(text, out var size).ShouldBe(expected >= 0);
        size.ShouldBe(Math.Max(expected, 0));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("yes", true)]
    [InlineData("on", true)]
    [InlineData("false", false)]
    [InlineData("no", false)]
    [InlineData("off", false)]
    [InlineData("True", null)]
    [InlineData("1", null)]
    [InlineData("", null)]
    public void Six_words_are_booleans(string text, bool? expected)
    {
        HoconUnits.TryParseBoolean(text, out var value).ShouldBe(expected is not null);
        value.ShouldBe(expected ?? false);
    }

    [Theory]
    [InlineData("90s")]
    [InlineData("2h")]
    [InlineData("0s")]
    [InlineData("1500ms")]
    [InlineData("-3d")]
    [InlineData("100ns")]
    public void Durations_are_shown_as_they_are_written(string text)
    {
        HoconUnits.TryParseDuration(text, out var duration).ShouldBeTrue();
        HoconUnits.Format(duration).ShouldBe(text);
    }
}
