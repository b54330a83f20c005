using System.Globalization;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests.Chaos;

/// <summary>What was found at a quiet moment.</summary>
internal sealed record QuietFigures(int Round, int Start, double AtSeconds, double RightAfterSeconds, ProcessFigures Host, int Streams, int Subscriptions, int Changes)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"round {Round}, start {Start}, at {AtSeconds:0} s: right after {RightAfterSeconds:0.0} s; heap {Host.ManagedBytes / 1e6:0.0} MB, resident {Host.ResidentBytes / 1e6:0} MB, {Host.Descriptors} descriptors, {Host.Sockets} sockets, {Host.Threads} threads; {Streams} streams, {Subscriptions} subscriptions; {Changes} changes heard");
}

/// <summary>Storms and quiet moments, one after the other, on one site.</summary>
internal sealed class ChaosRun(ChaosSite site, int seed, Action<string> say)
{
    private const int StepsASecond = 10;
    private const int EditsAStep = 3;

    private readonly Random _chance = new(seed);
    private readonly CalendarTraffic _calendars = new(site.People, new Random(seed + 1));
    private readonly FaultTraffic _faults = new(site.Exchange, site.People, new Random(seed + 2));
    private readonly List<QuietFigures> _quiet = [];
    private DateTimeOffset _began;
    private int _round;

    public ChangeRecorder Recorder { get; } = new();

    public IReadOnlyList<QuietFigures> QuietMoments => _quiet;

    public CalendarTraffic Calendars => _calendars;

    public FaultTraffic Faults => _faults;

    /// <summary>Starts both sides, with something in every calendar.</summary>
    public async Task BeginAsync(TimeSpan safetyInterval)
    {
        _calendars.Fill();
        await site.StartAsync(safetyInterval);
        await Recorder.FollowAsync(site.Host.Http);
        _began = Clock.Precise;
    }

    public TimeSpan Lasted => Clock.Precise - _began;

    /// <summary>Everything at once for a while.</summary>
    /// <param name="seconds">How long.</param>
    /// <param name="slow">Whether faults may be among it that take a minute to be made good.</param>
    /// <param name="inTheMiddle">What happens in the middle of it.</param>
    public Task StormAsync(int seconds, bool slow = false, Func<Task>? inTheMiddle = null) => StormAsync(seconds, (slow, Lasting: false), inTheMiddle);

    /// <summary>The same, in whose middle the host goes and comes back; whatever takes long to be made good is over by then, as whoever starts anew reads everything.</summary>
    public async Task StormWithRestartAsync(int seconds, Func<Task> restart)
    {
        await StormAsync(seconds / 2, (Slow: true, Lasting: true), inTheMiddle: null);
        _faults.End();
        await StormAsync(seconds / 2, (Slow: false, Lasting: false), restart);
    }

    private async Task StormAsync(int seconds, (bool Slow, bool Lasting) faults, Func<Task>? inTheMiddle)
    {
        var steps = seconds * StepsASecond;
        for (var step = 0; step < steps; step++)
        {
            Edit(EditsAStep);
            if (step == steps / 2 && inTheMiddle is not null)
            {
                await inTheMiddle();
            }

            if (step % 4 == 0)
            {
                _faults.Step(faults.Slow, faults.Lasting);
            }

            if (_chance.Next(50) == 0)
            {
                await Recorder.FollowAsync(site.Host.Http);
            }

            await Clock.ReachesAsync(Clock.Precise + TimeSpan.FromSeconds(1.0 / StepsASecond));
        }
    }

    /// <summary>The power goes off at the host, people go on with their calendars, and it comes back.</summary>
    public async Task KillHostAsync()
    {
        await site.KillHostAsync();
        await Recorder.LetGoAsync();
        Edit(50);
        await site.StartHostAsync();
        await Recorder.FollowAsync(site.Host.Http);
    }

    /// <summary>The host ends in order and starts again.</summary>
    public async Task RestartHostAsync()
    {
        await site.StopHostAsync();
        await Recorder.LetGoAsync();
        Edit(50);
        await site.StartHostAsync();
        await Recorder.FollowAsync(site.Host.Http);
    }

    /// <summary>Exchange goes away altogether, with its subscriptions, and comes back.</summary>
    public async Task RestartExchangeAsync()
    {
        await site.Exchange.StopAsync();
        site.Exchange.RestartBackEnd();
        Edit(50);
        await site.Exchange.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Everybody rests, and everything that is shown becomes right.</summary>
    public async Task<QuietFigures> RestAsync(TimeSpan patience, int looks = 2)
    {
        _faults.End();
        var quiet = await QuietMoment.BeginAsync(site.Host, site.People, site.Control, say);
        var took = await quiet.BecomesRightAsync(patience, looks);
        var figures = new QuietFigures(_round, site.Starts, Lasted.TotalSeconds, took.TotalSeconds, await site.HostHoldsAsync(), site.Exchange.OpenStreams, site.Exchange.Subscriptions, Recorder.All.Count);
        _round++;
        _quiet.Add(figures);
        say(figures.ToString());
        return figures;
    }

    private void Edit(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _calendars.Step();
        }
    }
}
