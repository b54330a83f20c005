using System.Text;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Extensions;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Sharding;
using CaPresenceActors.Presence;
using CaPresenceActors.TestKit;
using CaPresenceActors.TestKit.Persistence;

namespace CaPresenceActors.Actors.Tests.Extensions;

/// <summary>Extensions with a board over an in-memory journal, on a clock that the test moves. It begins at 08:00 of a Monday.</summary>
internal sealed class ExtensionBench : IDisposable
{
    public const string Extension = "1203";
    public const string Account = "ito@example.com";

    private readonly List<string> _missed = [];
    private IActorRef _region = null!;
    private IActorRef _ledger = null!;
    private ChangeStream _stream = null!;

    public ExtensionBench()
        : this(new InMemoryJournal(), new ManualTime(), new SiteBook())
    {
        var site = SiteSettings.Initial.WithKeywords([new KeywordRow("meeting", "In a meeting"), new KeywordRow("lunch", "Lunch")]) with { Integration = true };
        Turn(site);
    }

    private ExtensionBench(InMemoryJournal store, ManualTime time, SiteBook book)
    {
        (Store, Time, Book) = (store, time, book);
        Start();
    }

    public ManualTime Time { get; }

    public SiteBook Book { get; }

    public InMemoryJournal Store { get; private set; }

    public FaultInjectingJournal Journal { get; private set; } = null!;

    public PresenceBoard Board { get; private set; } = null!;

    public TestSystem System { get; private set; } = null!;

    /// <summary>The extensions that asked to be told their profile again.</summary>
    public IReadOnlyList<string> Missed => _missed;

    public DateTimeOffset Now => Time.GetUtcNow();

    public PresenceView? View => Board.Find(Extension);

    public string? Shown => View?.Presence;

    /// <summary>What the journal says of changes: instant and presence, such as <c>10:00 In a meeting</c>.</summary>
    public IReadOnlyList<string> Changes => [.. Told.Select(change => $"{change.At:HH:mm} {change.To}")];

    public IReadOnlyList<PresenceChangeView> Told => [.. Store.Entries.Select(entry => ChangeStream.ChangeOf(entry, new PresenceCodec(Book).Decode)).OfType<PresenceChangeView>()];

    public PresenceState? State => System.Ask<ExtensionStanding>(_region, new ShardEnvelope(Extension, new UserPresenceMessage.GetStanding())).State;

    public static DateTimeOffset At(int hour, int minute = 0) => new(2026, 11, 2, hour, minute, 0, TimeSpan.Zero);

    public static Appointment Meeting(int from, int to, string subject = "Monthly meeting", string? id = null) => new()
    {
        Key = AppointmentKey.Of(id ?? $"{subject} {from}"),
        Subject = subject,
        Start = At(from),
        End = At(to),
    };

    /// <summary>Adds the extension with an account.</summary>
    public ExtensionBench WithUser(UserProfile? profile = null)
    {
        Tell(new UserPresenceMessage.ProfileChanged(profile ?? Profile()));
        return this;
    }

    public static UserProfile Profile(string? account = Account) => new() { Extension = Extension, Name = "Ito", Account = account };

    public void Tell(UserPresenceMessage message) => System.Tell(_region, new ShardEnvelope(Extension, message));

    public void Read(params Appointment[] appointments) => Tell(new UserPresenceMessage.CalendarRead(Reading(appointments)));

    public GoodReading Reading(params Appointment[] appointments) =>
        new(Extension, Account, Calendar.Of(appointments), new CalendarWindow(At(0), Now.AddHours(48)), Now, Now, Dropped: 0);

    public EngineReply Set(string presence, Hold hold = Hold.UntilNextChange, DateTimeOffset? until = null) =>
        Ask(new UserPresenceMessage.SetManual(new PresenceCommand.SetManualPresence(presence, hold, until)));

    public EngineReply Ask(UserPresenceMessage message) => System.Ask<EngineReply>(_region, new ShardEnvelope(Extension, message));

    public Task<EngineReply> Asking(UserPresenceMessage message)
    {
        var answer = _region.Ask<EngineReply>(new ShardEnvelope(Extension, message), Timeout.InfiniteTimeSpan);
        System.RunUntilIdle();
        return answer;
    }

    /// <summary>The site's settings are others from now on; extensions hear of it by <see cref="Announce"/>.</summary>
    public void Turn(SiteSettings site, PresenceRename? rename = null)
    {
        var version = Book.Current.Rules.Version + 1;
        Book.Turn(Book.Current with { Rules = site with { Version = version } }, rename);
    }

    public void Rename(string from, string to)
    {
        var rename = new PresenceRename(from, to);
        Turn(Book.Current.Rules.Rename(rename), rename);
    }

    public void Announce() => System.Tell(_region, new Broadcast(new UserPresenceMessage.SiteChanged(Book.Current.Rules, null)));

    public void Advance(DateTimeOffset to) => System.AdvanceTo(to);

    /// <summary>The process ends without a word.</summary>
    public void Crash()
    {
        System.Terminate();
        Store = Store.Reopen();
    }

    /// <summary>The process starts.</summary>
    public void Start()
    {
        Journal = new FaultInjectingJournal(Store, Time);
        var codec = new PresenceCodec(Book);
        _stream = new ChangeStream(Journal, codec.Decode, new NobodyHears());
        Board = new PresenceBoard(Book, Time, _stream, Journal.Head);
        Journal.Subscribe(Board);
        System = TestSystem.Create(Journal, codec, Time);
        _ledger = System.ActorOf(() => new ReadingLedger(Board), "reading-ledger");
        System.Ask<ReadingLedgerReady>(_ledger, new ReadingLedgerMessage.GetReady());
        var recovery = System.System.BeginRecovery();
        var around = new ExtensionSurroundings(Time, Book, Board, _missed.Add);
        _region = ShardRegion.Start(System.System, "presence", new ShardRegionSettings
        {
            Entity = Props.Create(extension => new UserPresence(extension, around)),
            PersistencePrefix = PresenceIds.ExtensionPrefix,
        });
        System.Complete(recovery.RunAsync(CancellationToken.None));
    }

    /// <summary>The poller has read some calendars, and a second passes.</summary>
    public void EndSweep(DateTimeOffset begun)
    {
        System.Tell(_ledger, new ReadingLedgerMessage.SweepEnded(begun));
        Advance(Now.AddSeconds(1));
    }

    public void Restart()
    {
        Crash();
        Start();
    }

    public void Sweep() => System.Complete(System.System.Snapshots.SweepAsync(CancellationToken.None));

    /// <summary>Whether a text stands anywhere in the journal's events or snapshots.</summary>
    public bool JournalHolds(string text) =>
        Store.Entries.Any(entry => Encoding.UTF8.GetString(entry.Payload.Span).Contains(text, StringComparison.OrdinalIgnoreCase))
        || (Store.SnapshotOf(PresenceIds.Of(Extension)) is { } snapshot && Encoding.UTF8.GetString(snapshot.Payload.Span).Contains(text, StringComparison.OrdinalIgnoreCase));

    public StoredReading? KeptReading =>
        Store.DocumentsOf(PresenceIds.Of(Extension)).TryGetValue(StoredReading.Key, out var bytes) ? StoredReading.Decode(bytes.Span) : null;

    public void Dispose() => System.Dispose();

    private sealed class NobodyHears : IChangeObserver
    {
        public ValueTask ChangedAsync(IReadOnlyList<PresenceChangeView> changes) => ValueTask.CompletedTask;
    }
}
