using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CaPresenceActors.Web.SignIns;

/// <summary>Random texts that open something, and how they are recognised without being kept.</summary>
internal static class RandomSecret
{
    private const string IdCharacters = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>256 random bits, in characters that a link takes.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>A short random name that is no secret.</summary>
    public static string NewId() => RandomNumberGenerator.GetString(IdCharacters, 10);

    /// <summary>What is kept of a secret. It is random enough that a plain hash gives nothing away.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Whether a text is the secret of a hash; takes the same time wherever they differ.</summary>
    public static bool Is(string hash, string secret) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(HashOf(secret)));
}
