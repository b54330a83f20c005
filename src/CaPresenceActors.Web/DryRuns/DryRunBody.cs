using System.Collections.Immutable;
using CaPresenceActors.Actors.DryRuns;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Jobs;

namespace CaPresenceActors.Web.DryRuns;

/// <summary>How a dry run stands. The numbers are true ones; of the people, the first by extension are listed.</summary>
internal sealed record DryRunBody : JobBody
{
    private const int MostListed = 500;

    private static readonly Comparer<PersonBody> ByExtension = Comparer<PersonBody>.Create((one, other) => string.CompareOrdinal(one.Extension, other.Extension));

    private static readonly Comparer<UnreadableBody> UnreadableByExtension = Comparer<UnreadableBody>.Create((one, other) => string.CompareOrdinal(one.Extension, other.Extension));

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public int Total { get; init; }

    public int Done { get; init; }

    /// <summary>Why it does nothing at the moment; left out while it works.</summary>
    public WaitBody? Waits { get; init; }

    public int Unread { get; init; }

    public ImmutableSortedSet<UnreadableBody> Unreadable { get; init; } = ImmutableSortedSet.Create<UnreadableBody>(UnreadableByExtension);

    public int Affected { get; init; }

    public ImmutableSortedSet<PersonBody> People { get; init; } = ImmutableSortedSet.Create<PersonBody>(ByExtension);

    /// <summary>How many more people would notice something than are listed; left out when all are.</summary>
    public int? More => Affected > People.Count ? Affected - People.Count : null;

    public DryRunBody With(DryRunPerson person, ImmutableArray<PresenceDifference> differences) => differences.IsEmpty
        ? this with { Done = Done + 1 }
        : this with { Done = Done + 1, Affected = Affected + 1, People = Capped(People.Add(PersonBody.Of(person, differences))) };

    public DryRunBody Without(DryRunPerson person, string reason) =>
        this with { Done = Done + 1, Unread = Unread + 1, Unreadable = Capped(Unreadable.Add(new UnreadableBody(person.Extension, reason))) };

    private static ImmutableSortedSet<T> Capped<T>(ImmutableSortedSet<T> people) => people.Count > MostListed ? people.Remove(people.Max!) : people;
}

/// <summary>Why it does nothing at the moment.</summary>
internal sealed record WaitBody(DateTimeOffset? Until, string Reason);

/// <summary>Somebody whose calendar could not be read.</summary>
internal sealed record UnreadableBody(string Extension, string Reason);

/// <summary>Somebody who would notice something.</summary>
/// <param name="Extension">Their extension.</param>
/// <param name="Name">Their name.</param>
/// <param name="Changes">What they would notice, the first by time.</param>
/// <param name="MoreChanges">How many more there are than are listed; null when all are.</param>
internal sealed record PersonBody(string Extension, string Name, ImmutableArray<DifferenceBody> Changes, int? MoreChanges)
{
    // A state of five hundred people is told again and again while the run goes on.
    private const int MostChanges = 20;

    public static PersonBody Of(DryRunPerson person, ImmutableArray<PresenceDifference> differences) => new(
        person.Extension,
        person.Name,
        [.. differences.Take(MostChanges).Select(d => new DifferenceBody(d.From, d.Until, d.Before, d.After, d.Keyword, d.KeywordBefore))],
        differences.Length > MostChanges ? differences.Length - MostChanges : null);
}

/// <summary>A stretch of time in which another presence would be shown.</summary>
internal sealed record DifferenceBody(DateTimeOffset From, DateTimeOffset Until, string Before, string After, string? Keyword, string? KeywordBefore);
