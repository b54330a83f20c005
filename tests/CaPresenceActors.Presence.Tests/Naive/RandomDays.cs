using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace CaPresenceActors.Presence.Tests.Naive;

/// <summary>
/// Checks a property over random days. How many is set by CAPRESENCE_RANDOM_DAYS; a failure prints the seed of its day, and CAPRESENCE_RANDOM_SEED runs that day alone.
/// </summary>
internal static class RandomDays
{
    private const int DaysWhenNothingIsSaid = 4000;

    /// <param name="property">Throws when the day breaks it.</param>
    /// <param name="share">Costly properties look at one day in so many.</param>
    public static void Check(Action<Day> property, int share = 1)
    {
        if (Number("CAPRESENCE_RANDOM_SEED") is { } seed)
        {
            property(RandomDay.Of(seed));
            return;
        }

        var days = Arb.From(Gen.Choose(0, int.MaxValue).Select(RandomDay.Of), SmallerDay.Of);
        var count = Math.Max(1, (Number("CAPRESENCE_RANDOM_DAYS") ?? DaysWhenNothingIsSaid) / share);
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(count), Prop.ForAll(days, property));
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
