using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Polling;

/// <summary>Which way leads to calendars, and listening to changes where that way allows it.</summary>
public sealed partial class CalendarPoller
{
    private static readonly TimeSpan FollowPause = TimeSpan.FromMilliseconds(500);

    private readonly CalendarFollower _follower;
    private AccessLadder _access = new(ExchangeAccess.Impersonation);

    // Only from answers that the plan still waited for: the others came by a former way, or from a former server, and say nothing of the present one.
    private void LearnAccess(PollOutcome outcome)
    {
        var before = _access.Current;
        switch (_access.Learn([.. outcome.Answers.Select(answer => answer.Reading)], _plan.Mailboxes, Now))
        {
            case AccessNews.Proven:
                CalendarPollerLog.AccessProven(Log, before);
                break;
            case AccessNews.Denied when _settings.Connection is { } connection:
                CalendarPollerLog.AccessDenied(Log, before, _access.Current);
                BeginReading(connection);
                break;
        }
    }

    // Not before a calendar could be read: a wrong password, or a server that is away, is one statement and not two.
    private void BeginFollowing(PollOutcome outcome)
    {
        if (_reader is { } reader && outcome.Answers.Any(answer => answer.Reading is MailboxReading.Good) && _follower.Begin(reader))
        {
            _follower.Follow(_plan.Accounts);
        }
    }

    // Users come and go by thousands; the watch is told once of all of them.
    private void FollowSoon()
    {
        if (!Timers.IsTimerActive(typeof(FollowNow)))
        {
            Timers.StartSingleTimer(typeof(FollowNow), FollowNow.Instance, FollowPause);
        }
    }

    private void Handle(CalendarFollower.Heard heard)
    {
        if (!_follower.IsCurrent(heard))
        {
            return;
        }

        if (heard.Loss is null)
        {
            TellOutdated(heard.Account);
        }

        switch (heard.Loss)
        {
            case { } loss:
                _plan.Lost(heard.Account, loss, Now);
                break;
            case null when heard.HasChanged:
                _plan.Changed(heard.Account, Now);
                break;
            default:
                _plan.Follows(heard.Account, Now);
                break;
        }

        TellFollowed(heard.Account);
    }

    // Also of what is followed from now on: what came before may have been missed.
    private void TellOutdated(string account)
    {
        foreach (var (extension, _) in _plan.FollowedExtensions(account))
        {
            _surroundings.Readings.Outdated(extension);
        }
    }

    private void TellFollowed(string account)
    {
        foreach (var (extension, isFollowed) in _plan.FollowedExtensions(account))
        {
            _surroundings.Readings.Followed(extension, isFollowed);
        }
    }

    private void StopFollowing()
    {
        var followed = _plan.Followed > 0 ? _plan.Accounts.ToList() : [];
        _plan.StopFollowing(Now);
        followed.ForEach(TellFollowed);
    }

    /// <summary>Tell the watch which mailboxes there are.</summary>
    private sealed record FollowNow
    {
        public static FollowNow Instance { get; } = new();
    }
}
