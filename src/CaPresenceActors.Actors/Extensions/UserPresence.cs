using System.Collections.Immutable;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Polling;
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
    private readonly Action<PresenceEvent> _apply;
    private PresenceState _state;
    private StoredReading? _stored;
    private DateTimeOffset _newestRequest;
    private DateTimeOffset? _readAt;
    private DateTimeOffset? _coveredUntil;
    private bool _retired;

    /// <summary>The actor of an extension; started by the shard region.</summary>
    public UserPresence(string extension, ExtensionSurroundings around)
    {
        (_extension, _around, _apply) = (extension, around, Apply);
        PersistenceId = PresenceIds.Of(extension);
        _state = Fresh();
    }

    /// <inheritdoc/>
    public override string PersistenceId { get; }

    private DateTimeOffset Now => _around.Clock.GetUtcNow();

    /// <inheritdoc/>
    protected override void ReceiveRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: PresenceState state }:
                _state = state;
                break;

            case SnapshotOffer { Snapshot: ExtensionRetired }:
                _retired = true;
                break;

            case RecoveredDocument { Key: StoredReading.Key } document:
                _stored = StoredReading.Decode(document.Payload.Span);
                break;

            case PresenceEvent happened:
                _retired = false;
                _state = PresenceDecider.Evolve(_state, happened);
                break;

            case ExtensionRetired:
                _retired = true;
                break;

            case RecoveryCompleted:
                Recovered();
                break;
        }
    }

    /// <inheritdoc/>
    protected override void ReceiveCommand(object message)
    {
        if (_retired)
        {
            if (message is not UserPresenceMessage.ProfileChanged)
            {
                return;
            }

            Revive();
        }

        switch (message)
        {
            case WakeUp:
                Handle(new PresenceCommand.CheckClock());
                break;

            case UserPresenceMessage.CalendarRead(var reading):
                Read(reading);
                break;

            case UserPresenceMessage.SiteChanged changed:
                Follow(changed);
                break;

            case UserPresenceMessage.ProfileChanged(var profile):
                _around.Board.Name(_extension, profile.Name);
                Handle(new PresenceCommand.ApplyUser(profile.Settings));
                break;

            case UserPresenceMessage.SetManual(var command):
                Handle(command, replies: true);
                break;

            case UserPresenceMessage.ClearManual:
                Handle(new PresenceCommand.ClearManualPresence(), replies: true);
                break;

            case UserPresenceMessage.GetStanding:
                Sender.Tell(new ExtensionStanding(_state, LastPosition));
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
    protected override object? TakeSnapshot() => _retired ? new ExtensionRetired(_state.DecidedUntil) : _state;

    private PresenceState Fresh() => PresenceState.Begin(_around.Site.Current.Rules, UserSettings.Initial, Now);

    private void Recovered()
    {
        // The journal does not hold calendars. The last one was kept beside it, committed with the event that replaced it, so it is the right one after the last event.
        (_readAt, _coveredUntil) = (_stored?.ReadAt, _stored?.CoveredUntil);
        _state = _retired ? Fresh() : _state.WithCalendar(_stored?.Calendar ?? Calendar.Empty);
        _stored = null;
        if (!_retired)
        {
            _around.Board.Place(_extension, _state, LastSequence, _readAt, _coveredUntil);
            Handle(new PresenceCommand.CheckClock());
        }
    }

    // A removed extension that is given to somebody again begins anew, after the history that it has.
    private void Revive()
    {
        _retired = false;
        _state = Fresh();
        _around.Board.Place(_extension, _state, LastSequence, lastGoodRead: null, coveredUntil: null);
    }

    // Who missed several changes takes the renames among them first, one by one.
    private void Follow(UserPresenceMessage.SiteChanged changed)
    {
        if (_around.Site.FirstRename(_state.Site.Version, changed.Site.Version - 1) is { } missed)
        {
            Self.Tell(changed);
            Handle(new PresenceCommand.ApplySite(missed.Rules, missed.Rename));
        }
        else if (changed.Site.Version >= _state.Site.Version)
        {
            Handle(new PresenceCommand.ApplySite(changed.Site, changed.Rename ?? _around.Site.FirstRename(_state.Site.Version, changed.Site.Version)?.Rename));
        }
    }

    // Late answers of an earlier account, and readings requested before one that already counts, are dropped.
    private void Read(GoodReading reading)
    {
        if (!string.Equals(reading.Account, _state.User.Account, StringComparison.Ordinal) || reading.RequestedAt < _newestRequest)
        {
            return;
        }

        _newestRequest = reading.RequestedAt;
        var rewrite = _coveredUntil is null || reading.Window.To - _coveredUntil > RewriteReadingAfter;
        var decision = PresenceDecider.Decide(_state, new PresenceCommand.ReplaceCalendar(reading.Calendar), Now);
        var changed = decision.Events.Any(happened => happened is PresenceEvent.CalendarReplaced);
        if (!changed && !rewrite)
        {
            (_readAt, var board) = (reading.ReadAt, _around.Board);
            board.Confirm(reading);
            Carry(decision, [], replyTo: null);
            return;
        }

        var stored = new StoredReading(reading.ReadAt, reading.Window.To, reading.Calendar);
        Carry(decision, [new DocumentWrite(StoredReading.Key, stored.Encode())], replyTo: null, () =>
        {
            (_readAt, _coveredUntil) = (reading.ReadAt, reading.Window.To);
            _around.Board.Confirm(reading);
        });
    }

    private void Handle(PresenceCommand command, bool replies = false)
    {
        var decision = PresenceDecider.Decide(_state, command, Now);
        var forgets = decision.Events.Any(happened => happened is PresenceEvent.UserApplied { CalendarForgotten: true });
        ImmutableArray<DocumentWrite> documents = forgets ? [new DocumentWrite(StoredReading.Key, null)] : [];
        Carry(decision, documents, replies ? Sender : null, forgets ? Forget : null);
    }

    private void Forget() => (_readAt, _coveredUntil, _newestRequest) = (null, null, Now);

    private void Retire()
    {
        var retired = new ExtensionRetired(Now);
        PersistAll([retired], [new DocumentWrite(StoredReading.Key, null)], _ => _retired = true, () => Context.Stop(Self));
    }

    // decide → append → apply → effects → reply, never another order.
    private void Carry(PresenceDecision decision, ImmutableArray<DocumentWrite> documents, IActorRef? replyTo, Action? after = null)
    {
        if (decision.Events.IsEmpty && documents.IsEmpty)
        {
            Finish(decision, replyTo);
            return;
        }

        PersistAll(decision.Events, documents, _apply, () =>
        {
            after?.Invoke();
            Finish(decision, replyTo);
        });
    }

    private void Apply(PresenceEvent happened)
    {
        _retired = false;
        _state = PresenceDecider.Evolve(_state, happened);
    }

    private void Finish(PresenceDecision decision, IActorRef? replyTo)
    {
        if (_state.NextBoundaryAfter(Now) is { } boundary)
        {
            Timers.WakeAt(boundary);
        }
        else
        {
            Timers.CancelWake();
        }

        replyTo?.Tell(decision.Refusal is { } reason ? new EngineReply.Refused(reason) : new EngineReply.Done(LastPosition));
    }
}
