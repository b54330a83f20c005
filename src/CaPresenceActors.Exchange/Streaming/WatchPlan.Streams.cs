using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Operations;

namespace CaPresenceActors.Exchange.Streaming;

/// <summary>The part that looks after streams.</summary>
internal sealed partial class WatchPlan
{
    private const int DisplacementsUntilAlarm = 3;
    private const int FailuresUntilGivingUp = 5;
    private const int RefusalsUntilOtherAnchor = 3;
    private const int SilencesUntilReplacing = 2;

    private static readonly TimeSpan FirstReopening = TimeSpan.FromSeconds(1);

    /// <summary>How long a stream waits for members that are being subscribed.</summary>
    private static readonly TimeSpan LongestGathering = TimeSpan.FromSeconds(30);

    /// <summary>How long the server is trusted to keep subscriptions that no stream carries. Exchange does not say; the shortest known is this.</summary>
    private static readonly TimeSpan SubscriptionsOutlive = TimeSpan.FromMinutes(5);

    private readonly Dictionary<long, SubscriptionGroup> _streams = [];
    private long _lastStream;
    private long _brokenStreams;
    private bool _toldStopped;

    /// <summary>A stream has said something; null: something that could not be read.</summary>
    public void Said(long stream, StreamMessage? message, TimeSpan now)
    {
        if (!_streams.TryGetValue(stream, out var group))
        {
            return;
        }

        switch (message)
        {
            case null:
                // It may have been news of anybody.
                TellChanged(group.Followed);
                break;
            case { Trouble: { } trouble }:
                Suffer(group, trouble, message, now);
                break;
            case { Refused.Length: > 0 }:
                Suffer(group, ResponseCodes.Explain("ErrorSubscriptionNotFound", text: null, retryAfter: null), message, now);
                break;
            default:
                Hear(group, message, now);
                break;
        }
    }

    /// <summary>A stream has ended, and not because it was told to.</summary>
    public void Ended(long stream, StreamEnd end, TimeSpan now)
    {
        if (!_streams.TryGetValue(stream, out var group))
        {
            return;
        }

        switch (end)
        {
            case StreamEnd.Closed:
                Close(group, now);
                break;
            case StreamEnd.Silent silent:
                FallSilent(group, silent.For, now);
                break;
            case StreamEnd.Failed { Trouble: var trouble } when group.LiveSince is not null && trouble.Code is null:
                Break(group, trouble, now);
                break;
            case StreamEnd.Failed { Trouble: var trouble }:
                Suffer(group, trouble, new StreamMessage([], [], Closed: true, trouble), now);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void StepStreams(TimeSpan now)
    {
        foreach (var group in _groups.ToArray())
        {
            if (_gate.Free(now) <= 0)
            {
                return;
            }

            if (group.LiveSince is not null && now >= group.RenewAt)
            {
                WantStreamAt(group, now);
            }

            var isDue = group.OpenAt <= now && (now >= group.OpenAtLatest || !group.Members.Any(m => m.IsPending(now)));
            if (isDue)
            {
                Open(group, now);
            }
        }
    }

    // Who is newly subscribed waits a while for others, because opening a stream anew has everybody on it read again.
    private void WantStream(SubscriptionGroup group, TimeSpan now)
    {
        if (group.OpenAt is null)
        {
            group.OpenAt = group.Stream is null ? now : now + _settings.JoinDelay;
            group.OpenAtLatest = group.OpenAt.Value + LongestGathering;
        }
    }

    private static void WantStreamAt(SubscriptionGroup group, TimeSpan at)
    {
        group.OpenAt = at;
        group.OpenAtLatest = at;
    }

    private void Open(SubscriptionGroup group, TimeSpan now)
    {
        CloseStream(group, now);
        group.OpenAt = null;
        if (group.SubscriptionCount == 0)
        {
            return;
        }

        if (now - group.DownSince > SubscriptionsOutlive)
        {
            Rebuild(group, "The stream was away for so long that its subscriptions are made anew.", now);
            return;
        }

        group.Stream = ++_lastStream;
        group.OpeningEpoch = _gate.Epoch;
        _gate.UnderWay++;
        _streams.Add(_lastStream, group);
        foreach (var mailbox in group.Members)
        {
            mailbox.IsCarried = mailbox.Subscription is not null;
        }

        _orders.Add(new WatchOrder.OpenStream(_lastStream, group.SubscriptionIds, group.Affinity!));
    }

    private void CloseStream(SubscriptionGroup group, TimeSpan now)
    {
        if (group.Stream is { } stream)
        {
            _streams.Remove(stream);
            _orders.Add(new WatchOrder.CloseStream(stream));
        }

        if (group.OpeningEpoch is not null)
        {
            _gate.UnderWay--;
            group.OpeningEpoch = null;
        }

        if (now - group.LiveSince >= SoundAfter)
        {
            group.Failures = 0;
            group.Displacements = 0;
        }

        group.Stream = null;
        group.LiveSince = null;
        group.DownSince ??= now;
        foreach (var mailbox in group.Members)
        {
            mailbox.IsCarried = false;
        }

        foreach (var departure in group.Departing)
        {
            _departures.Enqueue(departure);
        }

        group.Departing.Clear();
    }

    private void Hear(SubscriptionGroup group, StreamMessage message, TimeSpan now)
    {
        if (group.LiveSince is null)
        {
            GoLive(group, now);
        }
        else
        {
            group.Silences = 0;
        }

        TellChanged(message.Changed.Select(group.Find).OfType<WatchedMailbox>().Where(m => m.FollowedSince is not null));
        if (message.Closed)
        {
            Close(group, now);
        }
    }

    private void GoLive(SubscriptionGroup group, TimeSpan now)
    {
        SettleOpening(group, trouble: null, now);
        group.LiveSince = now;
        group.DownSince = null;
        group.RenewAt = now + (_settings.StreamLength * _backOff.Between(0.85, 0.95));
        foreach (var mailbox in group.Members.Where(m => m.IsCarried).OrderBy(m => m.Order))
        {
            _telling.Follows(mailbox, now);
        }

        if (group.IsStreamOutdated)
        {
            WantStream(group, now);
        }
    }

    private void SettleOpening(SubscriptionGroup group, Trouble? trouble, TimeSpan now)
    {
        if (group.OpeningEpoch is { } epoch)
        {
            group.OpeningEpoch = null;
            Settle(epoch, trouble, now);
        }
    }

    // The server ends a stream when its time is over. One that does so at once is no better than one that breaks.
    private void Close(SubscriptionGroup group, TimeSpan now)
    {
        if (now - group.LiveSince >= SoundAfter)
        {
            CloseStream(group, now);
            WantStreamAt(group, now);
        }
        else
        {
            Break(group, new Trouble(ReadFailure.Transient, "The server ended the notifications before their time. They are asked for again."), now);
        }
    }

    private void FallSilent(SubscriptionGroup group, TimeSpan silence, TimeSpan now)
    {
        if (++group.Silences == SilencesUntilReplacing)
        {
            _brokenStreams++;
            Rebuild(group, $"The stream was silent for {silence.TotalSeconds:0} s again; its subscriptions are made anew.", now);
        }
        else
        {
            Break(group, new Trouble(ReadFailure.Unreachable, $"Nothing was heard from the server for {silence.TotalSeconds:0} s. The stream is opened anew."), now);
        }
    }

    // The first time it is opened again at once.
    private void Break(SubscriptionGroup group, Trouble trouble, TimeSpan now)
    {
        _brokenStreams++;
        SettleOpening(group, trouble, now);
        CloseStream(group, now);
        group.Failures++;
        _telling.Report(new WatchReport.StreamLost(group.Number, group.Members.Count, trouble.Reason));
        OpenAfter(group, group.Failures == 1 ? TimeSpan.Zero : _backOff.After(FirstReopening, group.Failures - 1, trouble.RetryAfter), trouble, now);
    }

    private void OpenAfter(SubscriptionGroup group, TimeSpan wait, Trouble trouble, TimeSpan now)
    {
        WantStreamAt(group, now + wait);
        if (wait > TimeSpan.Zero || _gate.Trouble is not null)
        {
            LoseAll(group, trouble.Reason);
        }
    }

    private void LoseAll(SubscriptionGroup group, string reason)
    {
        foreach (var mailbox in group.Members)
        {
            _telling.Lost(mailbox, _gate is { IsStopped: true, Trouble: { } trouble } ? Stopped(trouble.Reason) : new WatchLoss.Passing(reason));
        }
    }

    private void Suffer(SubscriptionGroup group, Trouble trouble, StreamMessage message, TimeSpan now)
    {
        var named = message.Refused.Select(group.Find).OfType<WatchedMailbox>().Distinct().ToList();
        var fate = SubscriptionFates.Of(trouble);
        switch (fate)
        {
            case SubscriptionFate.Read:
                ReadAfterLoss(group, named, message.Closed, now);
                break;
            case SubscriptionFate.Yield:
                Yield(group, trouble, now);
                break;
            case SubscriptionFate.Wait:
                RetryLater(group, trouble, now);
                break;
            case SubscriptionFate.Replace or SubscriptionFate.Leave or SubscriptionFate.GiveUp when named.Count > 0:
                DropNamed(group, named, fate, trouble, now);
                break;
            case SubscriptionFate.Replace:
                ReplaceAll(group, trouble, now);
                break;
            default:
                BlameAnchor(group, fate, trouble, now);
                break;
        }
    }

    private void ReadAfterLoss(SubscriptionGroup group, List<WatchedMailbox> named, bool closed, TimeSpan now)
    {
        if (group.LiveSince is null)
        {
            GoLive(group, now);
        }
        else
        {
            TellChanged(named.Count > 0 ? named : group.Followed);
        }

        if (closed)
        {
            Close(group, now);
        }
    }

    private void Yield(SubscriptionGroup group, Trouble trouble, TimeSpan now)
    {
        SettleOpening(group, trouble: null, now);
        CloseStream(group, now);
        group.Failures++;
        if (++group.Displacements % DisplacementsUntilAlarm == 0)
        {
            _telling.Report(new WatchReport.Displaced(group.Number, group.Displacements));
        }

        OpenAfter(group, _backOff.After(FirstReopening, group.Failures), trouble, now);
    }

    private void RetryLater(SubscriptionGroup group, Trouble trouble, TimeSpan now)
    {
        var wasLive = group.LiveSince is not null;
        _brokenStreams += wasLive ? 1 : 0;
        SettleOpening(group, trouble, now);
        CloseStream(group, now);
        group.Failures++;
        if (!SubscriptionFates.IsOfTheServer(trouble))
        {
            _telling.Report(new WatchReport.StreamLost(group.Number, group.Members.Count, trouble.Reason));
        }

        if (trouble.Code is "ErrorExceededConnectionCount" && group.Failures % RefusalsUntilOtherAnchor == 0)
        {
            // Streams are charged to the anchor: another one may have room.
            Rebuild(group, trouble.Reason, now);
            return;
        }

        var first = trouble is { Failure: ReadFailure.Throttled, RetryAfter: null } ? ThrottledPause : FirstReopening;
        OpenAfter(group, _backOff.After(first, group.Failures, trouble.RetryAfter), trouble, now);
    }

    // One bad subscription silences the good ones: the rest goes on at once, and the bad ones come back when they have been made anew.
    private void DropNamed(SubscriptionGroup group, List<WatchedMailbox> named, SubscriptionFate fate, Trouble trouble, TimeSpan now)
    {
        var all = named.Count == group.SubscriptionCount;
        SettleOpening(group, trouble: null, now);
        CloseStream(group, now);
        if (all)
        {
            // The back end has changed: whoever comes first finds the new one.
            group.SetAnchor(null);
        }

        foreach (var mailbox in named)
        {
            Apply(mailbox, fate, trouble, now);
        }

        if (_groups.Contains(group) && group.SubscriptionCount > 0)
        {
            WantStreamAt(group, now);
        }
    }

    private void Apply(WatchedMailbox mailbox, SubscriptionFate fate, Trouble trouble, TimeSpan now)
    {
        switch (fate)
        {
            case SubscriptionFate.GiveUp:
                GiveUp(mailbox, trouble, now);
                break;
            case SubscriptionFate.Leave:
                mailbox.Failures++;
                Leave(mailbox, trouble, now);
                break;
            default:
                Replace(mailbox, trouble, now);
                break;
        }
    }

    private void ReplaceAll(SubscriptionGroup group, Trouble trouble, TimeSpan now)
    {
        SettleOpening(group, trouble: null, now);
        group.Failures++;
        if (group.Failures >= FailuresUntilGivingUp)
        {
            GiveUpAll(group, trouble, now);
        }
        else
        {
            var wait = group.Failures == 1 ? TimeSpan.Zero : _backOff.After(FirstPause, group.Failures - 1, trouble.RetryAfter);
            Rebuild(group, trouble.Reason, now, wait, areDead: true);
        }
    }

    // Nobody is named, so it is about whoever the stream acts as; or about the request itself.
    private void BlameAnchor(SubscriptionGroup group, SubscriptionFate fate, Trouble trouble, TimeSpan now)
    {
        if (trouble.Failure == ReadFailure.RequestRefused || group.Anchor is not { } anchor || anchor.Group != group)
        {
            ReplaceAll(group, trouble, now);
            return;
        }

        SettleOpening(group, trouble: null, now);
        CloseStream(group, now);
        Apply(anchor, fate, trouble, now);
    }

    private void GiveUpAll(SubscriptionGroup group, Trouble trouble, TimeSpan now)
    {
        CloseStream(group, now);
        group.SetAnchor(null);
        foreach (var mailbox in group.Members.ToList())
        {
            GiveUp(mailbox, trouble, now);
        }
    }

    private void Rebuild(SubscriptionGroup group, string reason, TimeSpan now, TimeSpan wait = default, bool areDead = false)
    {
        SettleOpening(group, trouble: null, now);
        CloseStream(group, now);
        group.OpenAt = null;
        group.DownSince = null;
        _telling.Report(new WatchReport.StreamLost(group.Number, group.Members.Count, reason));
        foreach (var mailbox in group.Members)
        {
            var departure = group.LetGo(mailbox);
            if (departure is not null && !areDead)
            {
                _departures.Enqueue(departure);
            }

            if (departure is not null || group.Waiting.Contains(mailbox))
            {
                Schedule(mailbox, now + wait + _backOff.UpTo(_settings.JoinDelay));
            }
        }

        group.Waiting.Clear();
        group.SetAnchor(null);
        LoseAll(group, reason);
    }

    private void TellChanged(IEnumerable<WatchedMailbox> mailboxes)
    {
        foreach (var mailbox in mailboxes)
        {
            _telling.Changed(mailbox);
        }
    }
}
