using CaPresenceActors.Actors.Users;

namespace CaPresenceActors.Web.Users;

/// <summary>What an import would do, line by line, with nothing done.</summary>
internal static class ImportPreview
{
    /// <summary>How many lines are told.</summary>
    public const int MaxRows = 500;

    /// <summary>Compares a file with the users there are. Wrong lines are told first of all, as far as there is room; the rows are in the order of the file.</summary>
    public static ImportPreviewBody Of(CsvUsersResult file, UserBook users, bool newUsersIntegrated)
    {
        var (added, changed, unchanged) = (0, 0, 0);
        var rows = file.Problems.Select(problem => new ImportRowBody { Line = problem.Line, Kind = "wrong", Problem = problem.Problem }).ToList();
        foreach (var (line, user) in file.Good)
        {
            var known = users.Find(user.Extension);
            var put = user.ApplyTo(known, newUsersIntegrated);
            var kind = known is null ? "add" : put == known ? "same" : "change";
            (added, changed, unchanged) = (added + (kind == "add" ? 1 : 0), changed + (kind == "change" ? 1 : 0), unchanged + (kind == "same" ? 1 : 0));
            if (rows.Count < MaxRows)
            {
                rows.Add(new ImportRowBody { Line = line, Extension = user.Extension, Name = user.Name, Kind = kind, Changes = kind == "change" ? [.. Changes(known!, put)] : null });
            }
        }

        return new ImportPreviewBody { Added = added, Changed = changed, Unchanged = unchanged, Rows = [.. rows.OrderBy(row => row.Line)], BadLines = file.ProblemCount };
    }

    private static IEnumerable<MemberChangeBody> Changes(UserProfile before, UserProfile after) => new MemberChangeBody[]
    {
        new("name", before.Name, after.Name),
        new("exchangeAccount", before.Account, after.Account),
        new("integration", Word(before.Integration), Word(after.Integration)),
        new("timeZone", before.TimeZone, after.TimeZone),
        new("group", before.Group, after.Group),
    }.Where(change => change.Before != change.After);

    private static string Word(bool value) => value ? "true" : "false";
}

/// <summary>What an import would do.</summary>
internal sealed record ImportPreviewBody
{
    public required int Added { get; init; }

    public required int Changed { get; init; }

    public required int Unchanged { get; init; }

    public required IReadOnlyList<ImportRowBody> Rows { get; init; }

    public required int BadLines { get; init; }
}

/// <summary>What an import would do with a line: <c>add</c>, <c>change</c>, <c>same</c>, or <c>wrong</c> with a problem.</summary>
internal sealed record ImportRowBody
{
    public required int Line { get; init; }

    public string? Extension { get; init; }

    public string? Name { get; init; }

    public required string Kind { get; init; }

    public IReadOnlyList<MemberChangeBody>? Changes { get; init; }

    public string? Problem { get; init; }
}

/// <summary>A member of a profile that would change; what is left out is none.</summary>
internal sealed record MemberChangeBody(string Member, string? Before, string? After);
