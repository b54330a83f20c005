using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Polling;

/// <summary>
/// Mailboxes whose changes are heard of. They are read when something changed, and otherwise only now and then for safety; when nothing can be heard any more, they are polled like the others.
/// </summary>
internal sealed partial class PollPlan
{
    private readonly ChangedMailboxes _changed = new();

    /// <summary>The accounts that are read, each once.</summary>
    public IReadOnlyCollection<string> Accounts => _mailboxes.Accounts;

    /// <summary>How many mailboxes are followed.</summary>
    public int Followed { get; private set; }

    /// <summary>Why mailboxes are not followed, and how many for each reason.</summary>
    public IEnumerable<(string Reason, int Mailboxes)> Losses() =>
        _mailboxes.Where(mailbox => mailbox.Loss is WatchLoss.Lasting).GroupBy(mailbox => mailbox.Loss!.Reason, StringComparer.Ordinal).Select(group => (group.Key, group.Count()));

    /// <summary>Who hears of an account, and whether its changes are heard of.</summary>
    public IEnumerable<(string Extension, bool IsFollowed)> FollowedExtensions(string account)
    {
        foreach (var mailbox in _mailboxes.Of(account))
        {
            for (var subscription = mailbox.Subscribers; subscription is not null; subscription = subscription.Next)
            {
                yield return (subscription.Extension, mailbox.IsFollowed);
            }
        }
    }

    /// <summary>Changes of an account's calendar are heard from now on; what came before may have been missed, so it is read.</summary>
    public void Follows(string account, TimeSpan now)
    {
        foreach (var mailbox in _mailboxes.Of(account))
        {
            Follow(mailbox, true);
            mailbox.Loss = null;
            MakeDue(mailbox, now);
        }
    }

    /// <summary>A calendar has changed: it is read in a moment, before those whose turn it is.</summary>
    public void Changed(string account, TimeSpan now)
    {
        foreach (var mailbox in _mailboxes.Of(account))
        {
            _changed.Add(mailbox, now + (_pace?.Coalescing ?? TimeSpan.Zero));
        }
    }

    /// <summary>Changes of an account's calendar are not heard any more: it is polled.</summary>
    public void Lost(string account, WatchLoss loss, TimeSpan now)
    {
        foreach (var mailbox in _mailboxes.Of(account))
        {
            mailbox.Loss = loss;
            Unfollow(mailbox, now);
            if (loss is WatchLoss.Lasting)
            {
                // What stands behind it may concern reading, too; then that is said at once and not at the mailbox's turn.
                MakeDue(mailbox, now);
            }
        }
    }

    /// <summary>Nothing is heard any more: everything is polled.</summary>
    public void StopFollowing(TimeSpan now)
    {
        foreach (var mailbox in _mailboxes)
        {
            mailbox.Loss = null;
            Unfollow(mailbox, now);
        }
    }

    private TimeSpan IntervalOf(Mailbox mailbox) => mailbox.IsFollowed ? _pace!.SafetyInterval : _pace!.Interval;

    private void Unfollow(Mailbox mailbox, TimeSpan now)
    {
        if (mailbox.IsFollowed)
        {
            Follow(mailbox, false);
            if (_pace is not null && mailbox is { Place: >= 0, Failure: null } && mailbox.Due > now)
            {
                _queue.Put(mailbox, TurnAfter(now, mailbox));
            }
        }
    }

    private void Follow(Mailbox mailbox, bool isFollowed)
    {
        Followed += isFollowed == mailbox.IsFollowed ? 0 : isFollowed ? 1 : -1;
        mailbox.IsFollowed = isFollowed;
    }

    private void TakeChanged(TimeSpan now)
    {
        foreach (var mailbox in _changed.TakeDue(now))
        {
            if (mailbox.Subscribers is not null)
            {
                ReadSoon(mailbox, now);
            }
        }
    }
}
