using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Users;

namespace CaPresenceActors.Actors.Rounds;

/// <summary>What to ask Exchange for to read a user's calendar.</summary>
public static class MailboxQueries
{
    /// <summary>The mailbox of a user; null when their calendar is not to be read.</summary>
    /// <param name="user">Who.</param>
    /// <param name="siteZone">The zone of who has none of their own.</param>
    public static MailboxQuery? Of(UserProfile user, TimeZoneInfo siteZone) => user is { Integration: true, Account: { } account }
        ? new MailboxQuery(account, user.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : siteZone)
        : null;
}
