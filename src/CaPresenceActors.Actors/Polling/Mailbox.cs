using System.Text;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Polling;

/// <summary>What makes two questions the same: the account, whose capitals do not matter, and the zone, since all-day appointments are other instants in another.</summary>
internal readonly record struct MailboxKey(string Account, string Zone)
{
    public MailboxKey(MailboxQuery query)
        : this(query.Account, query.Zone.Id)
    {
    }

    public bool Equals(MailboxKey other) =>
        string.Equals(Account, other.Account, StringComparison.OrdinalIgnoreCase) && string.Equals(Zone, other.Zone, StringComparison.Ordinal);

    public override int GetHashCode() => HashCode.Combine(string.GetHashCode(Account, StringComparison.OrdinalIgnoreCase), string.GetHashCode(Zone, StringComparison.Ordinal));
}

/// <summary>An extension that wants to hear of a mailbox.</summary>
/// <param name="extension">Which.</param>
/// <param name="account">The account as its user profile writes it.</param>
/// <param name="mailbox">The mailbox.</param>
/// <param name="firstRequest">The first request whose answer it hears of: what was asked before it came is not for it.</param>
internal sealed class Subscription(string extension, string account, Mailbox mailbox, long firstRequest)
{
    public string Extension { get; } = extension;

    public string Account { get; } = account;

    public Mailbox Mailbox { get; } = mailbox;

    public long FirstRequest { get; } = firstRequest;

    /// <summary>The next one of the same mailbox. Nearly every mailbox has one, so a list would cost more than it holds.</summary>
    public Subscription? Next { get; set; }
}

/// <summary>A mailbox in the plan. There may be a hundred thousand of them.</summary>
internal sealed class Mailbox(MailboxQuery query)
{
    /// <summary>What to ask for.</summary>
    public MailboxQuery Query { get; } = query;

    /// <summary>Where in the interval its turn is, as a fraction of 2³². The same after a restart.</summary>
    public uint Phase { get; } = PhaseOf(query.Account);

    /// <summary>When it is to be read next; while it is being read: when it was to be read.</summary>
    public TimeSpan Due { get; set; }

    /// <summary>Until when the server wants to be left alone for it, whoever asks.</summary>
    public TimeSpan NotBefore { get; set; }

    /// <summary>Who hears of it.</summary>
    public Subscription? Subscribers { get; private set; }

    /// <summary>Its place in the <see cref="DueQueue"/>; -1 when it is not there.</summary>
    public int Place { get; set; } = -1;

    /// <summary>How often in a row it could not be read.</summary>
    public int Failures { get; set; }

    /// <summary>The sweep that counted it last.</summary>
    public int Sweep { get; set; }

    /// <summary>As what that sweep counted it: a trouble, or null for a good read.</summary>
    public ReadFailure? CountedAs { get; set; }

    /// <summary>What trouble it has; null when the last read was good or there was none.</summary>
    public ReadFailure? Failure { get; set; }

    /// <summary>Whether a read is under way.</summary>
    public bool InFlight { get; set; }

    /// <summary>Whether it is to be read again as soon as the read that is under way has ended.</summary>
    public bool Again { get; set; }

    /// <summary>Whether its changes are heard of.</summary>
    public bool IsFollowed { get; set; }

    /// <summary>Whether it changed a moment ago and is to be read in a moment.</summary>
    public bool HasChanged { get; set; }

    /// <summary>Why its changes are not heard of, as it was said last; null when they are, or when nothing was said.</summary>
    public WatchLoss? Loss { get; set; }

    /// <summary>The next one of the same account, which lives in another zone.</summary>
    public Mailbox? NextOfAccount { get; set; }

    /// <summary>Whether somebody was told that entries of it are dropped.</summary>
    public bool DropsAreKnown { get; set; }

    public void Add(Subscription subscription)
    {
        subscription.Next = Subscribers;
        Subscribers = subscription;
    }

    public void Remove(Subscription subscription)
    {
        if (Subscribers == subscription)
        {
            Subscribers = subscription.Next;
            return;
        }

        for (var before = Subscribers; before is not null; before = before.Next)
        {
            if (before.Next == subscription)
            {
                before.Next = subscription.Next;
                return;
            }
        }
    }

    // FNV-1a with a finaliser that spreads neighbours (user1@, user2@) over the whole interval. string.GetHashCode differs from process to process.
    private static uint PhaseOf(string account)
    {
        var hash = 2166136261u;
        foreach (var value in Encoding.UTF8.GetBytes(account.ToUpperInvariant()))
        {
            hash = (hash ^ value) * 16777619u;
        }

        hash = (hash ^ (hash >> 16)) * 0x85ebca6bu;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35u;
        return hash ^ (hash >> 16);
    }
}
