namespace CaPresenceActors.Bench.Measuring;

/// <summary>Waits until something has happened so many times. Any thread.</summary>
internal sealed class Countdown(int count)
{
    private readonly TaskCompletionSource _atZero = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = count;

    /// <summary>Ends at zero.</summary>
    public Task AtZero => _atZero.Task;

    public void One()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _atZero.SetResult();
        }
    }
}
