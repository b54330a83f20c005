using System.Collections.Immutable;

namespace CaPresenceActors.Exchange.Simulator.Faults;

/// <summary>The faults that are in force. Installing one gives a handle; disposing of it ends the fault.</summary>
public sealed class FaultPlans
{
    private ImmutableArray<IFaultPlan> _plans = [];

    /// <summary>While true, every connection is cut as soon as a request comes, as if the server were not there.</summary>
    public bool Offline { get; set; }

    /// <summary>Installs a plan.</summary>
    public IDisposable Use(IFaultPlan plan)
    {
        ImmutableInterlocked.Update(ref _plans, plans => plans.Add(plan));
        return new Installed(this, plan);
    }

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

    private sealed class Installed(FaultPlans owner, IFaultPlan plan) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref owner._plans, plans => plans.Remove(plan));
    }

    private sealed class AlwaysPlan(FaultAnswer fault, Func<SimulatedRequest, bool> when) : IFaultPlan
    {
        public ValueTask<FaultAnswer?> AnswerAsync(SimulatedRequest request, CancellationToken cancellation) => new(when(request) ? fault : null);
    }

    private sealed class NextPlan(int count, FaultAnswer fault, Func<SimulatedRequest, bool> when) : IFaultPlan
    {
        private int _left = count;

        public ValueTask<FaultAnswer?> AnswerAsync(SimulatedRequest request, CancellationToken cancellation) =>
            new(when(request) && Interlocked.Decrement(ref _left) >= 0 ? fault : null);
    }
}
