using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Tests.Polling;

/// <summary>
/// Plays a plan against a server made of a function, in virtual time, and keeps what happened. Whatever the test is about, a mailbox that is asked for twice at once, or more
/// requests than allowed, ends it.
/// </summary>
internal sealed class PlanRun
{
    private readonly PriorityQueue<ReadRequest, (TimeSpan At, long Id)> _underWay = new();
    private readonly HashSet<MailboxKey> _asked = [];
    private readonly Dictionary<string, List<TimeSpan>> _times = [];
    private TimeSpan? _lookAgainAt;

    public PlanRun(int seed = 1) => Plan = new PollPlan(new Random(seed));

    public PollPlan Plan { get; }

    public TimeSpan Now { get; private set; }

    public PollPace Pace { get; set; } = new(TimeSpan.FromSeconds(60), 8, 1);

    /// <summary>How long an answer takes.</summary>
    public Func<TimeSpan> Latency { get; set; } = () => TimeSpan.FromMilliseconds(10);

    /// <summary>What the server answers.</summary>
    public Func<string, MailboxReading> Server { get; set; } = Good;

    public List<(TimeSpan At, ReadRequest Request)> Requests { get; } = [];

    public List<(TimeSpan At, PollAnswer Answer)> Answers { get; } = [];

    public List<SweepSummary> Sweeps { get; } = [];

    public List<(TimeSpan At, GateNews News)> News { get; } = [];

    public int MostAtOnce { get; private set; }

    public static MailboxReading Good(string account) => new MailboxReading.Good(account, Calendar.Empty, 0);

    public static Func<string, MailboxReading> Failing(ReadFailure failure, TimeSpan? retryAfter = null) =>
        account => new MailboxReading.Failed(account, failure, $"{failure}!", retryAfter);

    public static string Account(int number) => $"user{number}@test.example.com";

    public static MailboxQuery Query(int number) => new(Account(number), TimeZoneInfo.Utc);

    /// <summary>Watches mailboxes 0, 1, … by extensions of the same numbers, and begins.</summary>
    public PlanRun Begin(int mailboxes)
    {
        for (var i = 0; i < mailboxes; i++)
        {
            Watch(i);
        }

        Plan.Begin(Pace, Now);
        return this;
    }

    public void Watch(int number) => Plan.Watch($"{number}", Query(number), Now);

    /// <summary>Begins anew with another server; what is under way goes on at the old one.</summary>
    public void BeginAnew()
    {
        _asked.Clear();
        Plan.Begin(Pace, Now);
    }

    public PlanRun RunFor(TimeSpan time) => RunUntil(Now + time);

    public PlanRun RunUntil(TimeSpan end)
    {
        Look();
        while (NextStop() is { } stop && stop <= end)
        {
            Now = stop;
            EndOne();
            Look();
        }

        Now = end;
        return this;
    }

    /// <summary>When a mailbox was asked for.</summary>
    public List<TimeSpan> TimesOf(int number) => [.. _times.GetValueOrDefault(Account(number)) ?? []];

    /// <summary>The answers that an extension heard of.</summary>
    public List<(TimeSpan At, PollAnswer Answer)> AnswersTo(string extension) => [.. Answers.Where(a => a.Answer.Recipients.Any(r => r.Extension == extension))];

    private TimeSpan? NextStop()
    {
        TimeSpan? answer = _underWay.TryPeek(out _, out var next) ? next.At : null;
        return answer is { } first && _lookAgainAt is { } look ? (first <= look ? first : look) : answer ?? _lookAgainAt;
    }

    private void EndOne()
    {
        if (_underWay.TryPeek(out var request, out var end) && end.At <= Now)
        {
            _underWay.Dequeue();
            foreach (var mailbox in request.Mailboxes)
            {
                _asked.Remove(new MailboxKey(mailbox));
            }

            var outcome = Plan.Completed(request.Id, [.. request.Mailboxes.Select(m => Server(m.Account))], Now);
            Answers.AddRange(outcome.Answers.Select(a => (Now, a)));
            Sweeps.AddRange(outcome.Sweeps);
            if (outcome.Gate is { } news)
            {
                News.Add((Now, news));
            }
        }
    }

    private void Look()
    {
        var step = Plan.Next(Now);
        foreach (var request in step.Start)
        {
            request.Mailboxes.Length.ShouldBeInRange(1, Pace.MailboxesPerRead);
            request.Mailboxes.All(m => _asked.Add(new MailboxKey(m))).ShouldBeTrue();
            Requests.Add((Now, request));
            foreach (var mailbox in request.Mailboxes)
            {
                (_times.TryGetValue(mailbox.Account, out var times) ? times : _times[mailbox.Account] = []).Add(Now);
            }

            _underWay.Enqueue(request, (Now + Latency(), request.Id));
        }

        MostAtOnce = Math.Max(MostAtOnce, Plan.InFlight);
        Plan.InFlight.ShouldBeLessThanOrEqualTo(Pace.Concurrency);
        _lookAgainAt = step.LookAgainAt is { } at ? (at > Now ? at : Now + TimeSpan.FromMilliseconds(1)) : null;
    }
}
