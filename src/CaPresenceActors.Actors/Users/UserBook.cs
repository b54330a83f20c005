using System.Collections.Immutable;

namespace CaPresenceActors.Actors.Users;

/// <summary>
/// The profiles of all users, for everybody to read without asking anybody: who is there, whom a search finds, which groups there are.
/// </summary>
/// <remarks>Written by the directory of users alone, after its appends and before it answers; read from any thread. A reader has one state of it, whatever happens meanwhile.</remarks>
public sealed class UserBook
{
    private volatile Edition _edition = new(ImmutableSortedDictionary.Create<string, UserProfile>(StringComparer.Ordinal));

    /// <summary>How many users there are.</summary>
    public int Count => _edition.Profiles.Count;

    /// <summary>Everybody, in order of the extension.</summary>
    public ImmutableArray<UserProfile> All => _edition.All;

    /// <summary>The groups that somebody is in, by name.</summary>
    public ImmutableArray<UserGroup> Groups => _edition.Groups;

    /// <summary>The profile of an extension; null when nobody has it.</summary>
    public UserProfile? Find(string extension) => _edition.Profiles.GetValueOrDefault(extension);

    /// <summary>Whom a question finds. It looks at everybody once, since it tells how many there are.</summary>
    public UserPage Search(UserQuery query)
    {
        var words = query.Search?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(FoldedText.Of).ToArray() ?? [];
        var page = ImmutableArray.CreateBuilder<UserProfile>();
        var (total, hasMore) = (0, false);
        foreach (var profile in _edition.All)
        {
            if (!Fits(profile, query, words))
            {
                continue;
            }

            total++;
            if (query.After is not null && string.CompareOrdinal(profile.Extension, query.After) <= 0)
            {
                continue;
            }

            if (page.Count < query.Limit)
            {
                page.Add(profile);
            }
            else
            {
                hasMore = true;
            }
        }

        return new UserPage(page.DrainToImmutable(), total, hasMore);
    }

    /// <summary>Turns to another state of the users.</summary>
    public void Turn(ImmutableSortedDictionary<string, UserProfile> profiles) => _edition = new Edition(profiles);

    private static bool Fits(UserProfile profile, UserQuery query, string[] words) =>
        (query.Group is not { } group || string.Equals(profile.Group ?? string.Empty, group, StringComparison.Ordinal))
        && (query.Integration is not { } integration || profile.Integration == integration)
        && (query.HasAccount is not { } hasAccount || profile.Account is not null == hasAccount)
        && (query.HasOwnKeywords is not { } own || profile.OwnKeywords is not null == own)
        && (query.Among is not { } among || among.Contains(profile.Extension))
        && Array.TrueForAll(words, word => IsIn(profile, word));

    private static bool IsIn(UserProfile profile, string word) =>
        profile.Extension.Contains(word, StringComparison.OrdinalIgnoreCase)
        || FoldedText.Occurs(word, profile.Name)
        || (profile.Account is { } account && FoldedText.Occurs(word, account));

    /// <summary>One state of the users, and what is worked out from it when somebody asks.</summary>
    private sealed class Edition(ImmutableSortedDictionary<string, UserProfile> profiles)
    {
        private readonly Lazy<ImmutableArray<UserProfile>> _all = new(() => [.. profiles.Values]);

        private readonly Lazy<ImmutableArray<UserGroup>> _groups = new(() =>
        [
            .. profiles.Values.Select(profile => profile.Group).OfType<string>().CountBy(group => group, StringComparer.Ordinal)
                .Select(pair => new UserGroup(pair.Key, pair.Value)).OrderBy(group => group.Name, StringComparer.Ordinal),
        ]);

        public ImmutableSortedDictionary<string, UserProfile> Profiles => profiles;

        public ImmutableArray<UserProfile> All => _all.Value;

        public ImmutableArray<UserGroup> Groups => _groups.Value;
    }
}
