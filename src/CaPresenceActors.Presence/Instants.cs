using System.Globalization;

namespace CaPresenceActors.Presence;

/// <summary>Instants as files and messages write them: ISO 8601 with <c>Z</c>, to 100 ns.</summary>
internal static class Instants
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm'Z'"];

    // The platform takes a point without digits behind it for a fraction; ISO 8601 does not.
    public static bool TryParse(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant)
        && !text.EndsWith(".Z", StringComparison.Ordinal);

    /// <summary>Without trailing zeros.</summary>
    public static string Print(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
