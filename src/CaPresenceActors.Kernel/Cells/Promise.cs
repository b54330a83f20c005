using System.Globalization;
using CaPresenceActors.Kernel.Timing;

namespace CaPresenceActors.Kernel.Cells;

/// <summary>The sender of an Ask: takes one answer. It stands in no tree; its path exists only for logs.</summary>
internal interface IPromise : IActorRef
{
    /// <summary>The question was not delivered.</summary>
    void Refuse(Exception reason);
}

internal static class PromiseNames
{
    private static long _last;

    public static long Next() => Interlocked.Increment(ref _last);
}

/// <inheritdoc cref="IPromise"/>
/// <remarks>
/// The asker's code after its await must never run on the stack of who answers. To send it through the thread pool costs a thread's wake-up, which is half of a round trip. So an answer
/// given in an actor's turn waits until the actor has nothing more to do, and its task is completed on the thread that the turn has just left. All else goes through the pool.
/// </remarks>
internal sealed class Promise<T>(ActorSystem system, IActorRef receiver, object question, CancellationToken cancellation)
    : IPromise, ISystemRef, ITimed, IThreadPoolWorkItem
{
    private readonly bool _onEmptyStack = system.Dispatcher.StartsOnEmptyStack;
    private readonly TaskCompletionSource<T> _answer = new(system.Dispatcher.StartsOnEmptyStack ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
    private object? _outcome;
    private CancellationTokenRegistration _registration;
    private TimeSpan _timeout;
    private long _name;

    public ActorSystem System => system;

    public ActorPath Path
    {
        get
        {
            if (_name == 0)
            {
                Interlocked.CompareExchange(ref _name, PromiseNames.Next(), 0);
            }

            return new ActorPath(string.Create(CultureInfo.InvariantCulture, $"/temp/{_name}"));
        }
    }

    public int TimerSlot { get; set; }

    public bool OnWallClock => false;

    public Task<T> Send(TimeSpan timeout)
    {
        _timeout = timeout;
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
        }

        if (timeout != Timeout.InfiniteTimeSpan)
        {
            system.Timers.ArmAfter(this, timeout);
        }

        if (cancellation.CanBeCanceled)
        {
            _registration = cancellation.UnsafeRegister(static state => ((Promise<T>)state!).TrySettle(Cancelled.Instance), this);
        }

        receiver.Tell(question, this);
        return _answer.Task;
    }

    public void Tell(object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        var settled = TrySettle(message switch
        {
            Status.Failure failure when !typeof(Status).IsAssignableFrom(typeof(T)) => new Broken(failure.Cause),
            T => message,
            _ => new Broken(new UnexpectedAnswerException(receiver.Path.ToString(), typeof(T), message.GetType())),
        });
        if (!settled)
        {
            system.DeadLetters.Undelivered(message, sender, this, DeadLetterReason.TooLate, 0);
        }
    }

    public void Refuse(Exception reason) => TrySettle(new Broken(reason));

    public void Fire() => TrySettle(new Broken(new AskTimeoutException(receiver.Path.ToString(), question.GetType().Name, _timeout)));

    public override string ToString() => Path.ToString();

    /// <summary>Completes the task with what has become of the question.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        switch (_outcome)
        {
            case Broken broken:
                _answer.SetException(broken.Cause);
                break;
            case Cancelled:
                _answer.SetCanceled(cancellation);
                break;
            default:
                _answer.SetResult((T)_outcome!);
                break;
        }
    }

    private bool TrySettle(object outcome)
    {
        if (Interlocked.CompareExchange(ref _outcome, outcome, null) is not null)
        {
            return false;
        }

        // Neither does any harm to what has fired already.
        system.Timers.Disarm(this);
        _registration.Dispose();
        if (_onEmptyStack)
        {
            ActorCell.RunOnEmptyStack(this);
        }
        else
        {
            ((IThreadPoolWorkItem)this).Execute();
        }

        return true;
    }

    private sealed record Broken(Exception Cause);

    private sealed record Cancelled
    {
        public static Cancelled Instance { get; } = new();
    }
}
