using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Exchange.Tests.Support;

/// <summary>Sources that read from a server on loopback, and shorthands for asking them.</summary>
internal static class Sources
{
    public static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    /// <summary>The week in which most things here happen.</summary>
    public static readonly CalendarWindow Week = Window("2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z");

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static ExchangeConnection Connection(int port) => new()
    {
        Server = "127.0.0.1",
        Port = port,
        UseTls = false,
        UserName = "svc@example.test",
        Password = "hunter2-secret",
    };

    public static ExchangeCalendarSource Source(int port, ExchangeAccess access = ExchangeAccess.Impersonation) => Source(Connection(port) with { Access = access });

    public static ExchangeCalendarSource Source(ExchangeConnection connection, IServerDateObserver? clock = null, TimeProvider? time = null, Func<CancellationToken, ValueTask<string>>? token = null) =>
        new ExchangeCalendarSourceFactory(time ?? TimeProvider.System, token).CreateSource(connection, clock ?? new RecordingClock());

    public static MailboxQuery Anna { get; } = new("anna@example.test", Berlin);

    public static ImmutableArray<MailboxQuery> Mailboxes(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new MailboxQuery(string.Create(CultureInfo.InvariantCulture, $"user{i}@example.test"), Berlin))];

    public static CalendarWindow Window(string from, string to) => new(At(from), At(to));

    public static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Reads one mailbox and expects it to go well.</summary>
    public static async Task<MailboxReading.Good> ReadGood(this ICalendarSource source, MailboxQuery? mailbox = null, CalendarWindow? window = null)
    {
        var reading = await source.ReadOne(mailbox, window);
        return reading.ShouldBeOfType<MailboxReading.Good>((reading as MailboxReading.Failed)?.Reason);
    }

    /// <summary>Reads one mailbox and expects it to fail.</summary>
    public static async Task<MailboxReading.Failed> ReadFailed(this ICalendarSource source) => (await source.ReadOne()).ShouldBeOfType<MailboxReading.Failed>();

    public static async Task<MailboxReading> ReadOne(this ICalendarSource source, MailboxQuery? mailbox = null, CalendarWindow? window = null) =>
        (await source.ReadAsync([mailbox ?? Anna], window ?? Week, Cancellation)).ShouldHaveSingleItem();
}

/// <summary>Keeps what the server's clock said.</summary>
internal sealed class RecordingClock : IServerDateObserver
{
    public ConcurrentQueue<(DateTimeOffset SentAt, DateTimeOffset ReceivedAt, DateTimeOffset ServerDate)> Seen { get; } = new();

    public void Observed(DateTimeOffset sentAt, DateTimeOffset receivedAt, DateTimeOffset serverDate) => Seen.Enqueue((sentAt, receivedAt, serverDate));
}
