using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CaPresenceActors.Actors.Audit;

/// <summary>The words of the journal's forms as the API says them. What is not listed here is called the same in both.</summary>
internal static class FormWords
{
    // A certificate is thousands of characters long, and its beginning is everybody's.
    private const int Longest = 256;

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["account"] = "exchangeAccount",
        ["ownKeywords"] = "keywords",
        ["pollInterval"] = "pollIntervalSeconds",
        ["requestTimeout"] = "requestTimeoutSeconds",
        ["target"] = "url",
        ["useTls"] = "tls",
    };

    private static readonly HashSet<string> WithWords = new(StringComparer.Ordinal) { "access", "afterEvent", "authentication", "availability", "role", "scheduleTimes", "scope" };

    /// <summary>What the API calls a member.</summary>
    public static string NameOf(string member) => Names.GetValueOrDefault(member, member);

    /// <summary>How the API writes its value.</summary>
    public static string ValueOf(string member, string value)
    {
        if (WithWords.Contains(member))
        {
            return JsonNamingPolicy.CamelCase.ConvertName(value);
        }

        if (NameOf(member).EndsWith("Seconds", StringComparison.Ordinal) && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var duration))
        {
            return duration.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        }

        return value.Length <= Longest
            ? value
            : $"{value.Length} characters, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))}";
    }
}
