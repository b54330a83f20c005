using System.Globalization;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Operations;
using CaPresenceActors.Exchange.Streaming;

namespace CaPresenceActors.Exchange.Tests.Streaming;

/// <summary>A plan, a clock that only the test moves, and a server that answers at once, as it is told.</summary>
internal sealed class PlanBench
{
    private readonly Dictionary<long, WatchOrder.OpenStream> _open = [];
    private int _lastId;

    public PlanBench(WatchSettings? settings = null) => Plan = new WatchPlan((settings ?? new WatchSettings()) with { Chance = new Random(7) });

    public WatchPlan Plan { get; }

    public TimeSpan Now { get; private set; } = TimeSpan.FromMinutes(10);

    /// <summary>What the observer was told since the last look: <c>follows a</c>, <c>changed a</c>, <c>passing a</c>, <c>lasting a</c>.</summary>
    public List<string> Told { get; } = [];

    public List<WatchReport> Reports { get; } = [];

    /// <summary>Everybody whom a Subscribe was sent for, in order.</summary>
    public List<string> Subscribes { get; } = [];

    public List<string> Unsubscribed { get; } = [];

    /// <summary>When a stream was opened, and with how many subscriptions.</summary>
    public List<(TimeSpan At, int Subscriptions)> Openings { get; } = [];

    public int MostUnderWay { get; private set; }

    public List<WatchOrder.Subscribe> Unanswered { get; } = [];

    /// <summary>What the server has against a mailbox; null: nothing.</summary>
    public Func<string, Trouble?> Refuses { get; set; } = _ => null;

    /// <summary>How a stream is answered; null: with OK.</summary>
    public Func<WatchOrder.OpenStream, StreamMessage?> Answers { get; set; } = _ => null;

    /// <summary>What an opening fails with; null: it does not.</summary>
    public Func<WatchOrder.OpenStream, StreamEnd?> Fails { get; set; } = _ => null;

    /// <summary>What ending a subscription is answered with.</summary>
    public Trouble? UnsubscribeTrouble { get; set; }

    public bool HoldsSubscribes { get; set; }

    public IReadOnlyDictionary<long, WatchOrder.OpenStream> Open => _open;

    public long OnlyStream => _open.Keys.ShouldHaveSingleItem();

    public static StreamMessage Ok { get; } = new([], [], Closed: false, Trouble: null);

    public static Trouble Coded(string code, TimeSpan? retryAfter = null) => ResponseCodes.Explain(code, text: null, retryAfter);

    public static Trouble Unreachable { get; } = new(ReadFailure.Unreachable, "No connection.");

    public static IEnumerable<string> Accounts(int count, int first = 1) =>
        Enumerable.Range(first, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"user{i:D5}@example.test"));

    public void Follow(params string[] accounts)
    {
        Plan.Follow(accounts, Now);
        Run();
    }

    public void Follow(IEnumerable<string> accounts) => Follow(accounts.ToArray());

    public void Say(long stream, StreamMessage? message)
    {
        Plan.Said(stream, message, Now);
        Run();
    }

    public void SayChanged(string account) => Say(OnlyStream, Ok with { Changed = [IdOf(account)] });

    public void End(long stream, StreamEnd end)
    {
        Plan.Ended(stream, end, Now);
        Run();
    }

    public void Answer(WatchOrder.Subscribe order, Trouble? trouble = null)
    {
        Unanswered.Remove(order);
        Plan.Subscribed(order, trouble is null ? NewId(order.Mailbox.Account) : null, trouble, Now);
        Run();
    }

    /// <summary>The id of somebody's present subscription.</summary>
    public string IdOf(string account) => Plan.Holdings.Single(s => s.Account == account).Id;

    public List<string> Hear()
    {
        var told = Told.ToList();
        Told.Clear();
        return told;
    }

    /// <summary>Lets time pass, and stops wherever the plan wants to look again.</summary>
    public void Advance(TimeSpan by)
    {
        var until = Now + by;
        var turns = 0;
        while (Step() is { } next && next <= until)
        {
            (++turns).ShouldBeLessThan(100_000, "the plan spins");
            Now = next > Now ? next : Now + TimeSpan.FromMilliseconds(1);
            Run();
        }

        Now = until;
        Run();
    }

    public void Run() => Step();

    private string NewId(string account) => string.Create(CultureInfo.InvariantCulture, $"{account}#{++_lastId}");

    private TimeSpan? Step()
    {
        while (true)
        {
            var (orders, lookAgainAt) = Plan.Step(Now);
            if (orders.IsEmpty)
            {
                return lookAgainAt;
            }

            MostUnderWay = Math.Max(MostUnderWay, orders.Count(o => o is WatchOrder.Subscribe or WatchOrder.OpenStream or WatchOrder.Unsubscribe));
            foreach (var order in orders)
            {
                Carry(order);
            }
        }
    }

    private void Carry(WatchOrder order)
    {
        switch (order)
        {
            case WatchOrder.Subscribe subscribe:
                Subscribes.Add(subscribe.Mailbox.Account);
                if (HoldsSubscribes)
                {
                    Unanswered.Add(subscribe);
                }
                else
                {
                    var trouble = Refuses(subscribe.Mailbox.Account);
                    Plan.Subscribed(subscribe, trouble is null ? NewId(subscribe.Mailbox.Account) : null, trouble, Now);
                }

                break;
            case WatchOrder.Unsubscribe unsubscribe:
                Unsubscribed.Add(unsubscribe.Subscription.Account);
                Plan.Unsubscribed(unsubscribe, UnsubscribeTrouble, Now);
                break;
            case WatchOrder.OpenStream open:
                Openings.Add((Now, open.SubscriptionIds.Length));
                _open.Add(open.Stream, open);
                if (Fails(open) is { } end)
                {
                    _open.Remove(open.Stream);
                    Plan.Ended(open.Stream, end, Now);
                }
                else
                {
                    Plan.Said(open.Stream, Answers(open) ?? Ok, Now);
                }

                break;
            case WatchOrder.CloseStream close:
                _open.Remove(close.Stream);
                break;
            case WatchOrder.TellChanged told:
                Told.Add($"changed {told.Account}");
                break;
            case WatchOrder.TellFollows told:
                Told.Add($"follows {told.Account}");
                break;
            case WatchOrder.TellLost told:
                Told.Add($"{(told.Loss is WatchLoss.Lasting ? "lasting" : "passing")} {told.Account}");
                break;
            case WatchOrder.Report report:
                Reports.Add(report.News);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
