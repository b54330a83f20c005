using System.Collections.Immutable;
using System.Globalization;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Rounds;

namespace CaPresenceActors.Exchange.Testing;

/// <summary>One connection test: the steps in their order, each only after those before it went well.</summary>
internal sealed class TestRun : IAsyncDisposable
{
    /// <summary>How many requests are under way at the most.</summary>
    public const int AtOnce = ReadingRound<TestedMailbox>.AtOnce;

    private readonly ExchangeConnection _connection;
    private readonly ImmutableArray<TestedMailbox> _mailboxes;
    private readonly IConnectionTestObserver _observer;
    private readonly TimeProvider _time;
    private readonly WayThere _way;
    private readonly ObservedClock _clock = new();
    private readonly LogInLook _logIn;
    private readonly CalendarLook _calendars;

    public TestRun(
        ExchangeConnection connection, ImmutableArray<TestedMailbox> mailboxes, IConnectionTestObserver observer, TimeProvider time, Func<CancellationToken, ValueTask<string>>? bearerToken)
    {
        (_connection, _mailboxes, _observer, _time) = (connection, mailboxes, observer, time);
        _way = new WayThere(connection, time);
        _logIn = new LogInLook(connection, _clock, time, bearerToken);
        _calendars = new CalendarLook(connection, new ExchangeCalendarSourceFactory(time, bearerToken), _clock, time);
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        var goesOn = await StepAsync(TestStep.Name, goesOn: true, _ => _way.ResolveAsync(cancellation));
        goesOn = await StepAsync(TestStep.Tcp, goesOn, _ => _way.ConnectAsync(cancellation));
        goesOn = await StepAsync(TestStep.Tls, goesOn, _ => _way.ShakeHandsAsync(_observer.Certificate, cancellation));
        goesOn = await StepAsync(TestStep.LogIn, goesOn, pause => _logIn.SignInAsync(pause, cancellation));
        goesOn = await StepAsync(TestStep.Clock, goesOn, _ => Task.FromResult(_clock.Outcome()));
        goesOn = await StepAsync(TestStep.Rights, goesOn, pause => _calendars.FindWayAsync(_mailboxes, _observer, pause, cancellation));
        await StepAsync(TestStep.Mailboxes, goesOn, pause => _calendars.ReadAllAsync(_mailboxes, _observer, pause, cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        await _calendars.DisposeAsync();
        _logIn.Dispose();
        _way.Dispose();
    }

    // Whether the next step may be tried.
    private async Task<bool> StepAsync(TestStep step, bool goesOn, Func<Action<DateTimeOffset?>, Task<StepOutcome>> look)
    {
        if (!goesOn)
        {
            _observer.Step(new StepReport(step, StepState.Skipped, "Not tried, since a step before it failed."));
            return false;
        }

        var began = _time.GetTimestamp();
        _observer.Step(new StepReport(step, StepState.Running));
        var outcome = await look(until => _observer.Step(new StepReport(step, StepState.Running, Waiting(until))));
        _observer.Step(new StepReport(step, outcome.State, outcome.Found, outcome.Means, outcome.ToDo, _time.GetElapsedTime(began)));
        return outcome.State != StepState.Failed;
    }

    private string? Waiting(DateTimeOffset? until) => until is { } instant
        ? string.Create(CultureInfo.InvariantCulture, $"{_connection.Server} asked to be left alone; it goes on in {Math.Ceiling((instant - _time.GetUtcNow()).TotalSeconds)} s.")
        : null;
}
