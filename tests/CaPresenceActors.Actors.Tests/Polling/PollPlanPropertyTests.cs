using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Tests.Polling;

/// <summary>Random sites, commands and troubles, each from a seed that a failure names. That no mailbox is asked for twice at once is checked at every step by <see cref="PlanRun"/>.</summary>
public sealed class PollPlanPropertyTests
{
    private static readonly ReadFailure[] Troubles = [.. Enum.GetValues<ReadFailure>().Where(f => f is not ReadFailure.NotAuthenticated)];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_happened_everybody_is_read_in_turn_when_it_is_over(int seed)
    {
        var random = new Random(seed);
        var most = random.Next(1, 60);
        var run = new PlanRun(seed)
        {
            Pace = new PollPace(TimeSpan.FromSeconds(random.Next(5, 300)), random.Next(1, 10), random.Next(3) == 0 ? random.Next(2, 30) : 1),
            Latency = () => TimeSpan.FromMilliseconds(random.Next(1, 400)),
        }.Begin(random.Next(most));

        for (var i = 0; i < 60; i++)
        {
            Disturb(run, random, most);
            run.RunFor(run.Pace.Interval * random.NextDouble());
        }

        run.Server = PlanRun.Good;
        run.RunFor(TimeSpan.FromHours(1.2) + (3 * run.Pace.Interval));
        var over = run.Now;
        run.RunFor(1.6 * run.Pace.Interval);

        var heard = run.Answers.Where(a => a.At > over).SelectMany(a => a.Answer.Recipients).Select(r => r.Extension).ToHashSet();
        heard.ShouldBe(run.Plan.Watches().Select(w => w.Extension), ignoreOrder: true, $"seed {seed}");
        run.Plan.Mailboxes.ShouldBe(run.Plan.Watches().Select(w => new MailboxKey(w.Mailbox)).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Who_is_not_watched_hears_nothing_and_who_is_hears_of_their_own_account(int seed)
    {
        var random = new Random(seed);
        var run = new PlanRun(seed) { Latency = () => TimeSpan.FromMilliseconds(random.Next(1, 9000)) }.Begin(20);

        for (var i = 0; i < 300; i++)
        {
            Disturb(run, random, 20);
            var watched = run.Plan.Watches().ToDictionary(w => w.Extension, w => w.Mailbox.Account, StringComparer.Ordinal);
            var before = run.Answers.Count;
            run.RunFor(TimeSpan.FromSeconds(2 * random.NextDouble()));

            foreach (var (extension, account) in run.Answers.Skip(before).SelectMany(a => a.Answer.Recipients))
            {
                watched.GetValueOrDefault(extension).ShouldBe(account);
            }
        }
    }

    private static void Disturb(PlanRun run, Random random, int most)
    {
        var extension = $"{random.Next(most)}";
        switch (random.Next(8))
        {
            case 0:
                run.Plan.Watch(extension, PlanRun.Query(random.Next(most)), run.Now);
                break;
            case 1:
                run.Plan.Unwatch(extension);
                break;
            case 2:
                run.Plan.ReadSoon(extension, run.Now);
                break;
            case 3:
                run.Server = PlanRun.Failing(Troubles[random.Next(Troubles.Length)], random.Next(3) == 0 ? TimeSpan.FromSeconds(random.Next(100)) : null);
                break;
            case 4:
                run.Server = _ => PlanRun.Good(_);
                break;
            case 5:
                run.Server = account => random.Next(3) == 0 ? PlanRun.Failing(Troubles[random.Next(Troubles.Length)])(account) : PlanRun.Good(account);
                break;
            case 6:
                run.Plan.ReadAllAgain(run.Now);
                break;
            default:
                run.BeginAnew();
                break;
        }
    }
}
