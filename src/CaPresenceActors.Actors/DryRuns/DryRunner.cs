using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Rounds;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.DryRuns;

/// <summary>Dry runs over the users of an engine, read through a source of their own.</summary>
/// <param name="engine">Has the settings and the users, and knows how the poller is.</param>
/// <param name="states">How each of them stands.</param>
/// <param name="connections">The site's connection.</param>
/// <param name="sources">Makes the source.</param>
/// <param name="time">What pauses go by: this machine's own clock.</param>
public sealed class DryRunner(IPresenceEngine engine, IExtensionStates states, IExchangeConnections connections, ICalendarSourceFactory sources, TimeProvider time) : IDryRuns
{
    /// <summary>How far a dry run looks ahead at the most, in days.</summary>
    public const int MostDays = 14;

    /// <inheritdoc/>
    public DryRun Plan(CandidateSettings change, int days)
    {
        if (days is < 1 or > MostDays)
        {
            throw new RuleViolationException($"The number of days is {days}; 1 to {MostDays} are needed.");
        }

        var today = engine.Site.Rules;
        var other = today.With(change.Presences ?? today.Presences, change.Keywords ?? today.Keywords.Rows) with { Options = change.Options ?? today.Options };
        var now = engine.Clock.GetUtcNow();
        return new DryRun(new SettingsPair(today, other), new CalendarWindow(now, now + TimeSpan.FromDays(days)));
    }

    /// <inheritdoc/>
    public async Task<string?> RunAsync(DryRun run, IDryRunObserver observer, CancellationToken cancellation)
    {
        var users = await engine.UsersAsync(cancellation);
        observer.Begun(users.Length);

        var toRead = new List<(UserProfile Item, MailboxQuery Query)>();
        foreach (var user in users)
        {
            if (run.Settings.Now.Integration && MailboxQueries.Of(user, engine.Site.Zone) is { } query)
            {
                toRead.Add((user, query));
            }
            else
            {
                await CompareAsync(run, user, calendar: null, observer, cancellation);
            }
        }

        return toRead.Count == 0 ? null : await ReadAsync(run, toRead, observer, cancellation);
    }

    private async Task<string?> ReadAsync(DryRun run, List<(UserProfile Item, MailboxQuery Query)> toRead, IDryRunObserver observer, CancellationToken cancellation)
    {
        if (connections.Stored() is not { } connection)
        {
            return "No connection to Exchange is set up, so no calendar can be read. Set it up first.";
        }

        var access = (await PollerAsync(cancellation)).Access ?? connection.Access;
        await using var source = sources.Create(connection with { Access = access, MaxConnections = ReadingRound<UserProfile>.AtOnce }, NoClock.Instance);
        using var courtesy = new PollerCourtesy(PollerAsync, time, observer.Waits);
        var round = new ReadingRound<UserProfile>(source, time)
        {
            Turn = courtesy.WaitAsync,
            Paused = until => observer.Waits(until is null ? null : new DryRunPause(until, "Exchange has asked to be left alone.")),
        };
        try
        {
            return (await round.RunAsync(toRead, run.Window, Answered, cancellation))?.Reason;
        }
        catch (ReadingHaltedException halted)
        {
            return halted.Message;
        }

        async Task Answered(UserProfile user, MailboxReading reading, CancellationToken ended)
        {
            if (reading is MailboxReading.Good good)
            {
                await CompareAsync(run, user, good.Calendar, observer, ended);
            }
            else
            {
                observer.Unreadable(PersonOf(user), ((MailboxReading.Failed)reading).Reason);
            }
        }
    }

    private async Task CompareAsync(DryRun run, UserProfile user, Calendar? calendar, IDryRunObserver observer, CancellationToken cancellation)
    {
        try
        {
            // Who was removed meanwhile notices nothing any more.
            var state = await states.StateOfAsync(user.Extension, cancellation);
            observer.Compared(
                PersonOf(user), state is null ? [] : SettingsComparison.Differences(state, calendar ?? state.Calendar, run.Settings, run.Window.From, run.Window.To));
        }
        catch (EngineUnavailableException unavailable)
        {
            observer.Unreadable(PersonOf(user), unavailable.Message);
        }
    }

    private async Task<Polling.PollerHealth> PollerAsync(CancellationToken cancellation) => (await engine.HealthAsync(cancellation)).Poller;

    private static DryRunPerson PersonOf(UserProfile user) => new(user.Extension, user.Name);

    // Presence is decided on the clock that the poller's own answers correct.
    private sealed class NoClock : IServerDateObserver
    {
        public static NoClock Instance { get; } = new();

        public void Observed(DateTimeOffset sentAt, DateTimeOffset receivedAt, DateTimeOffset serverDate)
        {
        }
    }
}
