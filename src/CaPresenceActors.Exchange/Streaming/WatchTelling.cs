using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;

namespace CaPresenceActors.Exchange.Streaming;

/// <summary>Keeps what the observer and the administrator have been told, so that they hear of what changes and of nothing else; and counts it.</summary>
/// <param name="orders">Where to put what is to be told.</param>
internal sealed class WatchTelling(List<WatchOrder> orders)
{
    private readonly HashSet<string> _toldCodes = new(StringComparer.Ordinal);
    private (int Followed, int Wanted, int Lasting) _settled;

    public int Followed { get; private set; }

    public int LastingLosses { get; private set; }

    public long Notifications { get; private set; }

    public void Changed(WatchedMailbox mailbox)
    {
        Notifications++;
        orders.Add(new WatchOrder.TellChanged(mailbox.Account));
    }

    public void Follows(WatchedMailbox mailbox, TimeSpan now)
    {
        if (mailbox.FollowedSince is null)
        {
            Followed++;
            mailbox.FollowedSince = now;
        }

        Forget(mailbox.Loss);
        mailbox.Loss = null;
        orders.Add(new WatchOrder.TellFollows(mailbox.Account));
    }

    public void Lost(WatchedMailbox mailbox, WatchLoss loss)
    {
        Unfollow(mailbox);
        var known = mailbox.Loss;
        if (known is not null && known.GetType() == loss.GetType() && known.Reason == loss.Reason)
        {
            return;
        }

        Forget(known);
        LastingLosses += loss is WatchLoss.Lasting ? 1 : 0;
        mailbox.Loss = loss;
        orders.Add(new WatchOrder.TellLost(mailbox.Account, loss));
    }

    /// <summary>Forgets a mailbox that is not wanted any more.</summary>
    public void Gone(WatchedMailbox mailbox)
    {
        Unfollow(mailbox);
        Forget(mailbox.Loss);
        mailbox.Loss = null;
    }

    public void CannotFollow(WatchedMailbox mailbox, Trouble trouble)
    {
        if (_toldCodes.Add(trouble.Code ?? trouble.Failure.ToString()))
        {
            Report(new WatchReport.CannotFollow(mailbox.Account, trouble));
        }
    }

    /// <summary>All is quiet: says so when it is another state than the last quiet one.</summary>
    public void Settled(int wanted, int streams)
    {
        var now = (Followed, wanted, LastingLosses);
        if (now != _settled && Followed + LastingLosses == wanted)
        {
            _settled = now;
            Report(new WatchReport.Settled(Followed, wanted, streams, LastingLosses));
        }
    }

    public void Report(WatchReport news) => orders.Add(new WatchOrder.Report(news));

    private void Unfollow(WatchedMailbox mailbox)
    {
        if (mailbox.FollowedSince is not null)
        {
            Followed--;
            mailbox.FollowedSince = null;
        }
    }

    private void Forget(WatchLoss? loss) => LastingLosses -= loss is WatchLoss.Lasting ? 1 : 0;
}
