using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Kernel;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Polling;

/// <summary>
/// The poller's ear: keeps the watch of the present source, and turns what it says, on whatever thread, into messages. What a former watch still says means nothing.
/// </summary>
internal sealed class CalendarFollower(IActorRef poller, ILogger logger)
{
    private ICalendarWatch? _watch;
    private Ear? _ear;
    private bool _hasNone;

    /// <summary>Whether there is a watch.</summary>
    public bool IsFollowing => _watch is not null;

    /// <summary>The figures of the watch; null when there is none.</summary>
    public WatchFigures? Figures => _watch?.Figures;

    /// <summary>Whether the present watch said this.</summary>
    public bool IsCurrent(Heard heard) => ReferenceEquals(heard.By, _ear);

    /// <summary>Begins to listen, if that is possible and was not done yet.</summary>
    /// <returns>Whether it has begun now.</returns>
    public bool Begin(CalendarReader reader)
    {
        if (_watch is not null || _hasNone)
        {
            return false;
        }

        _ear = new Ear(poller);
        _watch = reader.Watch(_ear);
        _hasNone = _watch is null;
        return _watch is not null;
    }

    /// <summary>The mailboxes to follow, all of them.</summary>
    public void Follow(IReadOnlyCollection<string> accounts) => _watch?.Follow([.. accounts]);

    /// <summary>Listens no longer. The task ends when the server has been told, or after some seconds; it never fails.</summary>
    public Task StopAsync()
    {
        var watch = _watch;
        (_watch, _ear, _hasNone) = (null, null, false);
        return watch is null ? Task.CompletedTask : EndAsync(watch);
    }

    private async Task EndAsync(ICalendarWatch watch)
    {
        try
        {
            await watch.DisposeAsync();
        }
        catch (Exception e)
        {
            CalendarPollerLog.WatchNotDisposed(logger, e);
        }
    }

    /// <summary>A watch has said something of an account: with a loss, that it is not followed; otherwise that it has changed, or is followed from now on.</summary>
    internal sealed record Heard(object By, string Account, bool HasChanged, WatchLoss? Loss);

    private sealed class Ear(IActorRef poller) : ICalendarChangeObserver
    {
        public void Changed(string account) => poller.Tell(new Heard(this, account, HasChanged: true, Loss: null));

        public void Follows(string account) => poller.Tell(new Heard(this, account, HasChanged: false, Loss: null));

        public void Lost(string account, WatchLoss loss) => poller.Tell(new Heard(this, account, HasChanged: false, loss));
    }
}
