using CaPresenceActors.Kernel.Timing;

namespace CaPresenceActors.Kernel.Cells;

/// <summary>
/// What an actor lives in: its mailbox, its reference, its work item for the dispatcher, its place in the tree and its supervision. The actor inside is made
/// anew by a restart; the cell stays.
/// </summary>
/// <remarks>
/// <para>100,000 of these must cost little, so a cell holds what every actor needs and nothing else; the rest is in <see cref="CellExtras"/>, made on first use.</para>
/// <para><b>Threads.</b> Any thread may push into the mailbox. All else happens in turns: a turn runs on one thread, ends with a full fence, and the next begins
/// with one, so the fields need no locks. A turn ends after the dispatcher's throughput of messages, to let others run.</para>
/// <para><b>Priorities.</b> The kernel's own messages are taken whenever the inbox is looked into: when the queue is empty or held, and at least once a turn.</para>
/// </remarks>
internal sealed partial class ActorCell : Mailbox, ISystemRef, IActorContext, ITimed
{
    [ThreadStatic]
    private static ActorCell? _current;

    /// <summary>What the turn on this thread leaves to be run when it is over.</summary>
    [ThreadStatic]
    private static IThreadPoolWorkItem? _afterTurn;

    private readonly ActorSystem _system;
    private readonly ActorCell? _parent;
    private readonly Props _props;
    private ActorBase? _actor;
    private CellExtras? _extras;
    private int _wakeSlot;
    private readonly int _bound;

    // Written for every message, and kept away from what senders look at.
    private Node? _first;
    private Node? _last;
    private Envelope? _envelope;
    private IActorRef? _sender;
    private long _handled;
    private int _queued;
    private Holds _holds = Holds.Starting;

    public ActorCell(ActorSystem system, ActorCell? parent, Props props, string name)
    {
        _system = system;
        _parent = parent;
        _props = props;
        _bound = props.MailboxBound ?? system.Settings.MailboxBound;
        Name = name;
    }

    /// <summary>The cell whose turn runs on this thread.</summary>
    public static ActorCell? Current => _current;

    public string Name { get; }

    public ActorSystem System => _system;

    public ActorPath Path => new(_parent?.Path, Name);

    public IActorRef Self => this;

    public IActorRef CurrentSender => _sender ?? _system.DeadLetters;

    public IActorRef? SenderOrNull => _sender;

    public IActorRef Sender => CurrentSender;

    internal Holds Holding => _holds;

    internal ActorBase? Actor => _actor;

    int ITimed.TimerSlot
    {
        get => _wakeSlot;
        set => _wakeSlot = value;
    }

    bool ITimed.OnWallClock => true;

    private CellExtras Extras => _extras ??= new CellExtras();

    public void Tell(object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        var pushed = TryPush(new Envelope(message, sender), own: 1, _bound);
        if (pushed != Push.Done)
        {
            _system.DeadLetters.Undelivered(message, sender, this, pushed == Push.Full ? DeadLetterReason.MailboxFull : DeadLetterReason.Stopped, _bound);
        }
    }

    /// <summary>A message of the kernel that stands in line with user messages and is never refused.</summary>
    public void Deliver(Envelope envelope) => TryPush(envelope, own: 1, int.MaxValue);

    /// <summary>A message of the kernel to the cell itself.</summary>
    public void Send(SystemMessage message)
    {
        if (TryPush(message, own: 0, int.MaxValue) == Push.Stopped)
        {
            message.RunOnStopped(this);
        }
    }

    void ITimed.Fire() => Deliver(new WakeEnvelope());

    public override string ToString() => Path.ToString();

    /// <summary>One turn.</summary>
    public override void Execute()
    {
        var outer = _current;
        _current = this;
        try
        {
            Turn();
        }
        finally
        {
            _current = outer;
        }

        if (_afterTurn is { } work)
        {
            _afterTurn = null;
            work.Execute();
        }
    }

    /// <summary>Runs code of others soon, and never on the caller's stack: on this thread, if it is in the turn of an actor that has nothing more to do, or else on another.</summary>
    internal static void RunOnEmptyStack(IThreadPoolWorkItem work)
    {
        if (_afterTurn is null && _current is { _first: null } cell && cell._system.Dispatcher.StartsOnEmptyStack)
        {
            _afterTurn = work;
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: true);
        }
    }

    // There is more to do first, so it need not wait for that.
    private static void HandOverAfterTurn()
    {
        if (_afterTurn is { } work)
        {
            _afterTurn = null;
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: true);
        }
    }

    protected override void Schedule() => _system.Dispatcher.Schedule(this);

    private void Turn()
    {
        var left = _system.Dispatcher.Throughput;
        while (true)
        {
            if (HasMail)
            {
                HandOverAfterTurn();
                TakeMail();
            }

            while (left > 0 && _holds == Holds.None && _first is not null)
            {
                left--;
                Handle(Dequeue());
            }

            if ((_holds & Holds.Stopped) != Holds.None)
            {
                return;
            }

            var more = _holds == Holds.None && _first is not null;
            if (!more || left == 0)
            {
                // An idle actor must not keep what its last sender was waiting with.
                _sender = null;
                _envelope = null;
                Report(_queued + (_extras?.Stash?.Count ?? 0));
                if (!more && TryRest())
                {
                    return;
                }

                if (left == 0)
                {
                    _system.Dispatcher.Yield(this);
                    return;
                }
            }
        }
    }

    private void TakeMail()
    {
        var node = TakeInbox(out var newest);
        if (newest is null)
        {
            return;
        }

        // Mostly there are user messages only: then the whole chain moves at once.
        var users = newest.Depth;
        SystemMessage? firstSystem = null;
        Node? lastSystem = null;
        while (node is not null)
        {
            var next = node.Next;
            node.Next = null;
            if (!node.IsSystem)
            {
                Enqueue(node);
            }
            else if (lastSystem is null)
            {
                firstSystem = (SystemMessage)node;
                lastSystem = node;
            }
            else
            {
                lastSystem.Next = node;
                lastSystem = node;
            }

            node = next;
        }

        _queued += users;
        Report(_queued + (_extras?.Stash?.Count ?? 0));
        for (var message = firstSystem; message is not null;)
        {
            var next = (SystemMessage?)message.Next;
            RunSystem(message);
            message = next;
        }
    }

    private void RunSystem(SystemMessage message)
    {
        try
        {
            if ((_holds & Holds.Stopped) != Holds.None)
            {
                message.RunOnStopped(this);
            }
            else
            {
                message.Run(this);
            }
        }
        catch (Exception e)
        {
            // User code is caught closer to where it is called; this is a fault of the kernel, and it must not end the process.
            _system.Write(KernelLogLevel.Error, KernelLogEvent.KernelFault, this, $"The kernel failed at {message.GetType().Name}. The actor goes on.", e);
        }
    }

    private void Enqueue(Node node)
    {
        if (_last is null)
        {
            _first = node;
        }
        else
        {
            _last.Next = node;
        }

        _last = node;
    }

    private Envelope Dequeue()
    {
        var node = _first!;
        _first = node.Next;
        if (_first is null)
        {
            _last = null;
        }

        node.Next = null;
        _queued--;
        return global::System.Runtime.CompilerServices.Unsafe.As<Envelope>(node);
    }

    private void Handle(Envelope envelope)
    {
        _envelope = envelope;
        _sender = envelope.Sender;
        _handled++;
        try
        {
            if (envelope.GetType() != typeof(Envelope) && !envelope.IsWanted(this))
            {
                return;
            }

            if (envelope.Message is PoisonPill)
            {
                AskToStop();
            }
            else if (envelope.Message is Kill)
            {
                throw new ActorKilledException(Path.ToString());
            }
            else if (_extras?.Behaviors is { Count: > 0 } behaviors)
            {
                _actor!.AroundReceive(envelope.Message, behaviors.Peek());
            }
            else
            {
                _actor!.AroundReceive(envelope.Message, null);
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }
}
