using System.Collections.Immutable;
using CaPresenceActors.Actors.DryRuns;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Rounds;
using CaPresenceActors.Presence;
using Microsoft.Extensions.DependencyInjection;

namespace CaPresenceActors.Web.Tests.Fakes;

/// <summary>Connection tests that a test leads step by step.</summary>
internal sealed class FakeTester : IConnectionTester
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ExchangeConnection? Connection { get; private set; }

    public ImmutableArray<TestedMailbox> Mailboxes { get; private set; }

    public IConnectionTestObserver Observer { get; private set; } = null!;

    public Task Begun => _begun.Task;

    public Task Cancelled => _cancelled.Task;

    public void End() => _end.SetResult();

    public void Break(Exception how) => _end.SetException(how);

    public async Task TestAsync(ExchangeConnection connection, ImmutableArray<TestedMailbox> mailboxes, IConnectionTestObserver observer, CancellationToken cancellation)
    {
        (Connection, Mailboxes, Observer) = (connection, mailboxes, observer);
        _begun.TrySetResult();
        try
        {
            await _end.Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            _cancelled.TrySetResult();
            throw;
        }
    }
}

/// <summary>Dry runs that a test leads person by person.</summary>
internal sealed class FakeDryRuns(FakeEngine engine) : IDryRuns
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string?> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CandidateSettings? Change { get; private set; }

    public int Days { get; private set; }

    public IDryRunObserver Observer { get; private set; } = null!;

    public Task Begun => _begun.Task;

    public void End(string? stoppedBy = null) => _end.SetResult(stoppedBy);

    public DryRun Plan(CandidateSettings change, int days)
    {
        (Change, Days) = (change, days);
        var rules = engine.Site.Rules;
        var now = engine.Clock.GetUtcNow();
        return new DryRun(
            new SettingsPair(rules, rules.With(change.Presences ?? rules.Presences, change.Keywords ?? rules.Keywords.Rows)), new CalendarWindow(now, now.AddDays(days)));
    }

    public async Task<string?> RunAsync(DryRun run, IDryRunObserver observer, CancellationToken cancellation)
    {
        Observer = observer;
        _begun.TrySetResult();
        return await _end.Task.WaitAsync(cancellation);
    }
}

internal static class LongWork
{
    public static void AddLongWork(this IServiceCollection services, FakeEngine engine)
    {
        services.AddSingleton<IExchangeConnections>(new ExchangeConnections(() => engine.Site, new PlainSecrets()));
        services.AddSingleton<FakeTester>().AddSingleton<IConnectionTester>(provider => provider.GetRequiredService<FakeTester>());
        services.AddSingleton(new FakeDryRuns(engine)).AddSingleton<IDryRuns>(provider => provider.GetRequiredService<FakeDryRuns>());
    }

    private sealed class PlainSecrets : ISecretProtector
    {
        private const string Prefix = "protected ";

        public string Protect(string secret) => FakeEngine.Protected(secret);

        public string? Unprotect(string protectedSecret) => protectedSecret.StartsWith(Prefix, StringComparison.Ordinal) ? protectedSecret[Prefix.Length..] : null;
    }
}
