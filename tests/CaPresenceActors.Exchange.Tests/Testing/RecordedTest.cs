using System.Collections.Concurrent;
using System.Collections.Immutable;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Simulator;
using CaPresenceActors.Exchange.Testing;
using CaPresenceActors.Exchange.Tests.Support;

namespace CaPresenceActors.Exchange.Tests.Testing;

/// <summary>A connection test and everything that was told of it.</summary>
internal sealed class RecordedTest : IConnectionTestObserver
{
    private readonly ConcurrentQueue<StepReport> _steps = new();
    private readonly ConcurrentQueue<MailboxReport> _mailboxes = new();
    private readonly TaskCompletionSource<StepReport> _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ServerCertificate? Shown { get; private set; }

    public IReadOnlyCollection<MailboxReport> Mailboxes => _mailboxes;

    /// <summary>Ends when the server's wish to be left alone is told.</summary>
    public Task<StepReport> Paused => _paused.Task;

    /// <summary>How each step ended, in one line.</summary>
    public string Summary => string.Join(' ', Enum.GetValues<TestStep>().Select(step => $"{step}:{this[step].State}"));

    /// <summary>Everything that was said.</summary>
    public string Text => string.Join('\n', [.. _steps.Select(step => step.ToString()), .. _mailboxes.Select(mailbox => mailbox.ToString()), $"{Shown}"]);

    /// <summary>The last that was told of a step.</summary>
    public StepReport this[TestStep step] => _steps.Last(report => report.Step == step);

    public static async Task<RecordedTest> RunAsync(ExchangeConnection connection, params string[] accounts)
    {
        var test = new RecordedTest();
        await test.StartAsync(connection, TimeProvider.System, accounts);
        return test;
    }

    public Task StartAsync(ExchangeConnection connection, TimeProvider time, params string[] accounts)
    {
        ImmutableArray<TestedMailbox> mailboxes = [.. accounts.Select((account, i) => new TestedMailbox($"{i + 201}", new MailboxQuery(account, Sources.Berlin)))];
        return new ConnectionTester(time).TestAsync(connection, mailboxes, this, Sources.Cancellation);
    }

    public static ExchangeConnection To(ExchangeSimulator exchange) => new()
    {
        Server = exchange.Address.Host,
        Port = exchange.Address.Port,
        UseTls = exchange.Certificate is not null,
        UserName = exchange.ServiceAccount.UserName,
        Password = exchange.ServiceAccount.Password,
    };

    public void Step(StepReport report)
    {
        _steps.Enqueue(report);
        if (report is { State: StepState.Running, Found: not null })
        {
            _paused.TrySetResult(report);
        }
    }

    public void Certificate(ServerCertificate certificate) => Shown = certificate;

    public void Mailbox(MailboxReport report) => _mailboxes.Enqueue(report);
}
