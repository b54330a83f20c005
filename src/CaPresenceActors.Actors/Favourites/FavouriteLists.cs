using System.Collections.Immutable;
using System.Text.Json;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Actors.Favourites;

/// <summary>
/// Owns everybody's favourites. Each list is a document under the sign-in name, overwritten and without history: whom somebody likes to see is nobody else's affair.
/// </summary>
internal sealed class FavouriteLists : PersistentActor
{
    private readonly Dictionary<string, ImmutableArray<string>> _lists = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string PersistenceId => PresenceIds.Favourites;

    /// <inheritdoc/>
    protected override void ReceiveRecover(object message)
    {
        if (message is RecoveredDocument document)
        {
            _lists[document.Key] = Documents.Read(document, PersistenceId, JournalJson.Default.FavouritesForm, form => form.Extensions.ToImmutableArray());
        }
    }

    /// <inheritdoc/>
    protected override void ReceiveCommand(object message)
    {
        switch (message)
        {
            case FavouritesMessage.Get(var name):
                Sender.Tell(_lists.GetValueOrDefault(name, []));
                break;

            case FavouritesMessage.Replace(var name, var extensions):
                Replace(name, extensions, Sender);
                break;

            case FavouritesMessage.Forget(var name):
                Replace(name, [], replyTo: null);
                break;

            case FavouritesMessage.KeepOnly(var names):
                foreach (var gone in _lists.Keys.Where(name => !names.Contains(name)).ToList())
                {
                    Replace(gone, [], replyTo: null);
                }

                Sender.Tell(new EngineReply.Done(LastPosition));
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override object? TakeSnapshot() => DocumentsAreTheState.Instance;

    private void Replace(string name, ImmutableArray<string> extensions, IActorRef? replyTo)
    {
        if (_lists.GetValueOrDefault(name, []).SequenceEqual(extensions))
        {
            replyTo?.Tell(new EngineReply.Done(LastPosition));
            return;
        }

        PersistAll<object>([], [DocumentOf(name, extensions)], applied: null, () =>
        {
            if (extensions.IsEmpty)
            {
                _lists.Remove(name);
            }
            else
            {
                _lists[name] = extensions;
            }

            replyTo?.Tell(new EngineReply.Done(LastPosition));
        });
    }

    // Two returns and no conditional expression: a null array would become an empty document instead of none.
    private static DocumentWrite DocumentOf(string name, ImmutableArray<string> extensions)
    {
        if (extensions.IsEmpty)
        {
            return new DocumentWrite(name, null);
        }

        return new DocumentWrite(name, JsonSerializer.SerializeToUtf8Bytes(new FavouritesForm { Extensions = [.. extensions] }, JournalJson.Default.FavouritesForm));
    }
}

/// <summary>What the keeper of favourites can be asked to do.</summary>
internal abstract record FavouritesMessage
{
    private FavouritesMessage()
    {
    }

    /// <summary>What are somebody's favourites? Replies an <see cref="ImmutableArray{T}"/> of extensions.</summary>
    public sealed record Get(string SignInName) : FavouritesMessage;

    /// <summary>Somebody's favourites are these. Replies an <see cref="EngineReply"/> when they are on the disk.</summary>
    public sealed record Replace(string SignInName, ImmutableArray<string> Extensions) : FavouritesMessage;

    /// <summary>Somebody is no longer there: whoever is given the name next begins anew. Replies nothing.</summary>
    public sealed record Forget(string SignInName) : FavouritesMessage;

    /// <summary>These are all who are there; said at the start, since the program may have ended before somebody was forgotten. Replies an <see cref="EngineReply"/>.</summary>
    public sealed record KeepOnly(IReadOnlySet<string> SignInNames) : FavouritesMessage;
}
