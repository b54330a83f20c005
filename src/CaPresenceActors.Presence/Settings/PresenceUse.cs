using System.Collections.Immutable;

namespace CaPresenceActors.Presence;

/// <summary>Where a presence is used.</summary>
/// <param name="Name">The presence.</param>
/// <param name="Keywords">By how many rows of the site's keyword list.</param>
/// <param name="OwnKeywords">By how many rows of people's own lists.</param>
/// <param name="Manual">At how many extensions it is set by hand, shown or hidden.</param>
/// <param name="Shown">At how many extensions it is shown.</param>
public sealed record PresenceUse(string Name, int Keywords, int OwnKeywords, int Manual, int Shown)
{
    /// <summary>Whether something leads to it that would be lost with it. That it is shown follows from something else.</summary>
    public bool IsUsed => Keywords + OwnKeywords + Manual > 0;

    /// <summary>Where it is used, for people.</summary>
    public string Sentence => string.Join(" and ", Places);

    private IEnumerable<string> Places
    {
        get
        {
            if (Keywords > 0)
            {
                yield return $"{Counted(Keywords, "keyword", "keywords")} of the site's list {(Keywords == 1 ? "leads" : "lead")} to it";
            }

            if (OwnKeywords > 0)
            {
                yield return $"{Counted(OwnKeywords, "keyword", "keywords")} of people's own lists {(OwnKeywords == 1 ? "leads" : "lead")} to it";
            }

            if (Manual > 0)
            {
                yield return $"it is set by hand at {Counted(Manual, "extension", "extensions")}";
            }
        }
    }

    private static string Counted(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}

/// <summary>Counts where presences are used. Extensions may be taken on several threads at once.</summary>
public sealed class PresenceUseTally
{
    private readonly SiteSettings _site;
    private readonly Dictionary<string, int> _places;
    private readonly int[] _own;
    private readonly int[] _manual;
    private readonly int[] _shown;

    /// <summary>Nothing but the site's list is counted yet.</summary>
    public PresenceUseTally(SiteSettings site)
    {
        _site = site;
        _places = site.Presences.Index().ToDictionary(entry => entry.Item.Name, entry => entry.Index, StringComparer.Ordinal);
        (_own, _manual, _shown) = (new int[_places.Count], new int[_places.Count], new int[_places.Count]);
    }

    /// <summary>The counts so far, in the order of the presence list.</summary>
    public ImmutableArray<PresenceUse> Uses =>
        [.. _site.Presences.Select((presence, i) => new PresenceUse(presence.Name, _site.Keywords.Count(k => k.Row.Presence == presence.Name), _own[i], _manual[i], _shown[i]))];

    /// <summary>Counts one extension.</summary>
    public void Take(PresenceState state)
    {
        foreach (var own in state.User.OwnKeywords ?? KeywordList.Empty)
        {
            Count(own.Row.Presence, _own);
        }

        Count(state.Manual?.Presence, _manual);
        Count(state.Shown, _shown);
    }

    private void Count(string? presence, int[] counts)
    {
        if (presence is not null && _places.TryGetValue(presence, out var place))
        {
            Interlocked.Increment(ref counts[place]);
        }
    }
}
