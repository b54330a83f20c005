using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Web.Json;

namespace CaPresenceActors.Web.Health;

/// <summary>How the engine is.</summary>
internal sealed record HealthBody
{
    public required bool Ready { get; init; }

    public required int Extensions { get; init; }

    public required int Stale { get; init; }

    public required int Subscribers { get; init; }

    public required JournalBody Journal { get; init; }

    public required PollerBody Poller { get; init; }

    /// <summary>How far Exchange's clock is ahead of this machine's: between these.</summary>
    public ClockBody? ClockDifferenceSeconds { get; init; }

    public static HealthBody Of(EngineHealth health) => new()
    {
        Ready = health.Ready,
        Extensions = health.Extensions,
        Stale = health.Stale,
        Subscribers = health.Subscribers,
        Journal = new JournalBody(health.Journal.IsGood, health.Head, health.Journal.Problem, health.Journal.Since),
        Poller = PollerBody.Of(health.Poller),
        ClockDifferenceSeconds = health.ClockDifferenceSeconds is var (from, to) ? new ClockBody(from, to) : null,
    };
}

internal sealed record JournalBody(bool Good, long Head, string? Problem, DateTimeOffset? Since);

internal sealed record ClockBody(double From, double To);

internal sealed record PollerBody
{
    public required int Mailboxes { get; init; }

    public required int InFlight { get; init; }

    public required int Overdue { get; init; }

    public required IReadOnlyDictionary<string, int> Failures { get; init; }

    public DateTimeOffset? HoldsBackUntil { get; init; }

    public string? Halted { get; init; }

    public SweepBody? LastSweep { get; init; }

    public static PollerBody Of(PollerHealth poller) => new()
    {
        Mailboxes = poller.Mailboxes,
        InFlight = poller.InFlight,
        Overdue = poller.Overdue,
        Failures = poller.ByFailure.OrderBy(pair => pair.Key).ToDictionary(pair => Words<Actors.Ports.ReadFailure>.Of(pair.Key).Value, pair => pair.Value, StringComparer.Ordinal),
        HoldsBackUntil = poller.HoldsBackUntil,
        Halted = poller.Halted,
        LastSweep = poller.LastSweep is { } sweep ? new SweepBody(sweep.Mailboxes, sweep.Good, sweep.Failed, sweep.Took.TotalSeconds, sweep.CommonestFailure) : null,
    };
}

internal sealed record SweepBody(int Mailboxes, int Good, int Failed, double TookSeconds, string? CommonestFailure);
