using CaPresenceActors.Actors.Clock;

namespace CaPresenceActors.Actors.Tests.Clock;

public sealed class CorrectedTimeTests
{
    private readonly SimulatedMachine _machine = new();
    private readonly CorrectedTime _time;

    public CorrectedTimeTests() => _time = new CorrectedTime(_machine);

    [Fact]
    public void A_correction_forwards_jumps()
    {
        var before = _time.GetUtcNow();

        Correct(30);

        _time.GetUtcNow().ShouldBe(before + TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_small_correction_backwards_makes_the_clock_wait()
    {
        var before = _time.GetUtcNow();
        Correct(-60);

        _machine.Pass(59);
        _time.GetUtcNow().ShouldBe(before);

        _machine.Pass(2);
        _time.GetUtcNow().ShouldBe(before + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_correction_backwards_of_more_than_a_minute_sets_the_clock_back_at_once()
    {
        var before = _time.GetUtcNow();

        Correct(-61);

        _time.GetUtcNow().ShouldBe(before - TimeSpan.FromSeconds(61));
    }

    [Fact]
    public void Without_a_server_to_ask_it_follows_our_own_clock()
    {
        var before = _time.GetUtcNow();

        _machine.Jump(TimeSpan.FromHours(1));
        _time.GetUtcNow().ShouldBe(before + TimeSpan.FromHours(1));

        _machine.Jump(TimeSpan.FromHours(-2));
        _time.GetUtcNow().ShouldBe(before - TimeSpan.FromHours(1));

        _machine.Jump(TimeSpan.FromSeconds(-0.3));
        _time.GetUtcNow().ShouldBe(before - TimeSpan.FromHours(1));
    }

    [Fact]
    public void Delays_are_not_corrected()
    {
        Correct(3600);

        _time.GetTimestamp().ShouldBe(_machine.GetTimestamp());
        _time.TimestampFrequency.ShouldBe(_machine.TimestampFrequency);
        var fired = 0;
        using var timer = _time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1));
        _machine.Pass(9);
        fired.ShouldBe(0);
        _machine.Pass(1);
        fired.ShouldBe(1);
    }

    [Fact]
    public void The_same_correction_again_is_no_change()
    {
        var heard = 0;
        _time.Changed += (_, _) => heard++;

        Correct(5);
        Correct(5);

        heard.ShouldBe(1);
    }

    [Fact]
    public async Task Readers_on_many_threads_never_see_it_go_back_while_it_is_corrected()
    {
        var time = new CorrectedTime(TimeProvider.System);
        using var stop = new CancellationTokenSource();
        long seen = 0;
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            long worst = 0;
            while (!stop.IsCancellationRequested)
            {
                var before = Volatile.Read(ref seen);
                var now = time.GetUtcNow().UtcTicks;
                worst = Math.Max(worst, before - now);
                while (Volatile.Read(ref seen) is var newest && newest < now && Interlocked.CompareExchange(ref seen, now, newest) != newest)
                {
                }
            }

            return worst;
        })).ToList();

        for (var i = 0; i < 20_000; i++)
        {
            lock (time.Gate)
            {
                time.Correct(TimeSpan.FromMilliseconds(i % 2 == 0 ? 3 : -3));
            }
        }

        await stop.CancelAsync();
        (await Task.WhenAll(readers)).ShouldAllBe(worst => worst <= 0);
    }

    private void Correct(double seconds)
    {
        lock (_time.Gate)
        {
            _time.Correct(TimeSpan.FromSeconds(seconds));
        }

        _time.RaiseChanged();
    }
}
