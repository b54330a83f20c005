using System.Collections.Immutable;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Extensions;

/// <summary>
/// Owns the presence of one extension: asks the rules, journals what they say, goes on from it, and only then tells anybody. It has no opinion on presence itself.
/// </summary>
/// <remarks>
/// After a restart it has the state up to the last journalled event and the last reading. The first message that it then handles passes the boundaries that were due meanwhile, under the
/// settings that it knew; settings that changed meanwhile and the first reading come after it, as messages like any other (SEMANTICS §7).
/// </remarks>
public sealed class UserPresence : PersistentActor
{
    // The window of an unchanged calendar moves on with every reading; how far it reaches is written down now and then.
    private static readonly TimeSpan RewriteReadingAfter = TimeSpan.FromHours(6);

    private readonly ExtensionSurroundings _around;
    private readonly string _extension;

    // Null: there is no such extension, not yet or not any more.
    private PresenceState? _state;
    private ExtensionRetired? _retired;

    // What recovery finds beside the journal; null when that is over.
    private Keepsakes? _found;
    private CompactInstant _readingsCountFrom;
    private CompactInstant _coveredUntil;
    private bool _profileAtStake;

    /// <summary>The actor of an extension; started by the shard region.</summary>
    public UserPresence(string extension, ExtensionSurroundings around) => (_extension, _around) = (extension, around);

    /// <inheritdoc/>
    public override string PersistenceId => PresenceIds.Of(_extension);

    private DateTimeOffset Now => _around.Clock.GetUtcNow();

    /// <inheritdoc/>
    protected override void ReceiveRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: PresenceState state }:
                _state = state;
                break;

            case SnapshotOffer { Snapshot: ExtensionRetired retired }:
                Apply(retired);
                break;

            case RecoveredDocument { Key: StoredReading.Key } document:
                _found = new Keepsakes(Documents.ReadReading(document, PersistenceId), _found?.ReturnedAt);
                break;

            case RecoveredDocument { Key: StoredReturn.Key } document:
                _found = new Keepsakes(_found?.Reading, StoredReturn.Read(document, PersistenceId));
                break;

            case PresenceEvent happened:
                Apply(happened);
                break;

            case ExtensionRetired retired:
                Apply(retired);
                break;

            case RecoveryCompleted:
                Recovered();
                break;
        }
    }

    /// <inheritdoc/>
    protected override void ReceiveCommand(object message)
    {
        _profileAtStake = message is UserPresenceMessage.ProfileChanged or UserPresenceMessage.Retire;
        if (_state is null)
        {
            ReceiveAbsent(message);
            return;
        }

        switch (message)
        {
            case WakeUp or UserPresenceMessage.CheckClock:
                Handle(_state, new PresenceCommand.CheckClock());
                break;

            case UserPresenceMessage.CalendarRead(var reading):
                Read(_state, reading);
                break;

            case UserPresenceMessage.SiteChanged changed:
                Follow(_state, changed);
                break;

            case UserPresenceMessage.ProfileChanged(var profile, var toldAt):
                _state = Sharing(_state, profile.Settings);
                Handle(_state, new PresenceCommand.ApplyUser(profile.Settings), readingsCountFrom: toldAt);
                break;

            case UserPresenceMessage.SetManual(var command):
                Handle(_state, command, replies: true);
                break;

            case UserPresenceMessage.ClearManual:
                Handle(_state, new PresenceCommand.ClearManualPresence(), replies: true);
                break;

            case UserPresenceMessage.GetStanding:
                Sender.Tell(new ExtensionStanding(_state, LastPosition));
                break;

            case UserPresenceMessage.Survey(var round):
                round.Take(_state, _coveredUntil.Value);
                break;

            case UserPresenceMessage.Retire:
                Retire();
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override object? TakeSnapshot() => _state ?? (object?)_retired;

    /// <inheritdoc/>
    protected override void OnPersistFailure(Exception cause)
    {
        // Nobody says it a second time by himself, so it is asked for; what the site's settings are can be looked up, and calendars are read again anyway.
        if (_profileAtStake)
        {
            _around.ProfileMissed(_extension);
        }
    }

    // Late readings, wake-ups and broadcasts of an earlier life mean nothing; who waits for an answer gets one.
    private void ReceiveAbsent(object message)
    {
        switch (message)
        {
            case UserPresenceMessage.ProfileChanged(var profile, var toldAt):
                Begin(profile, toldAt);
                break;

            case UserPresenceMessage.SetManual or UserPresenceMessage.ClearManual:
                Sender.Tell(new EngineReply.UnknownExtension(_extension));
                break;

            case UserPresenceMessage.GetStanding:
                Sender.Tell(new ExtensionStanding(null, LastPosition));
                break;

            case UserPresenceMessage.Survey(var round):
                round.Take(null, null);
                break;
        }
    }

    // A version that no site has: the first event of a life is the site's settings, so that a restart knows under which it began.
    private PresenceState Fresh(DateTimeOffset at) => PresenceState.Begin(_around.Site.Current.Rules with { Version = -1 }, UserSettings.Initial, at);

    private void Recovered()
    {
        var found = _found;
        _found = null;
        if (_state is null)
        {
            return;
        }

        // The journal does not hold calendars. The last one was kept beside it, committed with the event that replaced it, so it is the right one after the last event.
        _coveredUntil = found?.Reading?.CoveredUntil;
        _state = _state.WithCalendar(found?.Reading?.Calendar ?? Calendar.Empty);
        _around.Board.Place(_extension, _state, LastSequence, found?.Reading?.ReadAt, _coveredUntil.Value, found?.ReturnedAt);
        Handle(_state, new PresenceCommand.CheckClock());
        if (_around.Site.Current.Rules is var newest && newest.Version > _state.Site.Version)
        {
            Self.Tell(new UserPresenceMessage.SiteChanged(newest, null));
        }
    }

    // A new extension, or a removed one that is given to somebody again: it begins anew, after the history that it has.
    private void Begin(UserProfile profile, DateTimeOffset? readingsCountFrom)
    {
        var now = Now;
        var fresh = Fresh(now);
        var site = PresenceDecider.Decide(fresh, new PresenceCommand.ApplySite(_around.Site.Current.Rules), now).Events;
        var user = PresenceDecider.Decide(site.Aggregate(fresh, PresenceDecider.Evolve), new PresenceCommand.ApplyUser(profile.Settings), now).Events;
        Carry(new PresenceDecision([.. site, .. user]), now, [], replyTo: null, () => Forget(readingsCountFrom));
    }

    // Who missed several changes takes the renames among them first, one by one.
    private void Follow(PresenceState state, UserPresenceMessage.SiteChanged changed)
    {
        if (changed.Site.Version <= state.Site.Version)
        {
            return;
        }

        if (_around.Site.FirstRename(state.Site.Version, changed.Site.Version - 1) is { } missed)
        {
            Self.Tell(changed);
            Handle(state, new PresenceCommand.ApplySite(missed.Rules, missed.Rename));
        }
        else
        {
            Handle(state, new PresenceCommand.ApplySite(changed.Site, changed.Rename ?? _around.Site.FirstRename(state.Site.Version, changed.Site.Version)?.Rename));
        }
    }

    // Late answers of an earlier account, and readings requested before one that already counts, are dropped.
    private void Read(PresenceState state, GoodReading reading)
    {
        var now = Now;
        if (_readingsCountFrom.Value > now)
        {
            // The clock was set back: what was requested by the old one cannot be compared with what is requested by the new one.
            _readingsCountFrom = default;
        }

        if (!string.Equals(reading.Account, state.User.Account, StringComparison.Ordinal) || reading.RequestedAt < _readingsCountFrom.Value)
        {
            return;
        }

        _readingsCountFrom = reading.RequestedAt;
        var rewrite = _coveredUntil.Value is not { } coveredUntil || reading.Window.To - coveredUntil > RewriteReadingAfter;
        var decision = PresenceDecider.Decide(state, new PresenceCommand.ReplaceCalendar(reading.Calendar), now);
        var changed = decision.Events.Any(happened => happened is PresenceEvent.CalendarReplaced);
        if (!changed && !rewrite)
        {
            Carry(decision, now, [], replyTo: null, () => _around.Board.Confirm(reading));
            return;
        }

        var stored = new StoredReading(reading.ReadAt, reading.Window.To, reading.Calendar);
        Carry(decision, now, [new DocumentWrite(StoredReading.Key, stored.Encode())], replyTo: null, () =>
        {
            _coveredUntil = reading.Window.To;
            _around.Board.Confirm(reading);
        });
    }

    private void Handle(PresenceState state, PresenceCommand command, bool replies = false, DateTimeOffset? readingsCountFrom = null)
    {
        var now = Now;
        var decision = PresenceDecider.Decide(state, command, now);
        var forgets = decision.Events.Any(happened => happened is PresenceEvent.UserApplied { CalendarForgotten: true });
        ImmutableArray<DocumentWrite> documents = forgets ? [new DocumentWrite(StoredReading.Key, null)] : Returns(state, decision) ? [new DocumentWrite(StoredReturn.Key, StoredReturn.Encode(now))] : [];
        Carry(decision, now, documents, replies ? Sender : null, forgets ? Forgetting(readingsCountFrom) : null);
    }

    // The kept calendar drives presence again before anybody has read it anew: it is stale until then, also after a restart.
    private bool Returns(PresenceState state, PresenceDecision decision) =>
        _coveredUntil.Value is not null && !state.IsIntegrated && !decision.Events.IsEmpty && decision.Events.Aggregate(state, PresenceDecider.Evolve).IsIntegrated;

    private Action Forgetting(DateTimeOffset? readingsCountFrom) => () => Forget(readingsCountFrom);

    private void Forget(DateTimeOffset? readingsCountFrom) => (_coveredUntil, _readingsCountFrom) = (null, readingsCountFrom ?? Now);

    // The actor stays, with nothing to do: somebody may be given the extension while messages for the old one are still on their way.
    private void Retire() =>
        PersistAll([new ExtensionRetired(Now)], [new DocumentWrite(StoredReading.Key, null), new DocumentWrite(StoredReturn.Key, null)], Apply, Timers.CancelWake);

    // decide → append → apply → effects → reply, never another order.
    private void Carry(PresenceDecision decision, DateTimeOffset decidedAt, ImmutableArray<DocumentWrite> documents, IActorRef? replyTo, Action? after = null)
    {
        var rest = new Rest(decision.Refusal, decidedAt, replyTo, after);
        if (decision.Events.IsEmpty && documents.IsEmpty)
        {
            Finish(rest);
        }
        else
        {
            PersistAll(decision.Events, documents, this, rest, static (self, happened) => self.Apply(happened), static (self, rest) => self.Finish(rest));
        }
    }

    private void Finish(Rest rest)
    {
        rest.After?.Invoke();
        WakeAfter(rest.DecidedAt);
        rest.ReplyTo?.Tell(rest.Refusal is { } reason ? new EngineReply.Refused(reason) : new EngineReply.Done(LastPosition));
    }

    private void Apply(PresenceEvent happened) => _state = PresenceDecider.Evolve(_state ?? Fresh(happened.At), happened);

    // A reading that came from the journal's side stays: the append of this event deleted that of the life it ended, so what is there is of a later one.
    private void Apply(ExtensionRetired retired) => (_state, _retired) = (null, retired);

    // Recovery and the directory read the same settings in two places: of equal ones the directory's stay, since there are a hundred thousand of them.
    private static PresenceState Sharing(PresenceState state, UserSettings told) => state.User == told ? state with { User = told } : state;

    // After the instant of the decision, not after now: a boundary that came while the append was under way has not been decided yet.
    private void WakeAfter(DateTimeOffset decidedAt)
    {
        if (_state?.NextBoundaryAfter(decidedAt) is { } boundary)
        {
            Timers.WakeAt(boundary);
        }
        else
        {
            Timers.CancelWake();
        }
    }

    /// <param name="Reading">The last reading; null when none is kept.</param>
    /// <param name="ReturnedAt">When the integration came on again last, UTC; null when it never did while a calendar was kept.</param>
    private sealed record Keepsakes(StoredReading? Reading, DateTimeOffset? ReturnedAt);

    /// <summary>What is left to do of a command when its events are on the disk.</summary>
    /// <param name="Refusal">Why it was refused; null when it was not.</param>
    /// <param name="DecidedAt">The instant of the decision, UTC.</param>
    /// <param name="ReplyTo">Who waits for an answer; null when nobody does.</param>
    /// <param name="After">What follows besides; null when nothing does.</param>
    private readonly record struct Rest(string? Refusal, DateTimeOffset DecidedAt, IActorRef? ReplyTo, Action? After);
}
