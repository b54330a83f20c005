using System.Collections.Immutable;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Web.Jobs;

namespace CaPresenceActors.Web.ConnectionTests;

/// <summary>How a connection test stands.</summary>
internal sealed record ConnectionTestBody : JobBody
{
    public required ImmutableArray<StepBody> Steps { get; init; }

    public ServerCertificate? Certificate { get; init; }

    public required TestedMailboxesBody Mailboxes { get; init; }

    public static ConnectionTestBody Begin(string id, int mailboxes) => new()
    {
        Id = id,
        Steps = [.. Enum.GetValues<TestStep>().Select(step => new StepBody { Step = step, State = StepState.Waiting })],
        Mailboxes = new TestedMailboxesBody { Total = mailboxes },
    };

    public ConnectionTestBody With(StepReport report) =>
        this with { Steps = [.. Steps.Select(step => step.Step == report.Step ? StepBody.Of(report) : step)] };
}

/// <summary>How a step of it stands.</summary>
internal sealed record StepBody
{
    public required TestStep Step { get; init; }

    public required StepState State { get; init; }

    public string? Found { get; init; }

    public string? Means { get; init; }

    public string? ToDo { get; init; }

    public double? Milliseconds { get; init; }

    public static StepBody Of(StepReport report) => new()
    {
        Step = report.Step,
        State = report.State,
        Found = report.Found,
        Means = report.Means,
        ToDo = report.ToDo,
        Milliseconds = report.Took is { } took ? Math.Round(took.TotalMilliseconds, 1) : null,
    };
}

/// <summary>How the reads go. Of those that failed, as many are listed as somebody will read.</summary>
internal sealed record TestedMailboxesBody
{
    private const int MostListed = 500;

    public required int Total { get; init; }

    public int Done { get; init; }

    public int Good { get; init; }

    public ImmutableList<FailedMailboxBody> Failed { get; init; } = [];

    /// <summary>How many more failed than are listed; left out when all are.</summary>
    public int? More { get; init; }

    public TestedMailboxesBody With(MailboxReport report) => report.Failed switch
    {
        null => this with { Done = Done + 1, Good = Good + 1 },
        { } failed when Failed.Count < MostListed => this with { Done = Done + 1, Failed = Failed.Add(FailedMailboxBody.Of(report.Mailbox, failed)) },
        _ => this with { Done = Done + 1, More = (More ?? 0) + 1 },
    };
}

/// <summary>A mailbox that could not be read.</summary>
internal sealed record FailedMailboxBody(string Extension, string Account, MailboxState State, string Reason, string? ToDo)
{
    public static FailedMailboxBody Of(TestedMailbox mailbox, MailboxReading.Failed failed) =>
        new(mailbox.Extension, mailbox.Query.Account, MailboxHealth.StateAfter(failed.Failure), failed.Reason, failed.ToDo);
}
