using System.Collections;
using System.Collections.Immutable;

namespace CaPresenceActors.Presence;

/// <summary>What a presence says to outside systems about reaching the person.</summary>
public enum Availability : byte
{
    /// <summary>Can be reached.</summary>
    Open,

    /// <summary>Is there, and should not be disturbed.</summary>
    Busy,

    /// <summary>Is not at the desk.</summary>
    Away,

    /// <summary>Cannot be reached.</summary>
    Closed,
}

/// <summary>A presence that an extension can show.</summary>
/// <param name="Name">1 to 64 UTF-16 units, without white space at either end.</param>
/// <param name="Availability">What it says to outside systems.</param>
/// <param name="Activity">The RPID activity (RFC 4480 §3.2), such as <c>meeting</c>; null for none.</param>
/// <param name="Colour">How it is drawn: <c>#rrggbb</c>.</param>
public sealed record PresenceDefinition(string Name, Availability Availability, string? Activity, string Colour)
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaxNameLength = 64;
}

/// <summary>The ordered list of presences of a site. The first one is the default presence.</summary>
public sealed class PresenceList : IReadOnlyList<PresenceDefinition>, IEquatable<PresenceList>
{
    /// <summary>How many presences a site may have.</summary>
    public const int MaxCount = 40;

    private readonly ImmutableArray<PresenceDefinition> _presences;

    private PresenceList(ImmutableArray<PresenceDefinition> presences) => _presences = presences;

    /// <summary>The list that a new site starts with.</summary>
    public static PresenceList Initial { get; } = Of(
    [
        new("Available", Availability.Open, null, "#1a7f45"),
        new("In a meeting", Availability.Busy, "meeting", "#c0263a"),
        new("Lunch", Availability.Away, "lunch", "#9a5b00"),
        new("Business trip", Availability.Away, "travel", "#9a5b00"),
        new("Out of office", Availability.Away, "away", "#5b6472"),
        new("Vacation", Availability.Closed, "vacation", "#5b6472"),
        new("Do not disturb", Availability.Busy, "busy", "#c0263a"),
    ]);

    /// <summary>The presence that is shown when nothing else is.</summary>
    public PresenceDefinition Default => _presences[0];

    /// <inheritdoc/>
    public int Count => _presences.Length;

    /// <inheritdoc/>
    public PresenceDefinition this[int index] => _presences[index];

    /// <summary>Checks a list against the rules; names are stored trimmed.</summary>
    /// <exception cref="RuleViolationException">No presence or more than 40, a name that is empty, too long or there twice, an unknown activity or a colour that is none.</exception>
    public static PresenceList Of(IReadOnlyList<PresenceDefinition> presences)
    {
        if (presences.Count is 0 or > MaxCount)
        {
            throw new RuleViolationException($"The presence list has {presences.Count} presences; 1 to {MaxCount} are needed.");
        }

        var checkedOnes = ImmutableArray.CreateBuilder<PresenceDefinition>(presences.Count);
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var presence in presences)
        {
            var position = checkedOnes.Count + 1;
            var trimmed = presence with { Name = presence.Name.Trim() };
            Check(trimmed, position);
            if (!seen.TryAdd(NormalisedText.Of(trimmed.Name), position))
            {
                throw new RuleViolationException(
                    $"Presence {position} (\"{trimmed.Name}\") has the name of presence {seen[NormalisedText.Of(trimmed.Name)]} but for case, width or spaces; a name may stand in the list once.");
            }

            checkedOnes.Add(trimmed);
        }

        return new PresenceList(checkedOnes.MoveToImmutable());
    }

    /// <summary>A list of names alone: what the initial list knows keeps its look, the others are busy and grey.</summary>
    public static PresenceList OfNames(IEnumerable<string> names) =>
        Of([.. names.Select(name => Initial.Find(name) ?? new PresenceDefinition(name, Availability.Busy, null, "#5b6472"))]);

    /// <summary>The presence with this name, or null. A reference is trimmed and then compared ordinally.</summary>
    public PresenceDefinition? Find(string name)
    {
        var trimmed = name.AsSpan().Trim();
        foreach (var presence in _presences)
        {
            if (trimmed.SequenceEqual(presence.Name))
            {
                return presence;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Equals(PresenceList? other) => other is not null && _presences.SequenceEqual(other._presences);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PresenceList);

    /// <inheritdoc/>
    public override int GetHashCode() => _presences.Aggregate(Count, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<PresenceDefinition> GetEnumerator() => _presences.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static void Check(PresenceDefinition presence, int position)
    {
        if (presence.Name.Length is 0 or > PresenceDefinition.MaxNameLength)
        {
            throw new RuleViolationException(
                $"The name of presence {position} is {presence.Name.Length} characters long; 1 to {PresenceDefinition.MaxNameLength} are allowed.");
        }

        if (NormalisedText.Of(presence.Name).Length == 0)
        {
            throw new RuleViolationException($"The name of presence {position} is empty after normalisation; it needs at least one visible character.");
        }

        if (presence.Activity is { } activity && !RpidActivities.All.Contains(activity))
        {
            throw new RuleViolationException(
                $"Presence {position} (\"{presence.Name}\") has the activity \"{activity}\"; RFC 4480 knows {string.Join(", ", RpidActivities.All.Order(StringComparer.Ordinal))}.");
        }

        if (presence.Colour is not ['#', _, _, _, _, _, _] || !presence.Colour.Skip(1).All(char.IsAsciiHexDigit))
        {
            throw new RuleViolationException($"Presence {position} (\"{presence.Name}\") has the colour \"{presence.Colour}\"; it needs the form #rrggbb.");
        }
    }
}
