using System.Collections.Immutable;
using System.Text.Json;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Tests.Board;
using CaPresenceActors.Actors.Tests.Engine;
using CaPresenceActors.Actors.Webhooks;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.TestKit;
using CaPresenceActors.TestKit.Persistence;

namespace CaPresenceActors.Actors.Tests.Webhooks;

/// <summary>The book of webhooks and its deliverers on the test's own thread and clock, over an in-memory journal, with receivers that the test plays.</summary>
internal sealed class WebhookBench : IDisposable
{
    public static readonly DateTimeOffset Eight = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, JournalWriter> _writers = new(StringComparer.Ordinal);
    private TestSystem _system = null!;
    private WebhookBell _bell = null!;
    private IActorRef _book = null!;
    private int _ids;

    public WebhookBench() => Start();

    public InMemoryJournal Store { get; private set; } = new();

    public FaultInjectingJournal Journal { get; private set; } = null!;

    public ManualTime Time { get; } = new();

    public PlayedReceivers Receivers { get; } = new();

    public RecordingLogs Logs { get; } = new();

    /// <summary>What nobody may see of a change.</summary>
    public Func<PresenceChangeView, PresenceChangeView> Sharing { get; set; } = change => change;

    public long Head => Store.Head;

    public void Start()
    {
        Journal = new FaultInjectingJournal(Store, Time);
        var codec = new PresenceCodec(new SiteBook());
        var desk = new WebhookDesk
        {
            Journal = Journal,
            Shared = entry => ChangeStream.ChangeOf(entry, codec.Decode) is { } change ? Sharing(change) : null,
            Sender = Receivers,
            Secrets = new ReversingSecrets(),
            Clock = Time,
            BackOff = new WebhookBackOff(() => 0),
            Logger = Logs.CreateLogger("webhooks"),
        };
        _bell = new WebhookBell();
        Store.Subscribe(_bell);
        _system = TestSystem.Create(Journal, codec, Time);
        _book = _system.ActorOf(() => new WebhookBook(desk, _bell), "webhooks");
        _system.Ask<WebhookReply>(_book, new WebhookMessage.Begin()).ShouldBeOfType<WebhookReply.Begun>();
    }

    /// <summary>The power goes off, and comes back: with the journal that is on the disk.</summary>
    public void Crash()
    {
        _system.Terminate();
        Store = Store.Reopen();
        _writers.Clear();
        Receivers.Forget();
        Start();
    }

    /// <summary>The program stops in order, and starts again.</summary>
    public void Restart()
    {
        _system.Ask<WebhookReply>(_book, new WebhookMessage.Finish()).ShouldBeOfType<WebhookReply.Done>();
        Crash();
    }

    public string Add(string name, string url = "https://phones.example.com/in", params string[] extensions)
    {
        var id = $"hook{++_ids}";
        Ask(new WebhookMessage.Add(id, new WebhookSpec { Name = name, Url = url, Extensions = extensions is [] ? null : [.. extensions] }, "terces", "admin")).ShouldBeOfType<WebhookReply.StandsAt>();
        return id;
    }

    public WebhookReply Ask(object message) => _system.Ask<WebhookReply>(_book, message);

    public Task<WebhookReply> Begin(object message)
    {
        var answer = _book.Ask<WebhookReply>(message, Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken);
        _system.RunUntilIdle();
        return answer;
    }

    public T Complete<T>(Task<T> task) => _system.Complete(task);

    public void Change(string id, Func<WebhookSpec, WebhookSpec> change) =>
        Ask(new WebhookMessage.Change(id, change(View(id).Spec), "admin")).ShouldBeOfType<WebhookReply.StandsAt>();

    public WebhookView View(string id) => Standing(id).View(Head);

    public ImmutableArray<WebhookDelivery> Deliveries(string id) => Standing(id).Deliveries;

    /// <summary>An extension shows something else. Returns the position of the change.</summary>
    public long Shows(string extension, string presence = "Lunch") => Append(extension, JournalWriter.Shows(presence, Time.GetUtcNow()));

    /// <summary>Something happens that nobody sees.</summary>
    public long Quiet(string extension) => Append(extension, JournalWriter.Quiet(Time.GetUtcNow()));

    public long Append(string extension, params object[] events)
    {
        if (!_writers.TryGetValue(extension, out var writer))
        {
            _writers[extension] = writer = new JournalWriter(Store, PresenceIds.Of(extension));
        }

        var position = writer.AppendAsync(events).GetAwaiter().GetResult();
        _system.RunUntilIdle();
        return position;
    }

    /// <summary>The oldest entries go, as they do when snapshots cover them.</summary>
    public void Prune(int count)
    {
        var newest = Store.Entries.Last(entry => entry.PersistenceId == PresenceIds.Webhooks);
        Store.SaveSnapshot(new SnapshotRequest(PresenceIds.Webhooks, newest.Sequence, newest.Position, "m"u8.ToArray()));
        Store.CoverBySnapshots(Head);
        _system.Complete(Store.PruneAsync(Time.GetUtcNow().AddDays(1), count, CancellationToken.None)).ShouldBe(count);
    }

    /// <summary>The next change is committed, and nothing after it.</summary>
    public void HoldAfterNextCommit() => Store.Subscribe(new Holder(Store));

    public void Release()
    {
        Store.Release();
        _system.RunUntilIdle();
    }

    public void Advance(TimeSpan time) => _system.Advance(time);

    /// <summary>The receiver answers a post.</summary>
    public void Answer(PlayedPost post, int status, TimeSpan? retryAfter = null)
    {
        post.Answer(status is >= 200 and < 300 ? new WebhookAnswer(status, null) : new WebhookAnswer(status, $"It answered {status}.", retryAfter));
        _system.RunUntilIdle();
    }

    public void Dispose()
    {
        _system.Dispose();
        Logs.Dispose();
    }

    private WebhookStanding Standing(string id) =>
        _system.Ask<ImmutableArray<WebhookStanding>>(_book, new WebhookMessage.GetAll()).Single(standing => standing.Hook.Id == id);

    private sealed class Holder(InMemoryJournal journal) : IJournalObserver
    {
        private bool _done;

        public void Committed(ReadOnlySpan<JournalEntry> entries)
        {
            if (!_done)
            {
                _done = true;
                journal.HoldCommits();
            }
        }
    }

    private sealed class ReversingSecrets : ISecretProtector
    {
        public string Protect(string secret) => new([.. secret.Reverse()]);

        public string? Unprotect(string protectedSecret) => protectedSecret == "lost" ? null : Protect(protectedSecret);
    }
}

/// <summary>Receivers whose answers the test gives, one by one.</summary>
internal sealed class PlayedReceivers : IWebhookSender
{
    private readonly List<PlayedPost> _waiting = [];

    /// <summary>Everything that was ever posted, in order.</summary>
    public List<PlayedPost> Posts { get; } = [];

    /// <summary>What has not been answered.</summary>
    public IReadOnlyList<PlayedPost> Waiting => [.. _waiting.Where(post => !post.IsOver)];

    public Task<WebhookAnswer> SendAsync(WebhookPost post, CancellationToken cancellation)
    {
        var played = new PlayedPost(post, cancellation);
        Posts.Add(played);
        _waiting.Add(played);
        return played.Task;
    }

    /// <summary>The one post that waits for an answer.</summary>
    public PlayedPost Only() => Waiting.ShouldHaveSingleItem();

    public void Forget() => _waiting.Clear();
}

/// <summary>A delivery that a receiver has before it.</summary>
internal sealed class PlayedPost
{
    // Without running continuations elsewhere: the test's thread is to do all there is.
    private readonly TaskCompletionSource<WebhookAnswer> _answer = new();

    public PlayedPost(WebhookPost post, CancellationToken cancellation)
    {
        Post = post;
        Body = JsonElement.Parse(post.Body.Span);
        cancellation.Register(() => _answer.TrySetCanceled(cancellation));
    }

    public WebhookPost Post { get; }

    public JsonElement Body { get; }

    public Task<WebhookAnswer> Task => _answer.Task;

    public bool IsOver => _answer.Task.IsCompleted;

    public string Id => Body.GetProperty("deliveryId").GetString()!;

    public long[] Positions => [.. Body.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("position").GetInt64())];

    public void Answer(WebhookAnswer answer) => _answer.SetResult(answer);
}
