using CaPresenceActors.Actors.Extensions;
using static CaPresenceActors.Actors.Tests.Extensions.ExtensionBench;

namespace CaPresenceActors.Actors.Tests.Extensions;

public sealed class UserPresenceLifeTests : IDisposable
{
    private readonly ExtensionBench _bench = new ExtensionBench().WithUser();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_reading_of_a_new_life_survives_a_restart_that_passes_the_end_of_the_old_one()
    {
        _bench.Read(Meeting(7, 11));
        _bench.Tell(new UserPresenceMessage.Retire());
        _bench.WithUser();
        _bench.Read(Meeting(7, 10));
        _bench.Shown.ShouldBe("In a meeting");

        _bench.Restart();

        _bench.KeptReading.ShouldNotBeNull();
        _bench.State!.Calendar.Count.ShouldBe(1);
        _bench.Advance(At(12));
        _bench.Shown.ShouldBe("Available");
    }

    [Fact]
    public void The_first_reading_of_a_new_account_counts_though_it_was_requested_while_the_account_was_being_recorded()
    {
        _bench.Store.HoldCommits();
        _bench.Tell(new UserPresenceMessage.ProfileChanged(Profile("sato@example.com"), _bench.Now));
        var reading = _bench.Reading(Meeting(7, 11)) with { Account = "sato@example.com" };
        _bench.Time.SetUtcNow(_bench.Now.AddMilliseconds(5));
        _bench.Store.Release();
        _bench.System.RunUntilIdle();

        _bench.Tell(new UserPresenceMessage.CalendarRead(reading));

        _bench.Shown.ShouldBe("In a meeting");
    }

    [Fact]
    public void A_clock_that_is_seconds_behind_after_a_restart_takes_nothing_back()
    {
        _bench.Read(Meeting(9, 10));
        _bench.Advance(At(9).AddSeconds(5));
        _bench.Crash();
        _bench.Time.SetUtcNow(At(9).AddSeconds(-20));

        _bench.Start();

        _bench.Told.Select(change => $"{change.At:HH:mm:ss} {change.To} {change.Cause}").ShouldBe(["09:00:00 In a meeting EventStarted"]);
    }
}
