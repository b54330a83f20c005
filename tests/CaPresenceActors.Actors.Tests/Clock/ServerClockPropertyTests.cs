using CaPresenceActors.Actors.Clock;
using Microsoft.Extensions.Logging.Abstractions;

namespace CaPresenceActors.Actors.Tests.Clock;

/// <summary>Many worlds, each from a seed that a failure names: clocks that differ and drift, networks of all speeds, servers that cache their dates or do not.</summary>
public sealed class ServerClockPropertyTests
{
    private const int Worlds = 150;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, Worlds)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_true_difference_lies_within_the_bounds_and_zero_is_never_corrected(int seed) =>
        Play(seed, (clock, server) =>
        {
            var report = clock.Report();
            if (report.Difference is { } bounds)
            {
                bounds.Holds(server.Difference).ShouldBeTrue($"{server.Difference} is not within {bounds}.");
                (bounds.Holds(TimeSpan.Zero) && report.Correction != TimeSpan.Zero).ShouldBeFalse($"{report.Correction} is added within {bounds}.");
            }
        });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_corrected_clock_is_wrong_by_two_seconds_and_a_round_trip_at_most(int seed) =>
        Play(seed, (clock, server) =>
        {
            if (clock.Report() is { Difference: not null, Correction: var correction } && correction != TimeSpan.Zero)
            {
                (correction - server.Difference).ShouldBeInRange(-(TimeSpan.FromSeconds(2.1) + (2 * server.LongestWay)), TimeSpan.FromSeconds(0.3));
            }
        });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Many_answers_bring_the_corrected_clock_near_the_truth(int seed)
    {
        var random = new Random(seed);
        var machine = new SimulatedMachine();
        using var clock = new ServerClock(machine, NullLogger<ServerClock>.Instance);
        var server = new SimulatedServer(machine, random) { CachesDates = random.Next(2) == 0, LongestWay = TimeSpan.FromMilliseconds(50) }
            .Ahead(TimeSpan.FromSeconds((random.Next(2) * 2 - 1) * (3 + (600 * random.NextDouble()))));

        for (var i = 0; i < 600; i++)
        {
            machine.Pass(random.NextDouble());
            server.Answer(clock);
        }

        (clock.Time.GetUtcNow() - server.Clock).TotalSeconds.ShouldBe(0, 0.35, $"seed {seed}");
    }

    private static void Play(int seed, Action<ServerClock, SimulatedServer> check)
    {
        var random = new Random(seed);
        var machine = new SimulatedMachine();
        using var clock = new ServerClock(machine, NullLogger<ServerClock>.Instance);
        var server = new SimulatedServer(machine, random)
        {
            CachesDates = random.Next(2) == 0,
            DriftPerMillion = (random.NextDouble() - 0.5) * 900,
            LongestWay = TimeSpan.FromSeconds(Math.Pow(10, (random.NextDouble() * 3) - 3)),
        }.Ahead(TimeSpan.FromSeconds((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(5))));

        for (var i = 0; i < 500; i++)
        {
            machine.Pass(random.NextDouble() * (random.Next(50) == 0 ? 3600 : 5));
            server.Answer(clock);
            check(clock, server);
        }
    }
}
