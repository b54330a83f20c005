using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Webhooks;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Engine;

/// <summary>What an engine is made of. The host chooses; the engine owns none of it and disposes of nothing that it did not make.</summary>
public sealed record EngineParts
{
    /// <summary>Where everything is kept that must survive. Disposed of by the host, after the engine has stopped.</summary>
    public required IJournal Journal { get; init; }

    /// <summary>Makes calendar sources for connections.</summary>
    public required ICalendarSourceFactory Sources { get; init; }

    /// <summary>Keeps the Exchange password.</summary>
    public required ISecretProtector Secrets { get; init; }

    /// <summary>This machine's own clock, uncorrected.</summary>
    public TimeProvider OwnClock { get; init; } = TimeProvider.System;

    /// <summary>Makes the loggers.</summary>
    public required ILoggerFactory Logs { get; init; }

    /// <summary>How many reads of calendars may be under way at once.</summary>
    public int ReadConcurrency { get; init; } = 8;

    /// <summary>How often a calendar is read all the same whose changes the server tells of.</summary>
    public TimeSpan SafetyInterval { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after the news of a change the calendar is read.</summary>
    public TimeSpan Coalescing { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long history is kept.</summary>
    public TimeSpan KeepHistory { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Carries what webhooks deliver; without one, every delivery fails and says why.</summary>
    public IWebhookSender WebhookSender { get; init; } = new NoWebhookSender();

    /// <summary>Whether webhooks may go over plain HTTP to other machines.</summary>
    public bool PlainHttpWebhooks { get; init; }

    /// <summary>Changes how actors run: tests run them one after the other.</summary>
    internal Func<ActorSystemSettings, ActorSystemSettings>? ConfigureActors { get; init; }
}
