using CaPresenceActors.Kernel.Cells;

namespace CaPresenceActors.Kernel;

/// <summary>The usual ways to send a message.</summary>
public static class ActorRefExtensions
{
    /// <summary>Sends a message in the name of the actor whose code is running, or of nobody outside of actors.</summary>
    public static void Tell(this IActorRef receiver, object message)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        receiver.Tell(message, ActorCell.Current);
    }

    /// <summary>Passes the message being handled on, with its original sender. Only inside of an actor.</summary>
    public static void Forward(this IActorRef receiver, object message)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        var current = ActorCell.Current ?? throw new InvalidOperationException("Forward works only while an actor handles a message.");
        receiver.Tell(message, current.CurrentSender);
    }

    /// <summary>Sends a message and waits for the answer without blocking a thread.</summary>
    /// <exception cref="AskTimeoutException">No answer came in time. The message may have been handled all the same.</exception>
    /// <exception cref="MailboxFullException">The receiver's mailbox is full; the message was not delivered.</exception>
    /// <exception cref="ActorStoppedException">The receiver has stopped; the message was not delivered.</exception>
    /// <exception cref="UnexpectedAnswerException">The answer is of another type.</exception>
    /// <remarks>When the answer is a <see cref="Status.Failure"/>, its cause is thrown, unless a <see cref="Status"/> was asked for. Code after the await never runs on the answering actor's stack; it goes on once the actor has returned from the message in which it answered.</remarks>
    public static Task<T> Ask<T>(this IActorRef receiver, object message, TimeSpan timeout, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        var promise = receiver is ISystemRef local
            ? new Promise<T>(local.System, receiver, message, cancellation)
            : throw new ArgumentException($"{receiver.GetType().Name} cannot be asked: it belongs to no actor system.", nameof(receiver));
        return promise.Send(timeout);
    }

    /// <summary>Sends the result of a task to an actor when it is there: the value itself, or <see cref="Status.Failure"/> with the cause.</summary>
    /// <param name="task">What is waited for. Its code runs outside of the actor; only its result comes in, as a message.</param>
    /// <param name="receiver">Usually the actor itself.</param>
    /// <param name="success">Makes the message from the value; by default the value is the message, or <see cref="Status.Success"/> where it is null.</param>
    /// <param name="failure">Makes the message from the cause of a failure or cancellation; by default <see cref="Status.Failure"/>.</param>
    public static void PipeTo<T>(this Task<T> task, IActorRef receiver, Func<T, object>? success = null, Func<Exception, object>? failure = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(receiver);
        Pipe(task, () => success is null ? task.Result as object ?? Status.Success.Empty : success(task.Result), receiver, failure);
    }

    /// <summary>Sends <see cref="Status.Success"/> or <see cref="Status.Failure"/> to an actor when a task has ended.</summary>
    public static void PipeTo(this Task task, IActorRef receiver, Func<object>? success = null, Func<Exception, object>? failure = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(receiver);
        Pipe(task, () => success is null ? Status.Success.Empty : success(), receiver, failure);
    }

    private static void Pipe(Task task, Func<object> success, IActorRef receiver, Func<Exception, object>? failure)
    {
        var sender = ActorCell.Current;
        if (task.IsCompleted)
        {
            Deliver();
        }
        else
        {
            _ = task.ContinueWith(_ => Deliver(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        void Deliver()
        {
            object message;
            try
            {
                message = task.IsCompletedSuccessfully ? success() : Failed(task.Exception?.InnerException ?? new TaskCanceledException(task));
            }
            catch (Exception e)
            {
                // The functions are the caller's. Whatever they throw is a failure that the receiver must hear of.
                message = new Status.Failure(e);
            }

            receiver.Tell(message, sender);
        }

        object Failed(Exception cause) => failure is null ? new Status.Failure(cause) : failure(cause);
    }
}
