using System.Collections.Immutable;
using System.Text.Json;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Users;

/// <summary>
/// Owns the users. Each profile is a document that is overwritten; the journal keeps who changed what.
/// </summary>
public sealed class UserDirectory(TimeProvider clock, IUserListener listener, SiteBook? site = null) : PersistentActor
{
    private readonly SortedDictionary<string, UserProfile> _profiles = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string PersistenceId => PresenceIds.Users;

    /// <inheritdoc/>
    protected override void ReceiveRecover(object message)
    {
        // Documents are committed with the events that changed them, so the events of the tail have nothing to add.
        if (message is RecoveredDocument document)
        {
            var profile = Documents.ReadProfile(document, PersistenceId);
            _profiles[profile.Extension] = profile;
        }
    }

    /// <inheritdoc/>
    protected override void ReceiveCommand(object message)
    {
        switch (message)
        {
            case UserDirectoryMessage.Change change:
                Change(change);
                break;

            case UserDirectoryMessage.PresencesChanged(var site, var rename):
                FollowPresences(site, rename);
                break;

            case UserDirectoryMessage.GetAll:
                Sender.Tell(_profiles.Values.ToImmutableArray());
                break;

            case UserDirectoryMessage.TellAgain(var extension):
                Tell(extension);
                break;

            case UserDirectoryMessage.TellAllAgain:
                TellAll();
                break;

            case UserDirectoryMessage.Announce:
                Announce(Sender);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override object? TakeSnapshot() => DocumentsAreTheState.Instance;

    private void Change(UserDirectoryMessage.Change change)
    {
        if (RefusalOf(change) is { } refusal)
        {
            Sender.Tell(new EngineReply.Refused(refusal));
            return;
        }

        var put = change.Put.Where(profile => _profiles.GetValueOrDefault(profile.Extension) != profile);
        Store(put, change.Remove.Distinct(StringComparer.Ordinal), change.By, Sender);
    }

    // A change of the presence list may have been recorded without us, if the process ended in between: its renames stand in the book.
    private void Announce(IActorRef replyTo)
    {
        var changed = _profiles.Values
            .Where(profile => profile.OwnKeywords is not null)
            .Select(profile => (Old: profile, New: profile with { OwnKeywords = FollowMissed(profile.OwnKeywords) }))
            .Where(pair => pair.Old != pair.New)
            .Select(pair => new UserChanged(clock.GetUtcNow(), "presence list", pair.New.Extension, pair.New))
            .ToImmutableArray();
        PersistAll(changed, changed.Select(DocumentOf).ToImmutableArray(), Apply, () =>
        {
            TellAll();
            replyTo.Tell(new EngineReply.Done(LastPosition));
        });
    }

    private KeywordList? FollowMissed(KeywordList? own)
    {
        if (own is null || site is null)
        {
            return own;
        }

        var presences = site.Current.Rules.Presences;
        var followed = own.Rows.Select(row => site.Renames.Aggregate(row, (now, rename) =>
            presences.Find(now.Presence) is null ? now with { Presence = rename.Of(now.Presence) } : now));
        return KeywordList.OfStored([.. followed]).Restrict(presences);
    }

    private void FollowPresences(SiteSettings site, PresenceRename? rename)
    {
        var changed = _profiles.Values
            .Where(profile => profile.OwnKeywords is not null)
            .Select(profile => (Old: profile, New: profile with { OwnKeywords = Follow(profile.OwnKeywords, site.Presences, rename) }))
            .Where(pair => pair.Old != pair.New)
            .Select(pair => pair.New);
        Store(changed, [], "presence list", replyTo: null);
    }

    private static KeywordList? Follow(KeywordList? own, PresenceList presences, PresenceRename? rename) =>
        (rename is null ? own : own?.Rename(rename))?.Restrict(presences);

    private void Store(IEnumerable<UserProfile> put, IEnumerable<string> remove, string by, IActorRef? replyTo)
    {
        var now = clock.GetUtcNow();
        var events = put.Select(profile => new UserChanged(now, by, profile.Extension, profile))
            .Concat(remove.Select(extension => new UserChanged(now, by, extension, null)))
            .ToImmutableArray();
        if (events.IsEmpty)
        {
            replyTo?.Tell(new EngineReply.Done(LastPosition));
            return;
        }

        PersistAll(events, events.Select(DocumentOf).ToImmutableArray(), Apply, () => replyTo?.Tell(new EngineReply.Done(LastPosition)));
    }

    private void Apply(UserChanged change)
    {
        if (change.Profile is { } profile)
        {
            _profiles[change.Extension] = profile;
        }
        else
        {
            _profiles.Remove(change.Extension);
        }

        Tell(change.Extension);
    }

    private void Tell(string extension)
    {
        if (_profiles.TryGetValue(extension, out var profile))
        {
            listener.Put(profile);
        }
        else
        {
            listener.Removed(extension);
        }
    }

    private void TellAll() => listener.PutAll(_profiles.Values);

    // Two calls and no conditional expression: a null array would become an empty document instead of none.
    private static DocumentWrite DocumentOf(UserChanged change)
    {
        if (change.Profile is null)
        {
            return new DocumentWrite(change.Extension, null);
        }

        return new DocumentWrite(change.Extension, JsonSerializer.SerializeToUtf8Bytes(Forms.Of(change.Profile), JournalJson.Default.ProfileForm));
    }

    private string? RefusalOf(UserDirectoryMessage.Change change)
    {
        if (change.Remove.FirstOrDefault(extension => !_profiles.ContainsKey(extension)) is { } unknown)
        {
            return $"There is no extension {unknown} to remove; nothing was changed.";
        }

        var seen = new HashSet<string>(change.Remove, StringComparer.Ordinal);
        foreach (var profile in change.Put)
        {
            if (profile.Problems() is [var problem, ..])
            {
                return $"{problem} Nothing was changed.";
            }

            if (!seen.Add(profile.Extension))
            {
                return $"The extension {profile.Extension} is named twice; nothing was changed.";
            }
        }

        return null;
    }
}
