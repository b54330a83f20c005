using System.Text.Json;

namespace CaPresenceActors.Actors.Audit;

/// <summary>
/// What differs between two values of settings, by their journalled forms: so a member that a later version adds is told without anybody thinking of it.
/// </summary>
internal static class FormDifference
{
    private const string Order = ".order";

    /// <summary>Whether this is the order of a list and not one of its rows.</summary>
    public static bool IsOrder(AuditChange change) => change.Member.EndsWith(Order, StringComparison.Ordinal);

    /// <summary>The members of both, in the order of the form. Null counts as not there.</summary>
    public static IEnumerable<(string Member, JsonElement? Before, JsonElement? After)> Members(JsonElement? before, JsonElement? after) =>
        Names(after).Concat(Names(before)).Distinct(StringComparer.Ordinal).Select(name => (name, Member(before, name), Member(after, name)));

    /// <summary>What differs inside of an object.</summary>
    public static IEnumerable<AuditChange> Inside(JsonElement? before, JsonElement? after) =>
        Members(before, after).SelectMany(member => Of(member.Member, member.Before, member.After));

    /// <summary>What differs in one member: in the rows of a list one by one, otherwise as a whole.</summary>
    public static IEnumerable<AuditChange> Of(string member, JsonElement? before, JsonElement? after)
    {
        var name = FormWords.NameOf(member);
        if (before is { ValueKind: JsonValueKind.Array } || after is { ValueKind: JsonValueKind.Array })
        {
            return OfRows(name, before, after);
        }

        var (was, now) = (TextOf(member, before), TextOf(member, after));
        return was == now ? [] : [new AuditChange(name, was, now)];
    }

    private static IEnumerable<AuditChange> OfRows(string name, JsonElement? before, JsonElement? after)
    {
        // An own list that is empty is not the same as none.
        if (before is null != after is null && Rows(before).Count + Rows(after).Count == 0)
        {
            yield return new AuditChange(name, before is null ? null : "an empty list", after is null ? null : "an empty list");
        }

        var (was, now) = (Rows(before), Rows(after));
        var texts = now.ToDictionary(row => row.Key, row => row.Text, StringComparer.Ordinal);
        foreach (var (key, text) in was)
        {
            var stays = texts.Remove(key, out var newer);
            if (newer != text)
            {
                yield return new AuditChange($"{name}[{key}]", text, stays ? newer : null);
            }
        }

        foreach (var (key, text) in now.Where(row => texts.ContainsKey(row.Key)))
        {
            yield return new AuditChange($"{name}[{key}]", null, text);
        }

        var (orderWas, orderIs) = (Common(was, now), Common(now, was));
        if (orderWas != orderIs)
        {
            yield return new AuditChange(name + Order, orderWas, orderIs);
        }
    }

    private static string Common(List<(string Key, string Text)> rows, List<(string Key, string Text)> others)
    {
        var known = others.Select(row => row.Key).ToHashSet(StringComparer.Ordinal);
        return string.Join(", ", rows.Select(row => row.Key).Where(known.Contains));
    }

    // A row is known by its first member; the same one twice by how often it came before.
    private static List<(string Key, string Text)> Rows(JsonElement? list)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<(string Key, string Text)>();
        foreach (var row in list is { ValueKind: JsonValueKind.Array } rowsOf ? rowsOf.EnumerateArray() : default)
        {
            var key = row.ValueKind == JsonValueKind.Object ? row.EnumerateObject().First().Value.ToString() : row.ToString();
            var count = seen[key] = seen.GetValueOrDefault(key) + 1;
            rows.Add((count == 1 ? key : $"{key} ({count})", TextOf(row)));
        }

        return rows;
    }

    private static string TextOf(JsonElement row) => row.ValueKind != JsonValueKind.Object
        ? row.ToString()
        : string.Join(", ", row.EnumerateObject().Skip(1).Select(member => TextInRow(member.Name, member.Value)).OfType<string>());

    private static string? TextInRow(string member, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => FormWords.NameOf(member),
        JsonValueKind.False or JsonValueKind.Null => null,
        _ => FormWords.ValueOf(member, value.ToString()),
    };

    private static string? TextOf(string member, JsonElement? value) => value is not { } known ? null : known.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Object => string.Join(", ", known.EnumerateObject().Select(inner => $"{FormWords.NameOf(inner.Name)}: {TextOf(inner.Name, inner.Value)}")),
        _ => FormWords.ValueOf(member, known.ToString()),
    };

    private static IEnumerable<string> Names(JsonElement? value) => value is { ValueKind: JsonValueKind.Object } known ? known.EnumerateObject().Select(member => member.Name) : [];

    private static JsonElement? Member(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
}
