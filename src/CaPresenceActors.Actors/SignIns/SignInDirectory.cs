using System.Collections.Immutable;
using System.Text.Json;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Actors.SignIns;

/// <summary>
/// Owns sign-ins and API tokens. Each is a document that is overwritten, and hashes stand nowhere else; the journal keeps who changed what of whom.
/// </summary>
public sealed class SignInDirectory(TimeProvider clock, SignInBook book) : PersistentActor
{
    private const string SignInKeyPrefix = "sign-in:";
    private const string TokenKeyPrefix = "token:";

    private SignInState _state = SignInState.Empty;

    /// <inheritdoc/>
    public override string PersistenceId => PresenceIds.SignIns;

    /// <inheritdoc/>
    protected override void ReceiveRecover(object message)
    {
        // Documents are committed with the events that changed them, so the events of the tail have nothing to add.
        switch (message)
        {
            case RecoveredDocument document when document.Key.StartsWith(SignInKeyPrefix, StringComparison.Ordinal):
                _state = _state.With(new SignInDecision { Put = [Documents.Read(document, PersistenceId, JournalJson.Default.SignInForm, SignInForms.Read)] });
                break;

            case RecoveredDocument document when document.Key.StartsWith(TokenKeyPrefix, StringComparison.Ordinal):
                _state = _state.With(new SignInDecision { PutTokens = [Documents.Read(document, PersistenceId, JournalJson.Default.TokenForm, SignInForms.Read)] });
                break;

            case RecoveryCompleted:
                book.Open(_state);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void ReceiveCommand(object message)
    {
        switch (message)
        {
            case SignInMessage.Change(var command, var by):
                Change(command, by, Sender);
                break;

            case SignInMessage.UsersRemoved(var extensions):
                Change(new SignInCommand.UsersRemoved(extensions), "users", replyTo: null);
                break;

            case SignInMessage.GetReady:
                Sender.Tell(new EngineReply.Done(LastPosition));
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override object? TakeSnapshot() => DocumentsAreTheState.Instance;

    private void Change(SignInCommand command, string by, IActorRef? replyTo)
    {
        var decision = SignInDecider.Decide(_state, command, by, clock.GetUtcNow());
        if (decision.Refusal is { } refusal)
        {
            replyTo?.Tell(new EngineReply.Refused(refusal));
            return;
        }

        PersistAll(decision.Events, DocumentsOf(decision), applied: null, () =>
        {
            _state = _state.With(decision);
            book.Turn(_state, [.. decision.Put.Select(signIn => signIn.Name), .. decision.Removed, .. decision.RemovedTokens]);
            replyTo?.Tell(new EngineReply.Done(LastPosition));
        });
    }

    private static ImmutableArray<DocumentWrite> DocumentsOf(SignInDecision decision) =>
    [
        .. decision.Put.Select(signIn => new DocumentWrite(SignInKeyPrefix + signIn.Name, JsonSerializer.SerializeToUtf8Bytes(SignInForms.Of(signIn), JournalJson.Default.SignInForm))),
        .. decision.Removed.Select(name => new DocumentWrite(SignInKeyPrefix + name, null)),
        .. decision.PutTokens.Select(token => new DocumentWrite(TokenKeyPrefix + token.Id, JsonSerializer.SerializeToUtf8Bytes(SignInForms.Of(token), JournalJson.Default.TokenForm))),
        .. decision.RemovedTokens.Select(id => new DocumentWrite(TokenKeyPrefix + id, null)),
    ];
}
