using System.Collections.Concurrent;
using CaPresenceActors.Exchange.Simulator.Calendars;

namespace CaPresenceActors.Exchange.Simulator;

/// <summary>All mailboxes of the simulated organisation, by address.</summary>
public sealed class MailboxDirectory
{
    private readonly ConcurrentDictionary<string, SimulatedMailbox> _byAddress = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<Guid, SimulatedMailbox> _byId = new();
    private readonly TimeProvider _time;
    private readonly Func<string, MailboxRights?> _defaultRights;

    internal MailboxDirectory(TimeProvider time, Func<string, MailboxRights?> defaultRights)
    {
        _time = time;
        _defaultRights = defaultRights;
    }

    /// <summary>Called after every change of a calendar, on the thread that made it.</summary>
    internal Action<SimulatedMailbox, CalendarChange>? Changed { get; set; }

    /// <summary>Called after a mailbox was removed.</summary>
    internal Action<SimulatedMailbox>? Removed { get; set; }

    public int Count => _byAddress.Count;

    public IEnumerable<SimulatedMailbox> All => _byAddress.Values;

    /// <summary>The mailbox with this address.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public SimulatedMailbox this[string address] =>
        Find(address) ?? throw new KeyNotFoundException($"No simulated mailbox has the address \"{address}\".");

    /// <summary>Makes a mailbox, in a time zone with a Windows or IANA id.</summary>
    public SimulatedMailbox Add(string address, string? name = null, string zone = "UTC")
    {
        if (!address.Contains('@'))
        {
            throw new ArgumentException($"A mailbox needs an address of the form name@domain, not \"{address}\".", nameof(address));
        }

        if (TimeZones.Find(zone) is null)
        {
            throw new ArgumentException($"The time zone \"{zone}\" of {address} is not known: a Windows or IANA id is needed.", nameof(zone));
        }

        var mailbox = new SimulatedMailbox(address, name ?? address[..address.IndexOf('@')], zone, _time, _defaultRights);
        if (!_byAddress.TryAdd(address, mailbox))
        {
            throw new ArgumentException($"There is a mailbox {address} already.", nameof(address));
        }

        mailbox.Calendar.Changed = change => Changed?.Invoke(mailbox, change);
        _byId[mailbox.Id] = mailbox;
        return mailbox;
    }

    /// <summary>Removes a mailbox with everything in it; whether there was one.</summary>
    public bool Remove(string address)
    {
        if (!_byAddress.TryRemove(address, out var mailbox))
        {
            return false;
        }

        _byId.TryRemove(mailbox.Id, out _);
        Removed?.Invoke(mailbox);
        return true;
    }

    public SimulatedMailbox? Find(string address) => _byAddress.GetValueOrDefault(address.Trim());

    internal SimulatedMailbox? Find(Guid id) => _byId.GetValueOrDefault(id);
}
