using CaPresenceActors.Kernel.Timing;

namespace CaPresenceActors.Kernel.Tests.Timing;

public sealed class TimerHeapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fires_in_order_whatever_was_armed_moved_and_disarmed(int seed)
    {
        var random = new Random(seed);
        var heap = new TimerHeap();
        var owners = Enumerable.Range(0, 500).Select(static _ => new Owner()).ToArray();
        var expected = new Dictionary<Owner, long>();
        for (var step = 0; step < 20_000; step++)
        {
            var owner = owners[random.Next(owners.Length)];
            switch (random.Next(5))
            {
                case 0:
                    heap.Disarm(owner);
                    expected.Remove(owner);
                    break;
                case 1:
                    var earliest = expected.Count == 0 ? long.MaxValue : expected.Values.Min();
                    heap.Earliest.ShouldBe(earliest);
                    if (heap.TakeDue(earliest) is Owner taken)
                    {
                        expected[taken].ShouldBe(earliest);
                        expected.Remove(taken);
                    }

                    break;
                default:
                    var due = random.Next(1000);
                    heap.Arm(owner, due);
                    expected[owner] = due;
                    break;
            }

            heap.Count.ShouldBe(expected.Count);
        }

        foreach (var due in expected.Values.Order())
        {
            heap.TakeDue(due - 1).ShouldBeNull();
            heap.TakeDue(due).ShouldNotBeNull();
        }

        owners.ShouldAllBe(static owner => owner.TimerSlot == 0);
    }

    [Fact]
    public void An_owner_that_is_armed_again_and_again_takes_one_place()
    {
        var heap = new TimerHeap();
        var owner = new Owner();
        for (var i = 0; i < 1000; i++)
        {
            heap.Arm(owner, 1000 - i);
        }

        heap.Count.ShouldBe(1);
        heap.Earliest.ShouldBe(1);
    }

    private sealed class Owner : ITimed
    {
        public int TimerSlot { get; set; }

        public bool OnWallClock => false;

        public void Fire()
        {
        }
    }
}
