using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Rounds;

namespace CaPresenceActors.Exchange.Testing;

/// <summary>Looks at calendars: first at a few, to find the way by which the account gets at them, then at all of them by that way.</summary>
internal sealed class CalendarLook(ExchangeConnection connection, ExchangeCalendarSourceFactory sources, IServerDateObserver clock, TimeProvider time) : IAsyncDisposable
{
    // One mailbox may be out of bounds for a reason of its own; five that lie apart hardly.
    private const int MostSamples = 5;

    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    private readonly ImmutableArray<ExchangeAccess> _ways =
        connection.Access == ExchangeAccess.Automatic ? [ExchangeAccess.Impersonation, ExchangeAccess.Delegate, ExchangeAccess.Availability] : [connection.Access];

    private ExchangeCalendarSource? _source;

    /// <summary>Finds the way. Where there is none, what the first way met is told of the mailboxes that were tried.</summary>
    public async Task<StepOutcome> FindWayAsync(ImmutableArray<TestedMailbox> mailboxes, IConnectionTestObserver observer, Action<DateTimeOffset?> paused, CancellationToken cancellation)
    {
        var samples = Samples(mailboxes);
        if (samples.Count == 0)
        {
            return StepOutcome.Skipped("Nobody has an Exchange user account with the integration on, so there is no calendar to try.");
        }

        List<MailboxReport>? first = null;
        foreach (var way in _ways)
        {
            await UseAsync(way);
            var (reports, stoppedBy) = await ReadAsync(samples, paused, _ => { }, cancellation);
            if (stoppedBy is not null)
            {
                return StepOutcome.Of(stoppedBy);
            }

            if (reports.Any(report => report.Failed is null))
            {
                return Found(way, reports.First(report => report.Failed is null).Mailbox, first);
            }

            first ??= reports;
            if (!reports.Exists(report => report.Failed!.Failure == ReadFailure.AccessDenied))
            {
                return StepOutcome.Warning(
                    $"None of the {samples.Count.ToString(CultureInfo.InvariantCulture)} calendars that were tried could be read, but not for want of a right: {reports[0].Failed!.Reason}",
                    "Whether the account has the right cannot be said by these.",
                    reports[0].Failed!.ToDo);
            }
        }

        first!.ForEach(observer.Mailbox);
        return Denied(first);
    }

    /// <summary>Reads everybody's calendar of the day to come.</summary>
    public async Task<StepOutcome> ReadAllAsync(ImmutableArray<TestedMailbox> mailboxes, IConnectionTestObserver observer, Action<DateTimeOffset?> paused, CancellationToken cancellation)
    {
        if (mailboxes.IsEmpty)
        {
            return StepOutcome.Skipped("There is no mailbox to read.");
        }

        var (good, failed) = (0, 0);
        var (_, stoppedBy) = await ReadAsync(mailboxes, paused, Count, cancellation);
        var read = string.Create(CultureInfo.InvariantCulture, $"{good} of {mailboxes.Length} calendars can be read.");
        return (stoppedBy, failed) switch
        {
            ({ } stop, _) => StepOutcome.Of(stop) with { Found = $"{stop.Reason} Until then, {read}" },
            (null, 0) => StepOutcome.Ok(read),
            _ when good == 0 => StepOutcome.Failed(read, "No presence follows a calendar.", "See what is said of each mailbox."),
            _ => StepOutcome.Warning(read, string.Create(CultureInfo.InvariantCulture, $"The presence of {failed} extensions does not follow their calendar."), "See what is said of each mailbox."),
        };

        void Count(MailboxReport report)
        {
            observer.Mailbox(report);
            Interlocked.Increment(ref report.Failed is null ? ref good : ref failed);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is { } source)
        {
            await source.DisposeAsync();
        }
    }

    private async Task UseAsync(ExchangeAccess way)
    {
        await DisposeAsync();
        _source = sources.CreateSource(connection with { Access = way }, clock);
    }

    private async Task<(List<MailboxReport> Reports, MailboxReading.Failed? StoppedBy)> ReadAsync(
        IReadOnlyCollection<TestedMailbox> mailboxes, Action<DateTimeOffset?> paused, Action<MailboxReport> told, CancellationToken cancellation)
    {
        // Of a whole site only the samples are kept.
        var reports = new ConcurrentQueue<MailboxReport>();
        var now = time.GetUtcNow();
        var round = new ReadingRound<TestedMailbox>(_source!, time) { Paused = paused };
        var stoppedBy = await round.RunAsync(
            mailboxes.Select(mailbox => (mailbox, mailbox.Query)),
            new CalendarWindow(now, now + Ahead),
            (mailbox, reading, _) =>
            {
                var report = new MailboxReport(mailbox, reading as MailboxReading.Failed);
                told(report);
                if (mailboxes.Count <= MostSamples)
                {
                    reports.Enqueue(report);
                }

                return Task.CompletedTask;
            },
            cancellation);
        return ([.. reports], stoppedBy);
    }

    // From all over the list: those who stand together often belong together, and lack the same right.
    private static List<TestedMailbox> Samples(ImmutableArray<TestedMailbox> mailboxes) => mailboxes.Length <= MostSamples
        ? [.. mailboxes]
        : [.. Enumerable.Range(0, MostSamples).Select(i => mailboxes[(int)((long)i * (mailboxes.Length - 1) / (MostSamples - 1))])];

    private static StepOutcome Found(ExchangeAccess way, TestedMailbox mailbox, List<MailboxReport>? first)
    {
        var found = $"The account reads calendars by {NameOf(way)}; tried with {mailbox.Query.Account}.";
        return first is null
            ? StepOutcome.Ok(found)
            : StepOutcome.Warning($"{found} It may not impersonate: {first[0].Failed!.Reason}", Costs(way), first[0].Failed!.ToDo);
    }

    private static StepOutcome Denied(List<MailboxReport> first)
    {
        var denied = first.First(report => report.Failed!.Failure == ReadFailure.AccessDenied);
        return StepOutcome.Failed(
            $"None of the {first.Count.ToString(CultureInfo.InvariantCulture)} calendars that were tried may be read, such as that of {denied.Mailbox.Query.Account}: {denied.Failed!.Reason}",
            "The log-in is right, but the account has no right to other people's calendars.",
            denied.Failed.ToDo);
    }

    private static string Costs(ExchangeAccess way) => way == ExchangeAccess.Availability
        ? "Calendars are polled by free/busy: private appointments have no subject, and changes come late."
        : "Calendars are polled: changes come with the next poll and not within a second, private appointments stay hidden, and all of it is charged to one account.";

    private static string NameOf(ExchangeAccess way) => way switch
    {
        ExchangeAccess.Delegate => "rights on each calendar (delegate)",
        ExchangeAccess.Availability => "free/busy with details (availability)",
        ExchangeAccess.ImpersonationWithPolling => "impersonation, with polling",
        _ => "impersonation",
    };
}
