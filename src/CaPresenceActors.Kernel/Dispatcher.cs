namespace CaPresenceActors.Kernel;

/// <summary>Gives actors a thread to run on.</summary>
public abstract class Dispatcher
{
    /// <summary>The process's thread pool.</summary>
    public static Dispatcher ThreadPool { get; } = new ThreadPoolDispatcher();

    /// <summary>How many messages an actor may handle before others get their turn.</summary>
    public virtual int Throughput => 128;

    /// <summary>Whether work is always begun on a stack on which nobody else's code stands. Who has been waiting for an actor's answer may then go on there once the actor's turn is over.</summary>
    public virtual bool StartsOnEmptyStack => false;

    /// <summary>Runs the work soon, exactly once, on another stack than the caller's.</summary>
    public abstract void Schedule(IThreadPoolWorkItem work);

    /// <summary>Runs the work after what already waits: an actor with more to do makes room for others.</summary>
    public virtual void Yield(IThreadPoolWorkItem work) => Schedule(work);

    private sealed class ThreadPoolDispatcher : Dispatcher
    {
        private readonly WorkLine _fromOutside = new();

        public override bool StartsOnEmptyStack => true;

        public override void Schedule(IThreadPoolWorkItem work)
        {
            if (Thread.CurrentThread.IsThreadPoolThread)
            {
                System.Threading.ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: true);
            }
            else
            {
                _fromOutside.Add(work);
            }
        }

        public override void Yield(IThreadPoolWorkItem work) => System.Threading.ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
    }
}
