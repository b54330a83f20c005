using System.Collections.Immutable;
using CaPresenceActors.Exchange.Simulator;
using CaPresenceActors.Exchange.Simulator.Faults;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests.Chaos;

/// <summary>Faults of every kind that come and go, at random but by a seed.</summary>
internal sealed class FaultTraffic(ExchangeSimulator exchange, IReadOnlyList<Person> people, Random chance)
{
    // Each as often as it stands here.
    private static readonly Func<Random, FaultDescription>[] Kinds =
    [
        r => new() { Kind = "server-busy", BackOffSeconds = r.Next(1, 4) },
        r => new() { Kind = "server-busy-item", BackOffSeconds = r.Next(1, 3) },
        _ => new() { Kind = "soap-fault", Code = "ErrorInternalServerError" },
        _ => new() { Kind = "item-error", Code = "ErrorMailboxStoreUnavailable" },
        r => new() { Kind = "unavailable", RetryAfterSeconds = r.Next(1, 3) },
        _ => new() { Kind = "html" },
        _ => new() { Kind = "html", Status = 200, Body = "<html><body>Log in at the proxy</body></html>" },
        _ => new() { Kind = "redirect" },
        _ => new() { Kind = "abort" },
        _ => new() { Kind = "silence" },
        r => new() { Kind = "delay", DelaySeconds = r.NextDouble() },
        _ => new() { Kind = "reset-mid-answer" },
        _ => new() { Kind = "slow-bytes", BytesPerSecond = 4000 },
        _ => new() { Kind = "truncated" },
        _ => new() { Kind = "invalid-xml" },
        r => new() { Kind = "control-characters", Raw = r.Next(2) == 0 },
        _ => new() { Kind = "wrong-order" },
        _ => new() { Kind = "split-characters" },
        _ => new() { Kind = "xml-declarations" },
        _ => new() { Kind = "joined-envelopes" },
        r => new() { Kind = "stream-closed-early", AfterSeconds = r.Next(1, 4) },
        _ => new() { Kind = "no-heartbeats" },
        r => new() { Kind = "wrong-date", OffsetSeconds = r.Next(-7200, 7200) },
    ];

    // What cannot be noticed but by a safety re-read, what costs half a minute of doubt, and what is left alone for a minute.
    private static readonly Func<Random, FaultDescription>[] SlowKinds =
    [
        _ => new() { Kind = "dead-subscriptions" },
        _ => new() { Kind = "unauthorized", Count = 1, Operations = ["FindItem"] },
        _ => new() { Kind = "mailbox-moving" },
        _ => new() { Kind = "server-busy" },
        _ => new() { Kind = "unavailable" },
    ];

    // What in life lasts until somebody acts, so that the engine looks again after minutes only; or when it starts.
    private static readonly Func<Random, FaultDescription>[] LastingKinds =
    [
        _ => new() { Kind = "mailbox-gone" },
        _ => new() { Kind = "rights-withdrawn" },
    ];

    private readonly SortedDictionary<string, int> _installed = new(StringComparer.Ordinal);

    /// <summary>How many faults of which kind there were.</summary>
    public IReadOnlyDictionary<string, int> Installed => _installed;

    /// <summary>How often they struck, up to the last <see cref="End"/>.</summary>
    public int Struck { get; private set; }

    /// <summary>A new fault for a few seconds, or a blow that is over at once.</summary>
    /// <param name="slow">Whether it may be one of those that take a minute to be made good.</param>
    /// <param name="lasting">Whether it may be one of those that are looked at again after minutes only.</param>
    public void Step(bool slow, bool lasting)
    {
        switch (chance.Next(20))
        {
            case 0:
                Count("back end restarts");
                exchange.RestartBackEnd();
                break;
            case 1:
                Count("mailbox moved");
                exchange.MoveMailbox(Some(1)[0]);
                break;
            case 2:
                Count("clock off by hours");
                exchange.ClockOffset = TimeSpan.FromMinutes(chance.Next(-300, 300));
                break;
            case 3:
                exchange.ClockOffset = TimeSpan.Zero;
                break;
            case 4 or 5 when slow:
                Install(SlowKinds[chance.Next(SlowKinds.Length)](chance));
                break;
            case 6 or 7 when lasting:
                Install(LastingKinds[chance.Next(LastingKinds.Length)](chance));
                break;
            default:
                Install(Kinds[chance.Next(Kinds.Length)](chance));
                break;
        }
    }

    /// <summary>Exchange is well again.</summary>
    public void End()
    {
        Struck += exchange.Faults.Described.Sum(fault => fault.Struck);
        exchange.Faults.EndAll();
        exchange.Faults.Offline = false;
        exchange.ClockOffset = TimeSpan.Zero;
    }

    private void Install(FaultDescription fault)
    {
        Count(fault.Kind);

        // For all and seldom, or for some and always. What concerns single mailboxes in life does so here.
        var ofMailboxes = fault.Kind is "mailbox-moving" or "mailbox-gone" or "rights-withdrawn" or "dead-subscriptions" || chance.Next(2) == 0;
        exchange.Faults.Install(fault with
        {
            Mailboxes = ofMailboxes ? Some(chance.Next(1, 25)) : null,
            Probability = ofMailboxes ? null : 0.05 + (0.4 * chance.NextDouble()),
            Seed = chance.Next(),
            Until = TimeProvider.System.GetUtcNow() + exchange.ClockOffset + TimeSpan.FromSeconds(chance.Next(1, 6)),
        });
    }

    private ImmutableArray<string> Some(int count) => [.. Enumerable.Range(0, count).Select(_ => people[chance.Next(people.Count)].Account).Distinct(StringComparer.Ordinal)];

    private void Count(string kind) => _installed[kind] = _installed.GetValueOrDefault(kind) + 1;
}
