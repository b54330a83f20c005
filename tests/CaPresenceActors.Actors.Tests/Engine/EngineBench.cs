using System.Collections.Concurrent;
using System.Collections.Immutable;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Kernel;
using CaPresenceActors.Presence;
using CaPresenceActors.TestKit;
using CaPresenceActors.TestKit.Persistence;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Tests.Engine;

/// <summary>
/// A whole engine on the thread pool, over an in-memory journal, on a clock that the test moves, with calendars that the test writes. It begins at 08:00 of a Monday.
/// </summary>
/// <param name="real">The clock is the machine's own: for what an actor does after a wait that nobody outside can see begin.</param>
internal sealed class EngineBench(bool real = false) : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    public static readonly UserProfile Ito = new() { Extension = "1203", Name = "Ito", Account = "ito@example.com" };

    private PresenceEngine? _engine;

    public InMemoryJournal Store { get; private set; } = new();

    public FaultInjectingJournal Journal { get; private set; } = null!;

    public ManualTime Time { get; } = new();

    public ScriptedCalendars Calendars { get; } = new();

    public RecordingLogs Logs { get; } = new();

    public PresenceEngine Engine => _engine ?? throw new InvalidOperationException("The engine does not run.");

    public static DateTimeOffset At(int hour, int minute = 0) => new(2026, 11, 2, hour, minute, 0, TimeSpan.Zero);

    public static async Task<EngineBench> StartedAsync(params UserProfile[] users)
    {
        var bench = new EngineBench();
        await bench.StartAsync();
        await bench.ConfigureAsync(users);
        return bench;
    }

    /// <summary>Sets the connection and two keywords, and adds users.</summary>
    public async Task ConfigureAsync(params UserProfile[] users)
    {
        (await Engine.ChangeSiteAsync(
            site => site with
            {
                Rules = site.Rules.WithKeywords([new KeywordRow("meeting", "In a meeting"), new KeywordRow("lunch", "Lunch")]) with { Integration = true },
                Exchange = new ExchangeSettings(new ExchangeConnection { Server = "mail.example.com", UserName = "svc@example.com", Password = string.Empty }, "secret"),
            },
            "admin",
            CancellationToken.None)).ShouldBeOfType<EngineReply.Done>();
        (await Engine.ChangeUsersAsync([.. users], [], "admin", CancellationToken.None)).ShouldBeOfType<EngineReply.Done>();
    }

    public async Task StartAsync()
    {
        Journal = new FaultInjectingJournal(Store, Time);
        using var deadline = new CancellationTokenSource(Deadline);
        _engine = await PresenceEngine.StartAsync(
            new EngineParts
            {
                Journal = Journal,
                Sources = Calendars,
                Secrets = new PlainSecrets(),
                OwnClock = real ? TimeProvider.System : Time,
                Logs = Logs,
                ConfigureActors = real ? null : settings => settings with { TimerDriver = TimerDriver.Provider, Jitter = static () => 0 },
            },
            deadline.Token);
    }

    public async Task StopAsync()
    {
        await Engine.DisposeAsync();
        _engine = null;
        Store = Store.Reopen();
    }

    /// <summary>Waits until an extension shows a presence, by the change stream from its beginning.</summary>
    public async Task ShowsAsync(string extension, string presence)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await using var subscription = Engine.Board.Subscribe(0);
        if (Engine.Board.Find(extension)?.Presence == presence)
        {
            return;
        }

        await foreach (var piece in subscription.ReadAsync(deadline.Token))
        {
            if (Engine.Board.Find(extension)?.Presence == presence)
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        Logs.Dispose();
    }

    private sealed class PlainSecrets : ISecretProtector
    {
        public string Protect(string secret) => secret;

        public string? Unprotect(string protectedSecret) => protectedSecret;
    }
}

/// <summary>Calendars as the test wrote them; who has none has an empty one.</summary>
internal sealed class ScriptedCalendars : ICalendarSourceFactory, ICalendarSource
{
    private readonly ConcurrentDictionary<string, Func<string, MailboxReading>> _answers = new(StringComparer.Ordinal);

    public int MailboxesPerRead => 1;

    public void Has(string account, params Appointment[] appointments) =>
        _answers[account] = mailbox => new MailboxReading.Good(mailbox, Calendar.Of(appointments), 0);

    public void Fails(string account, ReadFailure failure, string reason) => _answers[account] = mailbox => new MailboxReading.Failed(mailbox, failure, reason);

    public ICalendarSource Create(ExchangeConnection connection, IServerDateObserver clock) => this;

    public Task<ImmutableArray<MailboxReading>> ReadAsync(ImmutableArray<MailboxQuery> mailboxes, CalendarWindow window, CancellationToken cancellation) =>
        Task.FromResult<ImmutableArray<MailboxReading>>(
            [.. mailboxes.Select(mailbox => _answers.TryGetValue(mailbox.Account, out var answer) ? answer(mailbox.Account) : new MailboxReading.Good(mailbox.Account, Calendar.Empty, 0))]);

    public Task<SourceCheck> CheckAsync(MailboxQuery mailbox, CancellationToken cancellation) => Task.FromResult(new SourceCheck(null, null, "15.2"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordingLogs : ILoggerFactory
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<(string Text, TaskCompletionSource Said)> _waiting = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public void AddProvider(ILoggerProvider provider)
    {
        // Everything is kept here; nobody else listens.
    }

    /// <summary>Waits until something is logged that holds a text.</summary>
    public Task SayAsync(string text)
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((text, said));
        foreach (var line in _lines)
        {
            Compare(line);
        }

        return said.Task.WaitAsync(EngineBench.Deadline);
    }

    public ILogger CreateLogger(string categoryName) => new Logger(Take);

    public void Dispose()
    {
        // Nothing is open.
    }

    private void Take(string line)
    {
        _lines.Enqueue(line);
        Compare(line);
    }

    private void Compare(string line)
    {
        foreach (var (_, said) in _waiting.Where(wait => line.Contains(wait.Text, StringComparison.Ordinal)))
        {
            said.TrySetResult();
        }
    }

    private sealed class Logger(Action<string> take) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            take($"{logLevel} {eventId.Id}: {formatter(state, exception)} {exception?.Message}");
    }
}
