using System.Collections.Immutable;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Site;

/// <summary>
/// The newest settings of the site and a few older versions, for everybody to read: an extension that comes back after a restart passes what was due under the settings that it knew.
/// </summary>
/// <remarks>Written by KeywordRules alone, when it recovers and after its appends; read from any thread.</remarks>
public sealed class SiteBook
{
    /// <summary>How many versions are kept. An extension that knows an older one goes on from the oldest kept.</summary>
    public const int KeptVersions = 16;

    private volatile SiteConfiguration _current = SiteConfiguration.Initial;
    private volatile SavedLists? _lastSaved;
    private volatile ImmutableSortedDictionary<long, SiteVersion> _versions =
        ImmutableSortedDictionary<long, SiteVersion>.Empty.Add(0, new SiteVersion(SiteSettings.Initial, null));

    /// <summary>The newest settings.</summary>
    public SiteConfiguration Current => _current;

    /// <summary>The last save of a list, which can be taken back; null when there is none.</summary>
    public SavedLists? LastSaved => _lastSaved;

    /// <summary>A version. When it is no longer kept, what the nearest newer one says, under the old number: so who goes on from it still takes the newer ones.</summary>
    public SiteSettings Find(long version)
    {
        // A hundred thousand extensions ask for the newest one after a restart.
        if (_versions.TryGetValue(version, out var asked))
        {
            return asked.Rules;
        }

        foreach (var (number, kept) in _versions)
        {
            if (number > version)
            {
                return kept.Rules with { Version = version };
            }
        }

        return _current.Rules;
    }

    /// <summary>
    /// The first version between two (the later one included) that renamed a presence; null when none did. An extension that missed several changes takes the renames one by one, or what was set by
    /// hand under an old name would be lost.
    /// </summary>
    internal SiteVersion? FirstRename(long after, long upTo) =>
        _versions.Values.FirstOrDefault(kept => kept.Rename is not null && kept.Rules.Version > after && kept.Rules.Version <= upTo);

    /// <summary>The renames among the versions that are kept, oldest first.</summary>
    internal IEnumerable<PresenceRename> Renames => _versions.Values.Select(kept => kept.Rename).OfType<PresenceRename>();

    /// <summary>Takes an older version back after a restart.</summary>
    internal void Restore(SiteVersion version) => _versions = _versions.SetItem(version.Rules.Version, version);

    /// <summary>A list was saved: this is the way back.</summary>
    internal void Keep(SavedLists saved) => _lastSaved = saved;

    /// <summary>Turns to newer settings.</summary>
    internal void Turn(SiteConfiguration configuration, PresenceRename? rename)
    {
        var versions = _versions.SetItem(configuration.Rules.Version, new SiteVersion(configuration.Rules, rename));
        _versions = versions.Count > KeptVersions ? versions.Remove(versions.Keys.First()) : versions;
        _current = configuration;
    }

    /// <summary>The site's settings are what they were when the process ended.</summary>
    internal void Open(SiteConfiguration configuration) => _current = configuration;
}

/// <summary>A version of the site's settings.</summary>
/// <param name="Rules">The settings.</param>
/// <param name="Rename">The rename that led to them, when one did.</param>
internal sealed record SiteVersion(SiteSettings Rules, PresenceRename? Rename);
