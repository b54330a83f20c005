using System.Collections.Immutable;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Users;

/// <summary>What the directory of users can be asked to do.</summary>
public abstract record UserDirectoryMessage
{
    private UserDirectoryMessage()
    {
    }

    /// <summary>Adds and changes users, and removes others: all or nothing. Replies an <see cref="Engine.EngineReply"/> when it is on the disk.</summary>
    public sealed record Change(ImmutableArray<UserProfile> Put, ImmutableArray<string> Remove, string By) : UserDirectoryMessage;

    /// <summary>The presence list changed: own keyword rows that lead to a presence that is gone go with it, renamed ones take the new name.</summary>
    public sealed record PresencesChanged(SiteSettings Site, PresenceRename? Rename) : UserDirectoryMessage;

    /// <summary>Who is there? Replies an <see cref="ImmutableArray{T}"/> of <see cref="UserProfile"/> in order of the extension.</summary>
    public sealed record GetAll : UserDirectoryMessage;

    /// <summary>Tell everybody who depends on this extension again what there is to know: its profile, or that it was removed. Replies nothing.</summary>
    public sealed record TellAgain(string Extension) : UserDirectoryMessage;

    /// <summary>Tell everybody who depends on users again what they need to know, since the site's zone is another one. Replies nothing.</summary>
    public sealed record TellAllAgain : UserDirectoryMessage;

    /// <summary>Tell everybody who depends on users what they need to know; said once, when all extensions have recovered. Replies an <see cref="Engine.EngineReply"/> when all are told.</summary>
    public sealed record Announce : UserDirectoryMessage;
}

/// <summary>A user was added, changed or removed.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who did it.</param>
/// <param name="Extension">The extension.</param>
/// <param name="Profile">The profile as it is now; null: the user was removed.</param>
public sealed record UserChanged(DateTimeOffset At, string By, string Extension, UserProfile? Profile)
{
    /// <summary>The profile as it was; null for a new user, and in what versions before the audit have written.</summary>
    public UserProfile? Before { get; init; }

    /// <summary>Whether the user is new.</summary>
    public bool Added { get; init; }
}

/// <summary>Who needs to know about users. Called by the directory, one call after the other; must not block.</summary>
public interface IUserListener
{
    /// <summary>A user is there, new or changed.</summary>
    void Put(UserProfile profile);

    /// <summary>This is everybody: said at the start, and when what counts for all has changed.</summary>
    void PutAll(IReadOnlyCollection<UserProfile> profiles)
    {
        foreach (var profile in profiles)
        {
            Put(profile);
        }
    }

    /// <summary>A user was removed.</summary>
    void Removed(string extension);
}
