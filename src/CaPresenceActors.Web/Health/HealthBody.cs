using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Health;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Web.Json;

namespace CaPresenceActors.Web.Health;

/// <summary>How the engine is.</summary>
internal sealed record HealthBody
{
    public required bool Ready { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required long UptimeSeconds { get; init; }

    public required VersionsBody Versions { get; init; }

    public required StorageBody Storage { get; init; }

    public required int Extensions { get; init; }

    public required int Stale { get; init; }

    public required int Subscribers { get; init; }

    public required JournalBody Journal { get; init; }

    public required PollerBody Poller { get; init; }

    /// <summary>How far Exchange's clock is ahead of this machine's: between these.</summary>
    public ClockBody? ClockDifferenceSeconds { get; init; }

    public static HealthBody Of(EngineHealth health, RunFacts facts) => new()
    {
        Ready = health.Ready,
        StartedAt = facts.StartedAt,
        UptimeSeconds = (long)facts.Uptime.TotalSeconds,
        Versions = new VersionsBody(facts.Program, facts.Runtime, facts.Storage, facts.Schema, health.Poller.Figures?.ServerVersion),
        Storage = new StorageBody(facts.DatabaseBytes, facts.FreeDiskBytes),
        Extensions = health.Extensions,
        Stale = health.Stale,
        Subscribers = health.Subscribers,
        Journal = new JournalBody(health.Journal.IsGood, health.Head, health.Journal.Problem, health.Journal.Since),
        Poller = PollerBody.Of(health.Poller),
        ClockDifferenceSeconds = health.ClockDifferenceSeconds is var (from, to) ? new ClockBody(from, to) : null,
    };
}

/// <param name="Program">This program.</param>
/// <param name="Dotnet">The version of .NET.</param>
/// <param name="Storage">The storage with its version.</param>
/// <param name="Schema">The version of the database's tables.</param>
/// <param name="Exchange">What the Exchange server calls itself; null until it has said so.</param>
internal sealed record VersionsBody(string Program, string Dotnet, string Storage, int Schema, string? Exchange);

internal sealed record StorageBody(long DatabaseBytes, long? FreeDiskBytes);

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

    public string? Trouble { get; init; }

    public DateTimeOffset? NextTry { get; init; }

    public AccessBody? Access { get; init; }

    public required int Followed { get; init; }

    public IReadOnlyList<NotFollowed>? NotFollowed { get; init; }

    public ServerBody? Server { get; init; }

    public StreamsBody? Streams { get; init; }

    public SweepBody? LastSweep { get; init; }

    public static PollerBody Of(PollerHealth poller) => new()
    {
        Mailboxes = poller.Mailboxes,
        InFlight = poller.InFlight,
        Overdue = poller.Overdue,
        Failures = poller.ByFailure.OrderBy(pair => pair.Key).ToDictionary(pair => Words<ReadFailure>.Of(pair.Key).Value, pair => pair.Value, StringComparer.Ordinal),
        HoldsBackUntil = poller.HoldsBackUntil,
        Halted = poller.Halted,
        Trouble = poller.Trouble,
        NextTry = poller.NextTry,
        Access = poller.Access is { } access ? new AccessBody(access, poller.AccessIsChosen) : null,
        Followed = poller.Followed,
        NotFollowed = poller.NotFollowed.IsEmpty ? null : poller.NotFollowed,
        Server = poller.Figures is { } figures ? ServerBody.Of(figures) : null,
        Streams = poller.Watch is { } watch ? StreamsBody.Of(watch) : null,
        LastSweep = poller.LastSweep is { } sweep ? new SweepBody(sweep.Mailboxes, sweep.Good, sweep.Failed, sweep.Took.TotalSeconds, sweep.CommonestFailure) : null,
    };
}

internal sealed record SweepBody(int Mailboxes, int Good, int Failed, double TookSeconds, string? CommonestFailure);

/// <param name="By">By which way calendars are read.</param>
/// <param name="Chosen">Whether that way was found by trying; otherwise the settings say it.</param>
internal sealed record AccessBody(ExchangeAccess By, bool Chosen);

/// <summary>What has gone to the Exchange server and come from it since its connection was set up, but for the streams.</summary>
internal sealed record ServerBody(long Requests, IReadOnlyDictionary<string, long> Refused, long BytesSent, long BytesReceived, DateTimeOffset? BackOffUntil)
{
    public static ServerBody Of(ExchangeFigures figures) => new(
        figures.Requests,
        figures.Refused.ToDictionary(pair => Words<ReadFailure>.Of(pair.Key).Value, pair => pair.Value, StringComparer.Ordinal),
        figures.BytesSent,
        figures.BytesReceived,
        figures.BackOffUntil);
}

/// <summary>The streams by which the Exchange server tells of changes.</summary>
internal sealed record StreamsBody(int Open, int Subscriptions, long Requests, long Refused, long Broken, long Notifications, long BytesReceived, DateTimeOffset? WaitsUntil, string? Trouble)
{
    public static StreamsBody Of(WatchFigures watch) => new(
        watch.Streams, watch.Subscriptions, watch.Requests, watch.Refused, watch.BrokenStreams, watch.Notifications, watch.Bytes, watch.WaitsUntil, watch.Trouble);
}
