namespace CaPresenceActors.Exchange.Http;

/// <summary>The SHA-256 of a certificate, as people copy it from browsers and from <c>openssl</c>: 64 hexadecimal digits, perhaps with colons, spaces or dashes between.</summary>
internal static class CertificatePin
{
    private const int Digits = 64;

    /// <summary>The digits alone, in lower case; null for no pin.</summary>
    public static string? Normalise(string? pin) => string.IsNullOrWhiteSpace(pin) ? null : string.Concat(pin.Where(c => c is not (':' or ' ' or '-'))).ToLowerInvariant();

    /// <summary>Whether a pin can be one.</summary>
    public static bool IsValid(string? pin) => Normalise(pin) is not { } digits || (digits.Length == Digits && digits.All(char.IsAsciiHexDigit));
}
