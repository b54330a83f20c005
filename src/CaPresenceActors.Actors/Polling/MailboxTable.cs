using System.Collections;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Polling;

/// <summary>The mailboxes of the plan, found by account. An account has one, and one more for each other zone in which its extensions live.</summary>
internal sealed class MailboxTable : IReadOnlyCollection<Mailbox>
{
    private readonly Dictionary<string, Mailbox> _first = new(StringComparer.OrdinalIgnoreCase);

    public int Count { get; private set; }

    /// <summary>The accounts, each once, as the extension that came first spells it.</summary>
    public IReadOnlyCollection<string> Accounts => _first.Keys;

    /// <summary>The mailboxes of an account; none when it is not read.</summary>
    public IEnumerable<Mailbox> Of(string account)
    {
        for (var mailbox = _first.GetValueOrDefault(account); mailbox is not null; mailbox = mailbox.NextOfAccount)
        {
            yield return mailbox;
        }
    }

    /// <summary>The mailbox that a question is about.</summary>
    public Mailbox GetOrAdd(MailboxQuery query)
    {
        if (Of(query.Account).FirstOrDefault(mailbox => new MailboxKey(mailbox.Query) == new MailboxKey(query)) is { } known)
        {
            return known;
        }

        // A newcomer of a followed account is followed as the others are: one subscription serves them all.
        var before = _first.GetValueOrDefault(query.Account);
        var mailbox = new Mailbox(query) { NextOfAccount = before, IsFollowed = before is { IsFollowed: true }, Loss = before?.Loss };
        _first[query.Account] = mailbox;
        Count++;
        return mailbox;
    }

    public void Remove(Mailbox mailbox)
    {
        var account = mailbox.Query.Account;
        var before = Of(account).FirstOrDefault(other => other.NextOfAccount == mailbox);
        if (before is not null)
        {
            before.NextOfAccount = mailbox.NextOfAccount;
        }
        else if (_first.GetValueOrDefault(account) != mailbox)
        {
            return;
        }
        else if (mailbox.NextOfAccount is { } next)
        {
            _first[account] = next;
        }
        else
        {
            _first.Remove(account);
        }

        mailbox.NextOfAccount = null;
        Count--;
    }

    public IEnumerator<Mailbox> GetEnumerator() => _first.Keys.SelectMany(Of).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
