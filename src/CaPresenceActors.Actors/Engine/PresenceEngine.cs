using System.Collections.Immutable;
using CaPresenceActors.Actors.Audit;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Clock;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Extensions;
using CaPresenceActors.Actors.Favourites;
using CaPresenceActors.Actors.Health;
using CaPresenceActors.Actors.History;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Rules;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Schedules;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Actors.Webhooks;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Kernel.Sharding;
using CaPresenceActors.Presence;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Engine;

/// <summary>
/// The engine: starts the actors in the order in which they need each other, and speaks for them.
/// </summary>
public sealed class PresenceEngine : IPresenceEngine, IExtensionStates, IFavourites, IAsyncDisposable
{
    // A command waits behind one commit at the most; who waits longer is told so.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // At the start a journal may have trouble that passes; one that is damaged is never read, and the host has to say so.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    // Subscriptions are ended, so that they do not count against the account; a server that does not answer ends them by itself.
    private static readonly TimeSpan FarewellToExchange = TimeSpan.FromSeconds(3);

    private readonly EngineParts _parts;
    private readonly SiteBook _book = new();
    private readonly SignInBook _signInBook = new();
    private readonly PresenceCodec _codec;
    private readonly CorrectedTime _clock;
    private readonly ServerClock _serverClock;
    private readonly ChangeLog _changeLog;
    private readonly MinuteSeries _series;
    private readonly NewestEntries _newestSettings;
    private readonly ChangeStream _stream;
    private readonly PresenceBoard _board;
    private readonly RunningWebhooks _webhooks;
    private readonly ActorSystem _system;
    private readonly ILogger _logger;
    private readonly SurveyedCensus _census;
    private IActorRef _rules;
    private IActorRef _users;
    private IActorRef _region;
    private IActorRef _poller;
    private IActorRef _ledger;
    private IActorRef _signIns;
    private IActorRef _favourites;
    private volatile bool _ready;
    private int _disposed;

    private PresenceEngine(EngineParts parts)
    {
        _parts = parts;
        _logger = parts.Logs.CreateLogger<PresenceEngine>();
        _codec = new PresenceCodec(_book);
        _serverClock = new ServerClock(parts.OwnClock, parts.Logs.CreateLogger<ServerClock>());
        _clock = _serverClock.Time;
        _changeLog = new ChangeLog(parts.Logs.CreateLogger("CaPresenceActors.Changes"), _clock);
        _series = new MinuteSeries(_clock);
        _stream = new ChangeStream(parts.Journal, _codec.Decode, new CountedChanges(_series, _changeLog), extension => _board!.HidesTimes(extension), keyword => _book.Current.Rules.Keywords.Has(keyword));
        _board = new PresenceBoard(_book, _clock, _stream, parts.Journal.Head);
        parts.Journal.Subscribe(_board);
        _webhooks = WebhooksOf(parts);
        _newestSettings = new NewestEntries(parts.Journal, AuditSource.All.Select(source => source.PersistenceId));
        parts.Journal.Subscribe(_newestSettings);
        Audit = new AuditTrail(parts.Journal, _codec, _newestSettings, AuditSource.All);
        History = new SiteHistory(parts.Journal, _codec, NewestEntryOfAsync);
        var settings = new ActorSystemSettings
        {
            Name = "capresence",
            Time = _clock,
            Journal = parts.Journal,
            Codec = _codec,
            Log = new KernelLogAdapter(parts.Logs.CreateLogger("CaPresenceActors.Kernel")),
        };
        _system = ActorSystem.Create(parts.ConfigureActors?.Invoke(settings) ?? settings);
        _clock.Changed += OnClockChanged;

        // Until they are started, what is meant for them becomes a dead letter.
        (_rules, _users, _region, _poller, _ledger) = (_system.DeadLetters, _system.DeadLetters, _system.DeadLetters, _system.DeadLetters, _system.DeadLetters);
        (_signIns, _favourites) = (_system.DeadLetters, _system.DeadLetters);
        SignIns = new SignInDesk(_signInBook, () => _signIns);
        Schedules = new DaySchedules(parts.Journal, _codec.Decode, Users, _book, _clock) { Standing = StandingOfAsync, KnownUntil = extension => _board.Find(extension)?.CoveredUntil };
        var survey = new ExtensionSurvey(() => _region, () => _board.Extensions, parts.OwnClock);
        (_census, Lists) = (new SurveyedCensus(_book, survey), new SurveyedLists(this, _book, survey));
    }

    /// <inheritdoc/>
    public IPresenceBoard Board => _board;

    /// <inheritdoc/>
    public bool IsReady => _ready;

    /// <inheritdoc/>
    public TimeProvider Clock => _clock;

    /// <inheritdoc/>
    public SiteConfiguration Site => _book.Current;

    /// <summary>Who can sign in.</summary>
    public ISignIns SignIns { get; }

    /// <summary>Receivers that changes are posted to.</summary>
    public IWebhooks Webhooks => _webhooks;

    /// <summary>Who changed which setting.</summary>
    public IAuditTrail Audit { get; }

    /// <summary>The presence changes of everybody.</summary>
    public ISiteHistory History { get; }

    /// <summary>What happened minute by minute.</summary>
    public IHealthSeries Series => _series;

    /// <summary>The profiles of all users, to read without asking.</summary>
    public UserBook Users { get; } = new();

    /// <summary>The days of people.</summary>
    public ISchedules Schedules { get; }

    /// <summary>Counts keywords in the known calendars.</summary>
    public IKeywordCensus Census => _census;

    /// <summary>Changes the site's lists and takes the last save back.</summary>
    public ISiteLists Lists { get; }

    /// <summary>Starts the engine. It is ready when this returns: every extension has recovered, and what was due meanwhile is being decided.</summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public static async Task<PresenceEngine> StartAsync(EngineParts parts, CancellationToken cancellation)
    {
        var engine = new PresenceEngine(parts);
        try
        {
            await engine.StartAsync(cancellation);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<EngineReply> SetManualAsync(string extension, PresenceCommand.SetManualPresence manual, CancellationToken cancellation) =>
        await AskExtensionAsync(extension, new UserPresenceMessage.SetManual(manual), cancellation);

    /// <inheritdoc/>
    public async Task<EngineReply> ClearManualAsync(string extension, CancellationToken cancellation) =>
        await AskExtensionAsync(extension, new UserPresenceMessage.ClearManual(), cancellation);

    /// <inheritdoc/>
    public async Task<PresenceWhy?> WhyAsync(string extension, CancellationToken cancellation)
    {
        if (_board.Find(extension) is null)
        {
            return null;
        }

        var standing = await StandingAsync(extension, cancellation);
        var poller = await PollerAsync(cancellation);
        return standing.State is { } state && _board.Find(extension) is { } view
            ? new WhyTeller(Site.Zone, _clock.GetUtcNow()).Tell(view, state, new Freshness(_board.LastGoodReadOf(extension), _board.TroubleOf(extension), poller))
            : null;
    }

    /// <inheritdoc/>
    public async Task<PresenceState?> StateOfAsync(string extension, CancellationToken cancellation) =>
        _board.Find(extension) is null ? null : (await StandingAsync(extension, cancellation)).State;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PresenceChangeView>?> HistoryAsync(string extension, long? before, int limit, CancellationToken cancellation)
    {
        if (_board.Find(extension) is null)
        {
            return null;
        }

        var changes = new List<PresenceChangeView>();
        var next = (await StandingAsync(extension, cancellation)).LastPosition;
        while (changes.Count < limit && next > 0)
        {
            var entries = await _parts.Journal.ReadBackAsync(PresenceIds.Of(extension), next, limit, cancellation);
            changes.AddRange(entries.Where(entry => before is null || entry.Position < before).Select(entry => ChangeStream.ChangeOf(entry, _codec.Decode)).OfType<PresenceChangeView>());
            next = entries.Count == 0 ? 0 : entries[^1].Previous;
        }

        return changes.Take(limit).ToList();
    }

    /// <inheritdoc/>
    public Task<EngineReply> ChangeSiteAsync(
        Func<SiteConfiguration, SiteConfiguration> change, string by, CancellationToken cancellation, PresenceRename? rename = null) =>
        AskAsync(_rules, new KeywordRulesMessage.Change(change, by, rename), cancellation);

    /// <inheritdoc/>
    public Task<EngineReply> ChangeExchangeAsync(ExchangeConnection? connection, string by, CancellationToken cancellation) =>
        ChangeSiteAsync(site => site with { Exchange = connection is null ? null : Stored(connection, site.Exchange) }, by, cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<UserProfile>> UsersAsync(CancellationToken cancellation) =>
        QuestionAsync<ImmutableArray<UserProfile>>(_users, new UserDirectoryMessage.GetAll(), cancellation);

    /// <inheritdoc/>
    public Task<EngineReply> ChangeUsersAsync(ImmutableArray<UserProfile> put, ImmutableArray<string> remove, string by, CancellationToken cancellation) =>
        AskAsync(_users, new UserDirectoryMessage.Change(put, remove, by), cancellation);

    /// <inheritdoc/>
    Task<ImmutableArray<string>> IFavourites.OfAsync(string signInName, CancellationToken cancellation) =>
        QuestionAsync<ImmutableArray<string>>(_favourites, new FavouritesMessage.Get(signInName), cancellation);

    /// <inheritdoc/>
    Task<EngineReply> IFavourites.ReplaceAsync(string signInName, ImmutableArray<string> extensions, CancellationToken cancellation) =>
        AskAsync(_favourites, new FavouritesMessage.Replace(signInName, extensions), cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MailboxHealth>> MailboxesAsync(CancellationToken cancellation) =>
        Explained(await PollerAsync(cancellation), _board.MailboxesOf(Users.All));

    // What keeps everybody's calendar from being read is the reason of each that has none of its own.
    private static IReadOnlyList<MailboxHealth> Explained(PollerHealth poller, IEnumerable<MailboxHealth> mailboxes) => poller.Trouble is not { } trouble
        ? [.. mailboxes]
        : [.. mailboxes.Select(mailbox => mailbox is { Reason: null, State: MailboxState.Stale or MailboxState.Waiting } or { Followed: false, State: MailboxState.Reading }
            ? mailbox with { State = MailboxState.ServerTrouble, Reason = trouble, NextTry = poller.NextTry }
            : mailbox)];

    /// <inheritdoc/>
    public async Task<EngineHealth> HealthAsync(CancellationToken cancellation) => new()
    {
        Ready = _ready,
        Extensions = _board.Count,
        Stale = _board.StaleCount,
        Journal = _parts.Journal.Health,
        Head = _parts.Journal.Head,
        Poller = await PollerAsync(cancellation),
        ClockDifferenceSeconds = _serverClock.Report().Difference is { } difference ? (difference.Low.TotalSeconds, difference.High.TotalSeconds) : null,
        Subscribers = _board.Subscribers,
    };

    private async Task StartAsync(CancellationToken cancellation)
    {
        var began = _clock.GetTimestamp();
        var listeners = new EngineListeners(_book, _board, _parts, _clock, _series, _logger) { Region = () => _region, Poller = () => _poller, Users = () => _users, Ledger = () => _ledger, SignIns = () => _signIns, Favourites = () => _favourites };

        // The settings come first: what extensions journalled names versions of them.
        _rules = _system.ActorOf(Props.Create(() => new KeywordRules(_clock, _book, listeners)), "keyword-rules");
        await AskAtStartAsync<SiteConfiguration>(_rules, new KeywordRulesMessage.GetCurrent(), "The site's settings", cancellation);

        // So does when calendars were last read: extensions take their places with it.
        _ledger = _system.ActorOf(Props.Create(() => new ReadingLedger(_board)), "reading-ledger");
        await AskAtStartAsync<ReadingLedgerReady>(_ledger, new ReadingLedgerMessage.GetReady(), "When calendars were last read", cancellation);

        var recovery = _system.BeginRecovery();
        var surroundings = new ExtensionSurroundings(_clock, _book, _board, extension => _users.Tell(new UserDirectoryMessage.TellAgain(extension)));
        _users = _system.ActorOf(Props.Create(() => new UserDirectory(_clock, listeners, _book, Users)), "users");
        _signIns = _system.ActorOf(Props.Create(() => new SignInDirectory(_clock, _signInBook)), "sign-ins");
        _favourites = _system.ActorOf(Props.Create(() => new FavouriteLists()), "favourites");
        _region = ShardRegion.Start(_system, "presence", new ShardRegionSettings
        {
            Entity = Props.Create(extension => new UserPresence(extension, surroundings)),
            PersistencePrefix = PresenceIds.ExtensionPrefix,
        });
        await recovery.RunAsync(cancellation);

        // What was due while nobody looked has been decided now; when it is on the disk, the board is right.
        await _parts.Journal.FlushAsync(cancellation);
        _poller = _system.ActorOf(CalendarPoller.Props(_parts.Sources, _serverClock, listeners, _parts.Logs.CreateLogger<CalendarPoller>()), "calendar-poller");
        _system.CoordinatedShutdown.SetTimeout(CoordinatedShutdown.StopIntake, FarewellToExchange);
        _system.CoordinatedShutdown.AddTask(CoordinatedShutdown.StopIntake, "calendar-poller", StopPollerAsync);
        _system.CoordinatedShutdown.AddTask(CoordinatedShutdown.Drain, "reading-ledger", time => _ledger.Ask<ReadingLedgerReady>(new ReadingLedgerMessage.Finish(), Patience, time));
        _system.ActorOf(Props.Create(() => new HistoryPruner(_parts.Journal, _clock, _parts.KeepHistory, _logger)), "history-pruner");
        Know(PresenceIds.Site, await AskAtStartAsync<EngineReply>(_rules, new KeywordRulesMessage.Announce(), "The site's settings", cancellation));
        Know(PresenceIds.Users, await AskAtStartAsync<EngineReply>(_users, new UserDirectoryMessage.Announce(), "The users", cancellation));
        Know(PresenceIds.SignIns, await AskAtStartAsync<EngineReply>(_signIns, new SignInMessage.GetReady(), "The sign-ins", cancellation));
        await RetireForgottenAsync(cancellation);
        _newestSettings.Know(PresenceIds.Webhooks, await _webhooks.StartAsync(_system, StartPatience, cancellation));
        _ready = true;
        _logger.Ready(_board.Count, _board.Position, _clock.GetElapsedTime(began).TotalMilliseconds);
    }

    private RunningWebhooks WebhooksOf(EngineParts parts) => new(new WebhookDesk
    {
        Journal = parts.Journal,
        Shared = _stream.SharedOf,
        Sender = parts.WebhookSender,
        Secrets = parts.Secrets,
        Clock = _clock,
        BackOff = new WebhookBackOff(Random.Shared.NextDouble),
        Logger = parts.Logs.CreateLogger("CaPresenceActors.Webhooks"),
        PlainHttp = parts.PlainHttpWebhooks,
    });

    private ExchangeSettings Stored(ExchangeConnection connection, ExchangeSettings? before)
    {
        if (connection.Problems().Select(problem => problem.Sentence).FirstOrDefault() is { } problem)
        {
            throw new RuleViolationException(problem);
        }

        var secret = connection.Password.Length > 0 ? _parts.Secrets.Protect(connection.Password) : Kept(connection, before);
        return new ExchangeSettings(
            connection with { Password = string.Empty },
            secret ?? throw new RuleViolationException(ExchangeSettings.PasswordMissing));
    }

    private static string? Kept(ExchangeConnection connection, ExchangeSettings? before) => before?.LendsPasswordTo(connection) == true ? before.ProtectedPassword : null;

    private static async Task<T> AskAtStartAsync<T>(IActorRef actor, object message, string what, CancellationToken cancellation)
    {
        try
        {
            return await actor.Ask<T>(message, StartPatience, cancellation);
        }
        catch (AskTimeoutException e)
        {
            throw new JournalException($"{what} could not be read from the journal within {StartPatience.TotalSeconds:F0} s; the log says why. The engine does not start, and nothing was changed.", e);
        }
    }

    // Who was removed just before the end of the process may not have heard of it.
    private async Task RetireForgottenAsync(CancellationToken cancellation)
    {
        var known = (await UsersAsync(cancellation)).Select(profile => profile.Extension).ToHashSet(StringComparer.Ordinal);
        foreach (var extension in _board.Extensions.Where(extension => !known.Contains(extension)))
        {
            _region.Tell(new ShardEnvelope(extension, new UserPresenceMessage.Retire()));
            await StandingAsync(extension, cancellation);
        }

        if (_signInBook.Current.SignIns.Values.Where(signIn => signIn.IsUser && !known.Contains(signIn.Name)).Select(signIn => signIn.Name).ToImmutableArray() is { IsEmpty: false } gone)
        {
            _signIns.Tell(new SignInMessage.UsersRemoved(gone));
        }

        known.UnionWith(_signInBook.Current.SignIns.Values.Where(signIn => !signIn.IsUser).Select(signIn => signIn.Name));
        await AskAtStartAsync<EngineReply>(_favourites, new FavouritesMessage.KeepOnly(known), "Favourites", cancellation);
    }

    private async Task StopPollerAsync(CancellationToken cancellation)
    {
        try
        {
            await _poller.Ask<PollerFinished>(new CalendarPollerMessage.Finish(), FarewellToExchange, cancellation);
        }
        finally
        {
            _system.Stop(_poller);
        }
    }

    private void OnClockChanged(object? sender, EventArgs e)
    {
        _system.ClockChanged();
        _region.Tell(new Broadcast(new UserPresenceMessage.CheckClock()));
    }

    private Task<EngineReply> AskExtensionAsync(string extension, UserPresenceMessage message, CancellationToken cancellation) => _board.Find(extension) is null
        ? Task.FromResult<EngineReply>(new EngineReply.UnknownExtension(extension))
        : AskAsync(_region, new ShardEnvelope(extension, message), cancellation);

    // It saves the search for it in the journal.
    private void Know(string persistenceId, EngineReply reply)
    {
        if (reply is EngineReply.Done(var position))
        {
            _newestSettings.Know(persistenceId, position);
        }
    }

    private async Task<long?> NewestEntryOfAsync(string extension, CancellationToken cancellation) =>
        _board.Find(extension) is null ? null : (await StandingAsync(extension, cancellation)).LastPosition;

    private Task<ExtensionStanding> StandingAsync(string extension, CancellationToken cancellation) =>
        QuestionAsync<ExtensionStanding>(_region, new ShardEnvelope(extension, new UserPresenceMessage.GetStanding()), cancellation);

    private async Task<ExtensionStanding?> StandingOfAsync(string extension, CancellationToken cancellation) =>
        _board.Find(extension) is null ? null : await StandingAsync(extension, cancellation);

    private Task<PollerHealth> PollerAsync(CancellationToken cancellation) => QuestionAsync<PollerHealth>(_poller, new CalendarPollerMessage.GetHealth(), cancellation);

    private static async Task<T> QuestionAsync<T>(IActorRef actor, object question, CancellationToken cancellation)
    {
        try
        {
            return await actor.Ask<T>(question, Patience, cancellation);
        }
        catch (AskTimeoutException e)
        {
            throw new EngineUnavailableException($"Nobody answered within {Patience.TotalSeconds:F0} s. Try again in a moment.", e);
        }
        catch (ActorStoppedException e)
        {
            throw new EngineUnavailableException("The engine is stopping. Try again when it runs.", e);
        }
        catch (MailboxFullException e)
        {
            throw new EngineUnavailableException("Too much is waiting already. Try again in a moment.", e);
        }
    }

    /// <summary>Has an actor carry out a command; what goes wrong on the way is a reply, too.</summary>
    internal static async Task<EngineReply> AskAsync(IActorRef actor, object message, CancellationToken cancellation)
    {
        try
        {
            return await actor.Ask<EngineReply>(message, Patience, cancellation);
        }
        catch (PersistFailedException e)
        {
            return new EngineReply.Failed($"It could not be recorded, so nothing was changed. {e.InnerException?.Message ?? e.Message}");
        }
        catch (AskTimeoutException)
        {
            return new EngineReply.Failed($"Nobody answered within {Patience.TotalSeconds:F0} s. It may still be done; look before you try again.");
        }
        catch (ActorStoppedException)
        {
            return new EngineReply.Failed("The engine is stopping, so nothing was changed.");
        }
        catch (MailboxFullException)
        {
            return new EngineReply.Failed("Too much is waiting already, so nothing was changed. Try again in a moment.");
        }
    }

    /// <summary>Stops in order: no more reads, subscriptions ended, what came in is done, snapshots, journal, actors. Within fifteen seconds, of which ten are for the snapshots of a large site; a small one takes a moment.</summary>
    public async ValueTask DisposeAsync()
    {
        // The host stops it in order; the container of the web server, which hands it on, would do so once more.
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _ready = false;
        _logger.Stopping("the host stops");
        await _system.CoordinatedShutdown.RunAsync("the host stops");
        await _stream.DisposeAsync();
        await _changeLog.DisposeAsync();
        _clock.Changed -= OnClockChanged;
        _serverClock.Dispose();
        _census.Dispose();
    }
}
