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
internal sealed class Promise<T>(ActorSystem system, IActorRef receiver, object question, CancellationToken cancellation)
    : IPromise, ISystemRef, ITimed
{
    // The asker's code after its await must not run on the answering actor's stack.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
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
            _registration = cancellation.UnsafeRegister(static state => ((Promise<T>)state!).Cancel(), this);
        }

        receiver.Tell(question, this);
        return _answer.Task;
    }

    public void Tell(object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        var first = message switch
        {
            Status.Failure failure when !typeof(Status).IsAssignableFrom(typeof(T)) => _answer.TrySetException(failure.Cause),
            T answer => _answer.TrySetResult(answer),
            _ => _answer.TrySetException(new UnexpectedAnswerException(receiver.Path.ToString(), typeof(T), message.GetType())),
        };
        if (first)
        {
            Settle();
        }
        else
        {
            system.DeadLetters.Undelivered(message, sender, this, DeadLetterReason.TooLate, 0);
        }
    }

    public void Refuse(Exception reason)
    {
        if (_answer.TrySetException(reason))
        {
            Settle();
        }
    }

    public void Fire()
    {
        if (_answer.TrySetException(new AskTimeoutException(receiver.Path.ToString(), question.GetType().Name, _timeout)))
        {
            _registration.Dispose();
        }
    }

    public override string ToString() => Path.ToString();

    private void Cancel()
    {
        if (_answer.TrySetCanceled(cancellation))
        {
            system.Timers.Disarm(this);
        }
    }

    private void Settle()
    {
        system.Timers.Disarm(this);
        _registration.Dispose();
    }
}
