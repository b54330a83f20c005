using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CaPresenceActors.Exchange.Simulator.Calendars;

namespace CaPresenceActors.Exchange.Simulator;

/// <summary>One mailbox: whose it is, its calendar, and who may do what with it.</summary>
public sealed class SimulatedMailbox
{
    private readonly Func<string, MailboxRights?> _defaultRights;
    private ImmutableDictionary<string, MailboxRights> _grants = ImmutableDictionary.Create<string, MailboxRights>(StringComparer.OrdinalIgnoreCase);

    internal SimulatedMailbox(string address, string name, string zone, TimeProvider time, Func<string, MailboxRights?> defaultRights)
    {
        _defaultRights = defaultRights;
        Address = address;
        Name = name;
        Zone = zone;
        Id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(address.ToUpperInvariant())).AsSpan(0, 16));
        Calendar = new SimulatedCalendar(address, time);
    }

    /// <summary>The primary SMTP address, which is the user principal name too.</summary>
    public string Address { get; }

    public string Name { get; }

    /// <summary>The owner's time zone, Windows or IANA.</summary>
    public string Zone { get; }

    public SimulatedCalendar Calendar { get; }

    /// <summary>What was asked of this mailbox, by operation.</summary>
    public RequestCounters Requests { get; } = new();

    /// <summary>What everybody may do who was not granted anything else.</summary>
    public CalendarAccess DefaultAccess { get; set; } = CalendarAccess.FreeBusyTimeOnly;

    internal Guid Id { get; }

    /// <summary>Grants rights to an account, by user name, or to the owner of another mailbox, by address. They replace earlier ones.</summary>
    public void Grant(string grantee, MailboxRights rights) =>
        ImmutableInterlocked.AddOrUpdate(ref _grants, grantee, rights, (_, _) => rights);

    /// <summary>Takes every right from an account, also those that the server gives the service account.</summary>
    public void Withdraw(string grantee) => Grant(grantee, MailboxRights.None);

    /// <summary>What an account or another mailbox's owner may do here.</summary>
    public MailboxRights RightsOf(string grantee) =>
        _grants.TryGetValue(grantee, out var rights) ? rights : _defaultRights(grantee) ?? new MailboxRights(DefaultAccess);
}
