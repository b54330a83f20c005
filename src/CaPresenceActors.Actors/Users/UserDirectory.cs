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
public sealed class UserDirectory(TimeProvider clock, IUserListener listener, SiteBook? site = null, UserBook? book = null) : PersistentActor
{
    private readonly ImmutableSortedDictionary<string, UserProfile>.Builder _profiles = ImmutableSortedDictionary.CreateBuilder<string, UserProfile>(StringComparer.Ordinal);

    private readonly UserBook _book = book ?? new UserBook();

    // Few groups and zones stand in many profiles: each is one string.
    private readonly Dictionary<string, string> _shared = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string PersistenceId => PresenceIds.Users;

    /// <inheritdoc/>
    protected override void ReceiveRecover(object message)
    {
        // Documents are committed with the events that changed them, so the events of the tail have nothing to add.
        switch (message)
        {
            case RecoveredDocument document:
                var profile = Documents.ReadProfile(document, PersistenceId);
                _profiles[profile.Extension] = Sharing(profile);
                break;

            case RecoveryCompleted:
                Publish();
                break;
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
                Sender.Tell(_book.All);
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

        var put = change.Put.Where(profile => _profiles.GetValueOrDefault(profile.Extension) != profile).Select(Sharing);
        Store(put, change.Remove.Distinct(StringComparer.Ordinal), change.By, Sender);
    }

    // A change of the presence list may have been recorded without us, if the process ended in between: its renames stand in the book.
    private void Announce(IActorRef replyTo)
    {
        var changed = _profiles.Values
            .Where(profile => profile.OwnKeywords is not null)
            .Select(profile => (Old: profile, New: profile with { OwnKeywords = FollowMissed(profile.OwnKeywords) }))
            .Where(pair => pair.Old != pair.New)
            .Select(pair => Changed(clock.GetUtcNow(), "presence list", pair.New.Extension, pair.New))
            .ToImmutableArray();
        PersistAll(changed, changed.Select(DocumentOf).ToImmutableArray(), Apply, () =>
        {
            Publish();
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
        var events = put.Select(profile => Changed(now, by, profile.Extension, profile))
            .Concat(remove.Select(extension => Changed(now, by, extension, null)))
            .ToImmutableArray();
        if (events.IsEmpty)
        {
            replyTo?.Tell(new EngineReply.Done(LastPosition));
            return;
        }

        PersistAll(events, events.Select(DocumentOf).ToImmutableArray(), Apply, () =>
        {
            Publish();
            replyTo?.Tell(new EngineReply.Done(LastPosition));
        });
    }

    private UserChanged Changed(DateTimeOffset at, string by, string extension, UserProfile? profile)
    {
        var before = _profiles.GetValueOrDefault(extension);
        return new UserChanged(at, by, extension, profile) { Before = before, Added = before is null };
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

    // Once for each change, however many users it is about, and before anybody is told that it is done.
    private void Publish() => _book.Turn(_profiles.ToImmutable());

    private UserProfile Sharing(UserProfile profile) => profile.Group is null && profile.TimeZone is null
        ? profile
        : profile with { Group = Sharing(profile.Group), TimeZone = Sharing(profile.TimeZone) };

    private string? Sharing(string? name)
    {
        if (name is null)
        {
            return null;
        }

        return _shared.TryGetValue(name, out var known) ? known : _shared[name] = name;
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

    private void TellAll() => listener.PutAll(_book.All);

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
