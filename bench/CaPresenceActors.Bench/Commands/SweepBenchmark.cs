using System.Globalization;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Bench.Children;
using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Bench.Reporting;
using CaPresenceActors.Exchange;

namespace CaPresenceActors.Bench.Commands;

/// <summary>What reading mailboxes over HTTP costs the client.</summary>
internal sealed class SweepBenchmark : IBenchmark
{
    private const int Events = 5;
    private const int Connections = 8;
    private static readonly DateTimeOffset Day = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public string Name => "sweep";

    public string Work => "mailboxes with 5 events each read over HTTP from the simulator in a process of its own, one request a mailbox (impersonation), 8 at a time";

    public int UsualSize => 20_000;

    public int UsualRepeats => 3;

    public async Task<Measurement> MeasureAsync(BenchRun run)
    {
        run.Progress($"filling {run.Extensions} mailboxes");
        await using var child = ChildProcess.Start(ChildRoles.Simulator, new SimulatorOrder(run.Extensions, Events, Day));
        var simulator = await child.HearAsync<SimulatorReady>();
        run.Progress("warming up");
        var some = Math.Max(1, run.Extensions / 10);
        _ = await SweepAsync(simulator, ExchangeAccess.Impersonation, some);
        var found = new List<Cost>();
        for (var repeat = 0; repeat < run.Repeats; repeat++)
        {
            run.Progress($"sweep {repeat + 1} of {run.Repeats}");
            found.Add(await SweepAsync(simulator, ExchangeAccess.Impersonation, run.Extensions));
        }

        run.Progress("the other ways of access");
        var delegated = await AfterOneAsync(simulator, ExchangeAccess.Delegate, some);
        var available = await AfterOneAsync(simulator, ExchangeAccess.Availability, some);
        return new Measurement(
            new Dictionary<string, double> { ["mailboxes"] = run.Extensions, ["events each"] = Events, ["connections"] = Connections },
            [
                new Figure("client processor time a mailbox", "µs", Spread.Of(found.Select(cost => cost.Cpu.TotalMicroseconds / run.Extensions))) { Bar = 200 },
                new Figure("client allocates a mailbox", "KB", Spread.Of(found.Select(cost => cost.AllocatedBytes / 1000.0 / run.Extensions))) { Bar = 20 },
                new Figure("mailboxes a second, server on the same cores", "mailboxes/s", Spread.Of(found.Select(cost => run.Extensions / cost.Elapsed.TotalSeconds))) { MoreIsBetter = true },
                new Figure("as delegate, 10 a request: client processor time a mailbox", "µs", Spread.Of(delegated.Cpu.TotalMicroseconds / some)),
                new Figure("as delegate, 10 a request: client allocates a mailbox", "KB", Spread.Of(delegated.AllocatedBytes / 1000.0 / some)),
                new Figure("free/busy, 100 a request: client processor time a mailbox", "µs", Spread.Of(available.Cpu.TotalMicroseconds / some)),
                new Figure("free/busy, 100 a request: client allocates a mailbox", "KB", Spread.Of(available.AllocatedBytes / 1000.0 / some)),
            ],
            ["Plain HTTP on the loopback address: encryption is not in the figures.", "asterisk makes one request for the calendar and one more for every event; here it is one request a mailbox, or one for many."]);
    }

    private static async Task<Cost> AfterOneAsync(SimulatorReady simulator, ExchangeAccess access, int mailboxes)
    {
        _ = await SweepAsync(simulator, access, mailboxes);
        return await SweepAsync(simulator, access, mailboxes);
    }

    private static async Task<Cost> SweepAsync(SimulatorReady simulator, ExchangeAccess access, int mailboxes)
    {
        await using var source = new ExchangeCalendarSourceFactory(TimeProvider.System).Create(ConnectionTo(simulator, access), new NoClock());
        var queries = Enumerable.Range(0, mailboxes).Select(mailbox => new MailboxQuery(SimulatorChild.AddressOf(mailbox), TimeZoneInfo.Utc)).ToArray();
        var window = new CalendarWindow(Day, Day.AddDays(2));
        var meter = Cost.Start();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            var batch = source.MailboxesPerRead;
            while (Interlocked.Add(ref next, batch) - batch is var from && from < mailboxes)
            {
                foreach (var reading in await source.ReadAsync([.. queries.AsSpan(from, Math.Min(batch, mailboxes - from))], window, CancellationToken.None))
                {
                    Check(reading);
                }
            }
        })));
        return meter.Stop();
    }

    private static void Check(MailboxReading reading)
    {
        if (reading is not MailboxReading.Good { Calendar.Count: Events })
        {
            throw new InvalidOperationException(reading is MailboxReading.Failed failed
                ? string.Create(CultureInfo.InvariantCulture, $"The mailbox {failed.Account} was not read: {failed.Reason}")
                : $"The mailbox {reading.Account} was not read whole.");
        }
    }

    private static ExchangeConnection ConnectionTo(SimulatorReady simulator, ExchangeAccess access) => new()
    {
        Server = simulator.Address.Host,
        Port = simulator.Address.Port,
        Path = simulator.Address.AbsolutePath,
        UseTls = false,
        UserName = simulator.User,
        Password = simulator.Password,
        Access = access,
        MaxConnections = Connections,
    };

    // How far apart the clocks are is no matter here.
    private sealed class NoClock : IServerDateObserver
    {
        public void Observed(DateTimeOffset sentAt, DateTimeOffset receivedAt, DateTimeOffset serverDate)
        {
        }
    }
}
