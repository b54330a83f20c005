using CaPresenceActors.Exchange.Simulator.Calendars;

namespace CaPresenceActors.Exchange.Simulator.Tests.Support;

/// <summary>A running simulator with Anna's mailbox in Berlin, and a client with the service account.</summary>
public abstract class SimulatorTest : IAsyncLifetime
{
    internal static readonly DateTimeOffset Noon = Instant("2026-03-02T12:00:00Z");

    internal const string Anna = "anna@example.test";
    internal const string Ben = "ben@example.test";
    internal const string Berlin = "W. Europe Standard Time";

    internal FixedTime Time { get; } = new(Noon);

    internal ExchangeSimulator Simulator { get; private set; } = null!;

    internal EwsClient Client { get; private set; } = null!;

    internal SimulatedCalendar Calendar => Simulator.Mailboxes[Anna].Calendar;

    public async ValueTask InitializeAsync()
    {
        Simulator = new ExchangeSimulator(Options(new SimulatorOptions { Time = Time }));
        Simulator.Mailboxes.Add(Anna, "Anna Becker", "Europe/Berlin");
        Simulator.Mailboxes.Add(Ben, "Ben Keller", "Europe/Berlin");
        await Simulator.StartAsync(TestContext.Current.CancellationToken);
        Client = new EwsClient(Simulator);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Simulator.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    internal static Appointment Appointment(string start, string end, string subject = "Meeting") =>
        new() { Subject = subject, Start = Instant(start), End = Instant(end), Zone = "Europe/Berlin" };

    private protected virtual SimulatorOptions Options(SimulatorOptions standard) => standard;
}
