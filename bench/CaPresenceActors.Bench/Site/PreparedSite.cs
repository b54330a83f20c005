using System.Globalization;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Bench.Site;

/// <summary>
/// A site on the disk, made by the engine itself: its users were added, their calendars read, and it was stopped in order. The connection to Exchange was taken away at the end, so that an engine that opens it reads nothing.
/// </summary>
/// <param name="Directory">Where the journal is.</param>
/// <param name="Extensions">How many there are.</param>
/// <param name="Plan">Their calendars.</param>
internal sealed record PreparedSite(string Directory, int Extensions, CalendarPlan Plan)
{
    private const int UsersAtOnce = 2_000;

    /// <summary>When the site was made, on its own clock: before everything that is planned.</summary>
    public static DateTimeOffset MadeAt { get; } = CalendarPlan.Day.AddHours(6);

    /// <summary>The extension with a number, from 0.</summary>
    public static string NameOf(int extension) => (100_000 + extension).ToString(CultureInfo.InvariantCulture);

    /// <summary>The number of an extension.</summary>
    public static int NumberOf(string name) => int.Parse(name, CultureInfo.InvariantCulture) - 100_000;

    /// <summary>Makes a site.</summary>
    public static async Task<PreparedSite> MakeAsync(string directory, int extensions, CalendarPlan plan)
    {
        System.IO.Directory.CreateDirectory(directory);
        var done = new Settled(extensions);
        await using var running = await EngineUnderTest.StartAsync(directory, ShiftedTime.Showing(MadeAt), new PlannedCalendars(plan), logToFile: false, done);
        var engine = running.Engine;
        await Do(engine.ChangeSiteAsync(
            site => site with { Rules = site.Rules.WithKeywords(CalendarPlan.Keywords) with { Integration = true }, PollInterval = TimeSpan.FromHours(1) }, "bench", CancellationToken.None));
        foreach (var users in Enumerable.Range(0, extensions).Chunk(UsersAtOnce))
        {
            await Do(engine.ChangeUsersAsync([.. users.Select(ProfileOf)], [], "bench", CancellationToken.None));
        }

        await done.UsersKnown;
        await Do(engine.ChangeExchangeAsync(new ExchangeConnection { Server = "127.0.0.1", UserName = "bench@bench.test", Password = "none" }, "bench", CancellationToken.None));
        await done.CalendarsRead;
        await Do(engine.ChangeExchangeAsync(null, "bench", CancellationToken.None));
        await done.SettingsKnown;
        await running.Journal.FlushAsync(CancellationToken.None);
        return new PreparedSite(directory, extensions, plan);
    }

    /// <summary>Copies the journal into another directory. What is open and idle may be copied too: the copy is what a crash would have left.</summary>
    public PreparedSite CopyTo(string directory)
    {
        System.IO.Directory.CreateDirectory(directory);
        var journal = EngineUnderTest.JournalIn(Directory);
        foreach (var file in new[] { journal, journal + "-wal" }.Where(File.Exists))
        {
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)), overwrite: true);
        }

        return this with { Directory = directory };
    }

    private static UserProfile ProfileOf(int extension) => new()
    {
        Extension = NameOf(extension),
        Name = string.Create(CultureInfo.InvariantCulture, $"Person {extension}"),
        Account = PlannedCalendars.AccountOf(extension),
    };

    private static async Task Do(Task<EngineReply> command)
    {
        if (await command is not EngineReply.Done and var reply)
        {
            throw new InvalidOperationException($"The site could not be prepared: {reply}");
        }
    }

    /// <summary>Knows when every extension knows its user, has read its calendar, and knows the two changes of settings.</summary>
    private sealed class Settled(int extensions) : IJournalObserver
    {
        private readonly Countdown _users = new(extensions);
        private readonly Countdown _calendars = new(extensions);
        private readonly Countdown _settings = new(2 * extensions);

        public Task UsersKnown => _users.AtZero;

        public Task CalendarsRead => _calendars.AtZero;

        public Task SettingsKnown => _settings.AtZero;

        public void Committed(ReadOnlySpan<JournalEntry> entries)
        {
            foreach (var entry in entries)
            {
                (entry.Event switch
                {
                    PresenceEvent.UserApplied => _users,
                    PresenceEvent.CalendarReplaced => _calendars,
                    PresenceEvent.SiteApplied => _settings,
                    _ => null,
                })?.One();
            }
        }
    }
}
