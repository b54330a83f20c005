using System.Collections.Immutable;
using System.Globalization;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Actors.Webhooks;

/// <summary>
/// Owns the webhooks: which there are, and how far each is. Both are documents; the journal keeps who changed what. Every webhook has a deliverer, a child of this actor.
/// </summary>
internal sealed class WebhookBook(WebhookDesk desk, WebhookBell bell) : PersistentActor
{
    private const string HookPrefix = "hook-";
    private const string CursorPrefix = "cursor-";
    private const string TheReceiver = "receiver";

    private readonly SortedDictionary<string, Webhook> _hooks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WebhookCursor> _cursors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (WebhookStanding Standing, IActorRef Deliverer)> _served = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string PersistenceId => PresenceIds.Webhooks;

    /// <inheritdoc/>
    protected override void ReceiveRecover(object message)
    {
        // Documents are committed with the events that changed them, so the events of the tail have nothing to add.
        switch (message)
        {
            case RecoveredDocument document when document.Key.StartsWith(HookPrefix, StringComparison.Ordinal):
                var hook = Documents.Read(document, PersistenceId, JournalJson.Default.WebhookForm, WebhookForms.Read);
                _hooks[hook.Id] = hook;
                break;

            case RecoveredDocument document when document.Key.StartsWith(CursorPrefix, StringComparison.Ordinal):
                _cursors[document.Key[CursorPrefix.Length..]] = Documents.Read(document, PersistenceId, JournalJson.Default.WebhookCursorForm, WebhookForms.Read);
                break;

            case RecoveryCompleted:
                foreach (var known in _hooks.Values.ToList())
                {
                    Serve(known, _cursors[known.Id]);
                }

                break;
        }
    }

    /// <inheritdoc/>
    protected override void ReceiveCommand(object message)
    {
        switch (message)
        {
            case WebhookMessage.Ring:
                bell.Heard();
                WakeAll();
                break;

            case WebhookMessage.Keep keep:
                Keep(keep);
                break;

            case WebhookMessage.Begin:
                bell.HangAt(Self);
                WakeAll();
                Sender.Tell(new WebhookReply.Begun(LastPosition));
                break;

            case WebhookMessage.GetAll:
                Sender.Tell(_served.Values.Select(served => served.Standing).ToImmutableArray());
                break;

            case WebhookMessage.Test test when _served.TryGetValue(test.Id, out var served):
                served.Deliverer.Tell(new DelivererMessage.Test(), Sender);
                break;

            case WebhookMessage.Test test:
                Sender.Tell(new WebhookReply.Unknown(test.Id));
                break;

            case WebhookMessage.Gone gone when _hooks.TryGetValue(gone.Id, out var hook) && hook.Epoch == gone.Epoch:
                Store(hook, hook with { Spec = hook.Spec with { Enabled = false } }, WebhookAction.Gone, TheReceiver);
                break;

            case WebhookMessage.Gone:
                // It was changed meanwhile, and what its old receiver says counts no more.
                break;

            case WebhookMessage.Finish:
                Finish();
                break;

            default:
                Change(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override object? TakeSnapshot() => DocumentsAreTheState.Instance;

    private void Change(object message)
    {
        switch (message)
        {
            case WebhookMessage.Add add:
                Add(add);
                break;

            case WebhookMessage.Change change when Known(change.Id) is { } hook:
                Change(hook, change.Spec.Tidy(), change.By);
                break;

            case WebhookMessage.RenewSecret renew when Known(renew.Id) is { } hook:
                Store(hook, hook with { ProtectedSecret = renew.ProtectedSecret }, WebhookAction.SecretRenewed, renew.By);
                break;

            case WebhookMessage.Replay replay when Known(replay.Id) is { } hook:
                Replay(hook, replay);
                break;

            case WebhookMessage.Remove remove when Known(remove.Id) is { } hook:
                Store(hook, null, WebhookAction.Removed, remove.By);
                break;

            case WebhookMessage.Change or WebhookMessage.RenewSecret or WebhookMessage.Replay or WebhookMessage.Remove:
                // Known has said so.
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private Webhook? Known(string id)
    {
        if (!_hooks.TryGetValue(id, out var hook))
        {
            Sender.Tell(new WebhookReply.Unknown(id));
        }

        return hook;
    }

    private void Add(WebhookMessage.Add add)
    {
        var spec = add.Spec.Tidy();
        if (RefusalOf(add.Id, spec) is { } refusal)
        {
            Sender.Tell(new WebhookReply.Refused(refusal));
        }
        else if (_hooks.Count >= WebhookSpec.MaxWebhooks)
        {
            Sender.Tell(new WebhookReply.Refused($"There are {WebhookSpec.MaxWebhooks} webhooks already, and there can be no more. Remove one first."));
        }
        else
        {
            Store(null, new Webhook(add.Id, spec, add.ProtectedSecret, Epoch: 1), WebhookAction.Added, add.By, desk.Journal.Head);
        }
    }

    private void Change(Webhook hook, WebhookSpec spec, string by)
    {
        if (RefusalOf(hook.Id, spec) is { } refusal)
        {
            Sender.Tell(new WebhookReply.Refused(refusal));
        }
        else if (hook.Spec.Says(spec))
        {
            Sender.Tell(new WebhookReply.StandsAt(_served[hook.Id].Standing));
        }
        else
        {
            Store(hook, hook with { Spec = spec, Epoch = hook.Spec.DeliversAs(spec) ? hook.Epoch : hook.Epoch + 1 }, WebhookAction.Changed, by);
        }
    }

    private void Replay(Webhook hook, WebhookMessage.Replay replay)
    {
        if (replay.After < 0 || replay.After > desk.Journal.Head)
        {
            Sender.Tell(new WebhookReply.Refused(
                string.Create(CultureInfo.InvariantCulture, $"The position to go on after is {replay.After}; one from 0 to {desk.Journal.Head}, the newest of the journal, is needed. Nothing was changed.")));
            return;
        }

        Store(hook, hook with { Epoch = hook.Epoch + 1 }, WebhookAction.Replayed, replay.By, replay.After);
    }

    private string? RefusalOf(string id, WebhookSpec spec) =>
        spec.Problem(desk.PlainHttp)
        ?? (_hooks.Values.Any(other => other.Id != id && string.Equals(other.Spec.Name, spec.Name, StringComparison.OrdinalIgnoreCase))
            ? $"Another webhook is called {spec.Name} already; names are told apart without regard to case. Nothing was changed."
            : null);

    private void Store(Webhook? before, Webhook? after, WebhookAction action, string by, long? from = null)
    {
        var id = (after ?? before)!.Id;
        var replyTo = Sender;
        var urlChanged = before is not null && after is not null && before.Spec.Url != after.Spec.Url;
        var happened = new WebhookChanged(desk.Clock.GetUtcNow(), by, id, action, before?.Summary, after?.Summary, action == WebhookAction.Replayed ? from : null, urlChanged);
        if (after is null)
        {
            PersistAll([happened], [new DocumentWrite(HookPrefix + id, null), new DocumentWrite(CursorPrefix + id, null)], applied: null, () =>
            {
                Forget(id);
                replyTo.Tell(new WebhookReply.Done());
            });
            return;
        }

        var cursor = CursorAfter(before, after, from);
        PersistAll([happened], [new DocumentWrite(HookPrefix + id, WebhookForms.Encode(after)), DocumentOf(id, cursor)], applied: null, () =>
        {
            Serve(after, cursor);
            replyTo.Tell(new WebhookReply.StandsAt(_served[id].Standing));
        });
    }

    // A delivery that was written down stays the next one, unless the change makes it void.
    private WebhookCursor CursorAfter(Webhook? before, Webhook after, long? from)
    {
        if (from is { } position)
        {
            return new WebhookCursor(after.Epoch, position);
        }

        var cursor = _served[after.Id].Standing.Cursor;
        return before?.Epoch == after.Epoch ? cursor : new WebhookCursor(after.Epoch, cursor.Position);
    }

    private void Keep(WebhookMessage.Keep keep)
    {
        if (!_hooks.TryGetValue(keep.Id, out var hook) || hook.Epoch != keep.Cursor.Epoch)
        {
            // Removed, or told to go on elsewhere: the deliverer will hear of that next.
            return;
        }

        var deliverer = Sender;
        PersistAll<object>([], [DocumentOf(keep.Id, keep.Cursor)], applied: null, () => deliverer.Tell(new DelivererMessage.Kept(keep.Generation)));
    }

    private void Finish()
    {
        var replyTo = Sender;
        foreach (var (_, deliverer) in _served.Values)
        {
            Context.Stop(deliverer);
        }

        var documents = _served.Select(served => DocumentOf(served.Key, served.Value.Standing.Cursor)).ToImmutableArray();
        _served.Clear();
        PersistAll<object>([], documents, applied: null, () => replyTo.Tell(new WebhookReply.Done()));
    }

    private void Serve(Webhook hook, WebhookCursor cursor)
    {
        _hooks[hook.Id] = hook;
        if (_served.TryGetValue(hook.Id, out var served))
        {
            served.Deliverer.Tell(new DelivererMessage.Redefined(hook, cursor));
            served.Standing.Redefine(hook, cursor);
            return;
        }

        var standing = new WebhookStanding(hook, cursor);
        _served[hook.Id] = (standing, Context.ActorOf(Props.Create(() => new WebhookDeliverer(standing, desk))));
    }

    private void Forget(string id)
    {
        _hooks.Remove(id);
        if (_served.Remove(id, out var served))
        {
            Context.Stop(served.Deliverer);
        }
    }

    private void WakeAll()
    {
        foreach (var (_, deliverer) in _served.Values)
        {
            deliverer.Tell(DelivererMessage.Look.Instance);
        }
    }

    private static DocumentWrite DocumentOf(string id, WebhookCursor cursor) => new(CursorPrefix + id, WebhookForms.Encode(cursor));
}
