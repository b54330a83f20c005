using System.Globalization;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.Json;

/// <summary>Reads what stands in the query of an address, and says clearly what is wrong with it.</summary>
internal static class QueryText
{
    /// <summary>A whole number from 1; null where nothing stands.</summary>
    public static long? Number(string name, string? text, long most) => text is null ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number
        : throw ProblemException.Query($"The query's {name} is \"{Clipped.Text(text)}\"; a whole number from 1 to {most.ToString(CultureInfo.InvariantCulture)} is needed.");

    /// <summary>An instant with <c>Z</c> or an offset; null where nothing stands.</summary>
    public static DateTimeOffset? Instant(string name, string? text) => text is null ? null
        // A plus in an address is a space unless it is written as %2B, which is easily forgotten.
        : InstantConverter.TryParse(text.Replace(' ', '+'), out var instant) ? instant
        : throw ProblemException.Query($"The query's {name} is \"{Clipped.Text(text)}\"; an instant such as 2026-11-23T10:00:00Z is needed.");

    /// <summary>A word of an enumeration.</summary>
    public static T Word<T>(string name, string text)
        where T : struct, Enum => Words<T>.TryParse(text, out var word)
        ? word
        : throw ProblemException.Query($"The query's {name} is \"{Clipped.Text(text)}\"; one of the words {Words<T>.All} is needed.");

    /// <summary>An address with a query; what has no value is left out.</summary>
    public static string Link(string path, params IEnumerable<KeyValuePair<string, string?>> query) => path + QueryString.Create(query.Where(pair => pair.Value is not null)).Value;

    /// <summary>A part of a query.</summary>
    public static KeyValuePair<string, string?> Part(string name, object? value) => KeyValuePair.Create(name, Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null);
}
