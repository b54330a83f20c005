using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CaPresenceActors.Actors.Webhooks;

/// <summary>
/// How a receiver knows who sends and that nothing was changed or sent again later: <c>t=&lt;unix seconds&gt;,v1=&lt;hex of HMAC-SHA256 over "t.body"&gt;</c>. The key is the secret's text in ASCII.
/// </summary>
public static class WebhookSignature
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "X-Capresence-Signature";

    /// <summary>A new secret: 256 random bits as 64 hexadecimal digits.</summary>
    public static string NewSecret() => RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>The header's value.</summary>
    public static string Of(string secret, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes(time + "."));
        hmac.AppendData(body);
        return $"t={time},v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}
