namespace CaPresenceActors.Kernel.Tests;

public sealed class WorkLineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Every_piece_is_done_once()
    {
        const int Pieces = 10_000;
        var times = new int[Pieces];
        var left = Pieces;
        var done = new TaskCompletionSource();
        var line = new WorkLine();

        for (var i = 0; i < Pieces; i++)
        {
            var piece = i;
            line.Add(new Piece(() =>
            {
                Interlocked.Increment(ref times[piece]);
                if (Interlocked.Decrement(ref left) == 0)
                {
                    done.SetResult();
                }
            }));
        }

        await done.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        times.ShouldAllBe(count => count == 1);
    }

    [Fact]
    public async Task What_else_the_pool_has_to_do_does_not_wait_for_the_end_of_the_line()
    {
        var other = new TaskCompletionSource();
        var end = new TaskCompletionSource<bool>();
        var line = new WorkLine();

        line.Add(new Piece(() => ThreadPool.UnsafeQueueUserWorkItem(static other => other.SetResult(), other, preferLocal: false)));
        for (var i = 0; i < 100_000; i++)
        {
            line.Add(new Piece(() => { }));
        }

        line.Add(new Piece(() => end.SetResult(other.Task.Wait(Patience))));

        (await end.Task.WaitAsync(2 * Patience, TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_piece_that_takes_its_time_does_not_hold_back_those_behind_it()
    {
        var behind = new TaskCompletionSource();
        var first = new TaskCompletionSource<bool>();
        var line = new WorkLine();

        line.Add(new Piece(() => first.SetResult(behind.Task.Wait(Patience))));
        line.Add(new Piece(behind.SetResult));

        (await first.Task.WaitAsync(2 * Patience, TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    private sealed class Piece(Action work) : IThreadPoolWorkItem
    {
        public void Execute() => work();
    }
}
