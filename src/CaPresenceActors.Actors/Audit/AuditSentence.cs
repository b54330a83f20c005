using System.Collections.Immutable;

namespace CaPresenceActors.Actors.Audit;

/// <summary>Parts of the sentences of the audit.</summary>
internal static class AuditSentence
{
    /// <summary>Which members changed: <c>timeZone, keywords</c>.</summary>
    public static string OfMembers(ImmutableArray<AuditChange> changes) => changes.IsEmpty
        ? "nothing that can be told"
        : string.Join(", ", changes.Select(change => change.Member.Split('[', '.')[0]).Distinct(StringComparer.Ordinal));

    /// <summary>What happened to the rows of a list: <c>2 added, 1 removed, order changed</c>.</summary>
    public static string OfRows(ImmutableArray<AuditChange> changes)
    {
        var rows = changes.Where(change => !FormDifference.IsOrder(change)).ToList();
        return string.Join(", ", new[]
        {
            Counted(rows.Count(row => row.Before is null), "added"),
            Counted(rows.Count(row => row.After is null), "removed"),
            Counted(rows.Count(row => row is { Before: not null, After: not null }), "changed"),
            changes.Any(FormDifference.IsOrder) ? "order changed" : null,
        }.OfType<string>());
    }

    private static string? Counted(int count, string done) => count == 0 ? null : $"{count} {done}";
}
