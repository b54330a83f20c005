using System.Collections.Immutable;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Site;

/// <summary>
/// The newest settings of the site and a few older versions, for everybody to read: an extension that comes back after a restart passes what was due under the settings that it knew.
/// </summary>
/// <remarks>Written by KeywordRules alone, after its append; read from any thread.</remarks>
public sealed class SiteBook
{
    /// <summary>How many versions are kept. An extension that knows an older one goes on from the oldest kept.</summary>
    public const int KeptVersions = 16;

    private volatile SiteConfiguration _current = SiteConfiguration.Initial;
    private volatile ImmutableSortedDictionary<long, SiteSettings> _versions = ImmutableSortedDictionary<long, SiteSettings>.Empty.Add(0, SiteSettings.Initial);

    /// <summary>The newest settings.</summary>
    public SiteConfiguration Current => _current;

    /// <summary>The versions that are kept, oldest first.</summary>
    public ImmutableSortedDictionary<long, SiteSettings> Versions => _versions;

    /// <summary>A version; when it is no longer kept, the nearest newer one.</summary>
    public SiteSettings Find(long version) =>
        _versions.TryGetValue(version, out var exact) ? exact : _versions.FirstOrDefault(v => v.Key > version, KeyValuePair.Create(0L, _current.Rules)).Value;

    /// <summary>Takes an older version back after a restart.</summary>
    internal void Restore(SiteSettings version) => _versions = _versions.SetItem(version.Version, version);

    /// <summary>Turns to newer settings.</summary>
    internal void Turn(SiteConfiguration configuration)
    {
        var versions = _versions.SetItem(configuration.Rules.Version, configuration.Rules);
        _versions = versions.Count > KeptVersions ? versions.Remove(versions.Keys.First()) : versions;
        _current = configuration;
    }
}
