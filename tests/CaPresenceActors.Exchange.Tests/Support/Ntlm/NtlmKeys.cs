using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CaPresenceActors.Exchange.Tests.Support.Ntlm;

/// <summary>The keys and proofs of NTLMv2 (MS-NLMP 3.3.2, 3.4).</summary>
[SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "It is what NTLM is made of.")]
internal static class NtlmKeys
{
    /// <summary>NTOWFv2: the key of an account.</summary>
    public static byte[] OfAccount(string password, string user, string domain) =>
        Keyed(Md4.Hash(Encoding.Unicode.GetBytes(password)), Encoding.Unicode.GetBytes(user.ToUpperInvariant() + domain));

    /// <summary>NTProofStr: what only the account's key can make of the server's challenge and what the client adds to it.</summary>
    public static byte[] Proof(byte[] accountKey, ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> clientsPart) => Keyed(accountKey, [.. challenge, .. clientsPart]);

    /// <summary>SessionBaseKey, which is also the key exchange key of NTLMv2.</summary>
    public static byte[] OfSession(byte[] accountKey, byte[] proof) => Keyed(accountKey, proof);

    /// <summary>MIC: over all three messages, so that nothing in them can be changed on the way.</summary>
    public static byte[] Integrity(byte[] sessionKey, byte[] negotiate, byte[] challenge, byte[] authenticateWithoutIt) =>
        Keyed(sessionKey, [.. negotiate, .. challenge, .. authenticateWithoutIt]);

    /// <summary>The signature of the client's first signed message (MS-NLMP 3.4.4.2): here the list of mechanisms that SPNEGO protects.</summary>
    public static byte[] ClientSignature(byte[] sessionKey, ReadOnlySpan<byte> message) =>
        Signature(sessionKey, message, "client-to-server");

    /// <summary>The signature of the server's first signed message.</summary>
    public static byte[] ServerSignature(byte[] sessionKey, ReadOnlySpan<byte> message) =>
        Signature(sessionKey, message, "server-to-client");

    /// <summary>What ties a log-in to the TLS connection below it (RFC 5929 tls-server-end-point, in the form of MS-NLMP 2.2.2.1).</summary>
    public static byte[] ChannelBinding(X509Certificate2 certificate)
    {
        byte[] bound = [.. "tls-server-end-point:"u8, .. SHA256.HashData(certificate.RawData)];
        return MD5.HashData([.. new byte[16], .. BitConverter.GetBytes(bound.Length), .. bound]);
    }

    private static byte[] Keyed(byte[] key, ReadOnlySpan<byte> message) => HMACMD5.HashData(key, message);

    private static byte[] Signature(byte[] sessionKey, ReadOnlySpan<byte> message, string direction)
    {
        byte[] sequence = [0, 0, 0, 0];
        var signing = MD5.HashData([.. sessionKey, .. Encoding.ASCII.GetBytes($"session key to {direction} signing key magic constant\0")]);
        var sealing = MD5.HashData([.. sessionKey, .. Encoding.ASCII.GetBytes($"session key to {direction} sealing key magic constant\0")]);
        var sum = Rc4.Transform(sealing, Keyed(signing, [.. sequence, .. message]).AsSpan(0, 8));
        return [1, 0, 0, 0, .. sum, .. sequence];
    }
}
