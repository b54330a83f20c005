using System.Collections.Immutable;
using System.Globalization;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Bench.Site;

/// <summary>A calendar source that answers from memory at once: what reading Exchange costs is another command's matter.</summary>
internal sealed class PlannedCalendars(CalendarPlan plan) : ICalendarSourceFactory, ICalendarSource
{
    private const string Domain = "@bench.test";

    public int MailboxesPerRead => 100;

    /// <summary>The account of an extension.</summary>
    public static string AccountOf(int extension) => extension.ToString(CultureInfo.InvariantCulture) + Domain;

    public ICalendarSource Create(ExchangeConnection connection, IServerDateObserver clock) => this;

    public Task<ImmutableArray<MailboxReading>> ReadAsync(ImmutableArray<MailboxQuery> mailboxes, CalendarWindow window, CancellationToken cancellation) =>
        Task.FromResult(ImmutableArray.CreateRange(mailboxes, Read));

    public Task<SourceCheck> CheckAsync(MailboxQuery mailbox, CancellationToken cancellation) => Task.FromResult(new SourceCheck(null, null, null));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private MailboxReading Read(MailboxQuery mailbox) =>
        new MailboxReading.Good(mailbox.Account, plan.CalendarOf(int.Parse(mailbox.Account.AsSpan(0, mailbox.Account.Length - Domain.Length), CultureInfo.InvariantCulture)), Dropped: 0);
}
