using System.Collections.Immutable;

namespace CaPresenceActors.Exchange.Simulator.Faults;

/// <summary>A fault that was described, and what has become of it.</summary>
public sealed record InstalledFault(int Id, FaultDescription Description, int Struck, bool IsOver);

/// <summary>The faults that are in force. Installing one gives a handle; disposing of it ends the fault.</summary>
public sealed class FaultPlans
{
    private readonly TimeProvider _time;
    private ImmutableArray<IFaultPlan> _plans = [];
    private int _lastId;

    internal FaultPlans(TimeProvider time) => _time = time;

    /// <summary>While true, every connection is cut as soon as a request comes, as if the server were not there.</summary>
    public bool Offline { get; set; }

    /// <summary>The faults that were installed by a description, oldest first.</summary>
    public ImmutableArray<InstalledFault> Described => [.. _plans.OfType<DescribedPlan>().Select(p => p.Show())];

    /// <summary>Called when a described fault has been installed.</summary>
    internal Action<FaultAnswer, ImmutableArray<string>?>? Installing { get; set; }

    /// <summary>Installs a plan.</summary>
    public IDisposable Use(IFaultPlan plan)
    {
        ImmutableInterlocked.Update(ref _plans, plans => plans.Add(plan));
        return new Installed(this, plan);
    }

    /// <summary>Installs a fault by its description.</summary>
    /// <exception cref="ArgumentException">The description is not valid; the message names every problem.</exception>
    public IDisposable Use(FaultDescription description)
    {
        var id = Install(description);
        return new Installed(this, _plans.OfType<DescribedPlan>().Single(p => p.Id == id));
    }

    /// <summary>Installs a fault by its description; its id.</summary>
    /// <exception cref="ArgumentException">The description is not valid; the message names every problem.</exception>
    public int Install(FaultDescription description)
    {
        if (description.Problems().ToList() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(description));
        }

        var plan = new DescribedPlan(Interlocked.Increment(ref _lastId), description, _time);
        Use(plan);
        if (plan.IsInForce)
        {
            Installing?.Invoke(plan.Fault, description.Mailboxes);
        }

        return plan.Id;
    }

    /// <summary>Ends a described fault; whether there was one with this id.</summary>
    public bool End(int id)
    {
        var before = ImmutableInterlockedRemove(p => p is DescribedPlan described && described.Id == id);
        return before > 0;
    }

    /// <summary>Ends all described faults; how many there were. Those that were installed as plans stay.</summary>
    public int EndAll() => ImmutableInterlockedRemove(p => p is DescribedPlan);

    /// <summary>Answers every request that a predicate picks with a fault; all requests without one.</summary>
    public IDisposable Always(FaultAnswer fault, Func<SimulatedRequest, bool>? when = null) => Use(new AlwaysPlan(fault, when ?? (_ => true)));

    /// <summary>Answers the next requests that a predicate picks with a fault, and then no more.</summary>
    public IDisposable Next(int count, FaultAnswer fault, Func<SimulatedRequest, bool>? when = null) => Use(new NextPlan(count, fault, when ?? (_ => true)));

    internal async ValueTask<FaultAnswer?> AnswerAsync(SimulatedRequest request, CancellationToken cancellation)
    {
        foreach (var plan in _plans)
        {
            if (await plan.AnswerAsync(request, cancellation) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>Whether a fault of open streams strikes one of them just now.</summary>
    internal bool Strikes<TFault>(SimulatedRequest stream)
        where TFault : FaultAnswer
    {
        foreach (var plan in _plans)
        {
            if (plan is IStreamPlan { Fault: TFault } lasting && lasting.StrikesStream(stream))
            {
                return true;
            }
        }

        return false;
    }

    private int ImmutableInterlockedRemove(Predicate<IFaultPlan> which)
    {
        while (true)
        {
            var before = _plans;
            var after = before.RemoveAll(which);
            if (ImmutableInterlocked.InterlockedCompareExchange(ref _plans, after, before) == before)
            {
                return before.Length - after.Length;
            }
        }
    }

    private sealed class Installed(FaultPlans owner, IFaultPlan plan) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref owner._plans, plans => plans.Remove(plan));
    }

    private sealed class AlwaysPlan(FaultAnswer fault, Func<SimulatedRequest, bool> when) : IStreamPlan
    {
        public FaultAnswer Fault => fault;

        public ValueTask<FaultAnswer?> AnswerAsync(SimulatedRequest request, CancellationToken cancellation) => new(fault.IsOfStreams || !when(request) ? null : fault);

        public bool StrikesStream(SimulatedRequest stream) => when(stream);
    }

    private sealed class NextPlan(int count, FaultAnswer fault, Func<SimulatedRequest, bool> when) : IStreamPlan
    {
        private int _left = count;

        public FaultAnswer Fault => fault;

        public ValueTask<FaultAnswer?> AnswerAsync(SimulatedRequest request, CancellationToken cancellation) =>
            new(fault.IsOfStreams || !StrikesStream(request) ? null : fault);

        public bool StrikesStream(SimulatedRequest stream) => when(stream) && Interlocked.Decrement(ref _left) >= 0;
    }
}
