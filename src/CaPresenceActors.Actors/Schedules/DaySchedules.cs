using System.Collections.Immutable;
using CaPresenceActors.Actors.Extensions;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Schedules;

/// <summary>Schedules from what the engine knows: how the extension stands, and what the journal says of the day.</summary>
internal sealed class DaySchedules(IJournal journal, Func<JournalEntry, object> decode, UserBook users, SiteBook site, TimeProvider clock) : ISchedules
{
    private const int Page = 200;

    // An extension has a few dozen events a day. Who asks for a day further back than this many events is told nothing of it rather than made to wait for it.
    private const int MostEvents = 20_000;

    /// <summary>Asks an extension how it stands; null when nobody has it.</summary>
    public required Func<string, CancellationToken, Task<ExtensionStanding?>> Standing { get; init; }

    /// <summary>How far an extension's calendar is known, UTC; null when there is none.</summary>
    public required Func<string, DateTimeOffset?> KnownUntil { get; init; }

    /// <inheritdoc/>
    public async Task<DaySchedule?> DayAsync(string extension, DateOnly? day, ScheduleDetail detail, CancellationToken cancellation)
    {
        if (users.Find(extension) is not { } profile || await Standing(extension, cancellation) is not { State: { } state } standing)
        {
            return null;
        }

        if (profile.AccountUnconfirmed && detail == ScheduleDetail.Own)
        {
            detail = ScheduleDetail.Times;
        }

        var schedule = ScheduleOfDay.Of(profile, site.Current, clock.GetUtcNow(), day);
        return detail == ScheduleDetail.Hidden
            ? schedule.Hidden()
            : schedule.Tell(state, await PastAsync(extension, schedule, state, standing.LastPosition, cancellation), KnownUntil(extension), detail);
    }

    private async Task<ImmutableArray<ShownPresence>> PastAsync(string extension, ScheduleOfDay day, PresenceState state, long newest, CancellationToken cancellation)
    {
        var shown = new ShownSoFar(state, day.From, day.PastUntil);
        var next = newest;
        for (var read = 0; !shown.IsComplete && next > 0 && read < MostEvents; read += Page)
        {
            var entries = await journal.ReadBackAsync(PresenceIds.Of(extension), next, Page, cancellation);
            next = entries.Count == 0 ? 0 : entries[^1].Previous;
            foreach (var entry in entries)
            {
                switch (entry.Event ?? decode(entry))
                {
                    case PresenceEvent happened:
                        shown.Take(happened);
                        break;

                    case ExtensionRetired:
                        // What comes now is of somebody else who had the extension before.
                        return shown.ToArray();
                }
            }
        }

        return shown.ToArray();
    }
}
