using CaPresenceActors.Exchange.Simulator.Company;

namespace CaPresenceActors.Exchange.Simulator.Faults;

/// <summary>A plan whose fault may strike streams that are open already: those are asked about by the streams themselves.</summary>
internal interface IStreamPlan : IFaultPlan
{
    FaultAnswer Fault { get; }

    bool StrikesStream(SimulatedRequest stream);
}

/// <summary>Carries out a description.</summary>
internal sealed class DescribedPlan(int id, FaultDescription description, TimeProvider time) : IStreamPlan
{
    private readonly Lock _lock = new();
    private readonly Chance _chance = new((ulong)(description.Seed ?? 1));
    private int _struck;

    public int Id { get; } = id;

    public FaultAnswer Fault { get; } = FaultKinds.Make(description);

    public bool IsInForce => time.GetUtcNow() is var now && !(now < description.From) && !(now >= description.Until);

    private bool IsOver => _struck >= description.Count || time.GetUtcNow() >= description.Until;

    public InstalledFault Show()
    {
        lock (_lock)
        {
            return new InstalledFault(Id, description, _struck, IsOver);
        }
    }

    public ValueTask<FaultAnswer?> AnswerAsync(SimulatedRequest request, CancellationToken cancellation) => new(!Fault.IsOfStreams && Strikes(request) ? Fault : null);

    public bool StrikesStream(SimulatedRequest stream) => Strikes(stream);

    private bool Strikes(SimulatedRequest request)
    {
        if ((description.Mailboxes is { } mailboxes && !mailboxes.Any(request.IsAbout)) || description.Operations?.Contains(request.Operation) == false || !IsInForce)
        {
            return false;
        }

        lock (_lock)
        {
            if (_struck >= description.Count || (description.Probability is { } probability && _chance.Below(1_000_000) >= probability * 1_000_000))
            {
                return false;
            }

            _struck++;
            return true;
        }
    }
}
