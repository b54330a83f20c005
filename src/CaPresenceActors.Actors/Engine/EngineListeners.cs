using System.Collections.Immutable;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Extensions;
using CaPresenceActors.Actors.Favourites;
using CaPresenceActors.Actors.Health;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Sharding;
using CaPresenceActors.Presence;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Engine;

/// <summary>
/// Who is told what: the arrows of the picture in the architecture. Settings and users go to extensions and to the poller, readings go from the poller to extensions; nothing asks backwards.
/// </summary>
internal sealed class EngineListeners(SiteBook book, PresenceBoard board, EngineParts parts, TimeProvider clock, MinuteSeries series, ILogger logger) : ISiteListener, IUserListener, IReadings
{
    // Set once, before anything is announced: the actors and their listeners need each other.
    public required Func<IActorRef> Region { get; init; }

    public required Func<IActorRef> Poller { get; init; }

    public required Func<IActorRef> Users { get; init; }

    public required Func<IActorRef> Ledger { get; init; }

    public required Func<IActorRef> SignIns { get; init; }

    public required Func<IActorRef> Favourites { get; init; }

    public void Changed(SiteConfiguration? before, SiteConfiguration site, PresenceRename? rename)
    {
        if (before is not null)
        {
            Users().Tell(new UserDirectoryMessage.PresencesChanged(site.Rules, rename));
        }

        Region().Tell(new Broadcast(new UserPresenceMessage.SiteChanged(site.Rules, rename)));
        Poller().Tell(new CalendarPollerMessage.Configure(PollingOf(site), GivenAgain: before is not null && before.Exchange != site.Exchange));
        if (before is not null && before.TimeZone != site.TimeZone)
        {
            Users().Tell(new UserDirectoryMessage.TellAllAgain());
        }
    }

    public void Put(UserProfile profile)
    {
        // Taken before the poller hears of the account: a reading of it may be requested before the extension has recorded that it has it.
        var toldAt = clock.GetUtcNow();

        // The settings first: own keywords may lead to presences that the extension has yet to hear of.
        board.Describe(profile);
        Region().Tell(new ShardEnvelope(profile.Extension, new UserPresenceMessage.SiteChanged(book.Current.Rules, null)));
        Region().Tell(new ShardEnvelope(profile.Extension, new UserPresenceMessage.ProfileChanged(profile, toldAt)));
        Poller().Tell(WatchOf(profile) ?? (CalendarPollerMessage)new CalendarPollerMessage.Unwatch(profile.Extension));
    }

    // A hundred thousand at once: so one message to each who takes them. The site's settings are known by then, since everybody is told of them before.
    public void PutAll(IReadOnlyCollection<UserProfile> profiles)
    {
        var toldAt = clock.GetUtcNow();
        var told = ImmutableArray.CreateBuilder<ShardEnvelope>(profiles.Count);
        var watches = ImmutableArray.CreateBuilder<CalendarPollerMessage.Watch>(profiles.Count);
        foreach (var profile in profiles)
        {
            board.Describe(profile);
            told.Add(new ShardEnvelope(profile.Extension, new UserPresenceMessage.ProfileChanged(profile, toldAt)));
            if (WatchOf(profile) is { } watch)
            {
                watches.Add(watch);
            }
        }

        Region().Tell(new ShardEnvelopes(told.MoveToImmutable()));
        Poller().Tell(new CalendarPollerMessage.WatchAll(watches.DrainToImmutable()));
    }

    public void Removed(string extension)
    {
        Poller().Tell(new CalendarPollerMessage.Unwatch(extension));
        Region().Tell(new ShardEnvelope(extension, new UserPresenceMessage.Retire()));
        SignIns().Tell(new SignInMessage.UsersRemoved([extension]));
        Favourites().Tell(new FavouritesMessage.Forget(extension));
    }

    public void Good(GoodReading reading)
    {
        series.Read();
        Region().Tell(new ShardEnvelope(reading.Extension, new UserPresenceMessage.CalendarRead(reading)));
    }

    public void Failed(FailedReading reading)
    {
        series.ReadFailed();
        board.Doubt(reading);
    }

    public void Followed(string extension, bool isFollowed) => board.Follow(extension, isFollowed);

    public void Outdated(string extension) => board.Outdate(extension);

    public void SweepEnded(SweepSummary summary)
    {
        if (summary.Good > 0)
        {
            Ledger().Tell(new ReadingLedgerMessage.SweepEnded(clock.GetUtcNow() - summary.Took));
        }
    }

    private PollingSettings PollingOf(SiteConfiguration site) => new()
    {
        Connection = site.Rules.Integration ? ConnectionOf(site.Exchange) : null,
        Interval = site.PollInterval,
        Concurrency = parts.ReadConcurrency,
        SafetyInterval = parts.SafetyInterval,
        Coalescing = parts.Coalescing,
        SiteZone = site.Zone,
    };

    private ExchangeConnection? ConnectionOf(ExchangeSettings? exchange)
    {
        if (exchange is null)
        {
            return null;
        }

        if (parts.Secrets.Unprotect(exchange.ProtectedPassword) is { } password)
        {
            return exchange.Connection with { Password = password };
        }

        logger.PasswordLost();
        return null;
    }

    private CalendarPollerMessage.Watch? WatchOf(UserProfile profile) => profile is { Integration: true, Account: { } account }
        ? new CalendarPollerMessage.Watch(profile.Extension, new MailboxQuery(account, ZoneOf(profile)))
        : null;

    private TimeZoneInfo ZoneOf(UserProfile profile) =>
        profile.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : book.Current.Zone;
}
