using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Tests.Board;

/// <summary>Writes events of one persistent actor into a journal, one append after the other, without the actor.</summary>
internal sealed class JournalWriter(IJournal journal, string persistenceId, SiteBook? book = null)
{
    private readonly PresenceCodec _codec = new(book ?? new SiteBook());
    private long _sequence = 1;
    private long _previous;

    /// <summary>Appends events and returns the position of the last one.</summary>
    public async Task<long> AppendAsync(params object[] events)
    {
        var request = new Request(persistenceId, _sequence, _previous, [.. events.Select(_codec.Encode)]);
        journal.Append(request);
        var first = await request.Answer.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _sequence += events.Length;
        _previous = first + events.Length - 1;
        return _previous;
    }

    /// <summary>Shows a presence by hand.</summary>
    public static PresenceEvent Shows(string presence, DateTimeOffset at, string from = "Available", Outlook? outlook = null) =>
        new PresenceEvent.ManualPresenceSet(at, new Settlement
        {
            Shown = presence,
            Change = new PresenceChange(from, presence, PresenceCause.ManualSet, null, null),
            Manual = new ManualPresence(presence, Hold.UntilCleared, null, Within: false, at, null),
            Outlook = outlook ?? Outlook.Open,
        });

    /// <summary>A presence that an appointment leads to, by a keyword.</summary>
    public static PresenceEvent Leads(string presence, string keyword, DateTimeOffset at) => new PresenceEvent.BoundaryPassed(at, new Settlement
    {
        Shown = presence,
        Change = new PresenceChange("Available", presence, PresenceCause.EventStarted, default(AppointmentKey), keyword),
        Outlook = Outlook.Open,
    });

    /// <summary>Something that changes nothing that is shown.</summary>
    public static PresenceEvent Quiet(DateTimeOffset at, string shown = "Available") =>
        new PresenceEvent.ManualPresenceCleared(at, new Settlement { Shown = shown });

    /// <summary>A life begins under these settings.</summary>
    public static PresenceEvent Begins(SiteSettings site, DateTimeOffset at) =>
        new PresenceEvent.SiteApplied(at, site, null, new Settlement { Shown = site.Presences.Default.Name });

    /// <summary>The person's settings are these.</summary>
    public static PresenceEvent Applies(UserSettings user, DateTimeOffset at, bool forgotten = false) =>
        new PresenceEvent.UserApplied(at, user, forgotten, new Settlement { Shown = "Available" });

    private sealed class Request(string persistenceId, long firstSequence, long previous, JournalEvent[] events) : AppendRequest
    {
        public TaskCompletionSource<long> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override string PersistenceId => persistenceId;

        public override long FirstSequence => firstSequence;

        public override long PreviousPosition => previous;

        public override DateTimeOffset RecordedAt => new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

        public override ReadOnlySpan<JournalEvent> Events => events;

        public override ReadOnlySpan<DocumentWrite> Documents => [];

        public override void Completed(long firstPosition) => Answer.SetResult(firstPosition);

        public override void Failed(JournalException reason) => Answer.SetException(reason);
    }
}
