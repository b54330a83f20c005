using System.Security.Cryptography;
using System.Text;

namespace CaPresenceActors.Exchange.Tests.Support.Ntlm;

/// <summary>The server's side of one NTLMv2 log-in (MS-NLMP), for one known account. It checks what can be checked, and says what was wrong.</summary>
/// <param name="user">The account, as the client is to name it.</param>
/// <param name="password">Its password.</param>
/// <param name="channelBinding">What the log-in must be tied to; null: to nothing.</param>
internal sealed class NtlmAcceptor(string user, string password, byte[]? channelBinding)
{
    private const uint KeyExchange = 0x40000000;
    private const uint Wanted = 0x00000001 | 0x00000004 | 0x00000010 | 0x00000200 | 0x00008000 | 0x00080000 | 0x00800000 | 0x02000000 | 0x20000000 | KeyExchange;
    private const int FlagsId = 6;
    private const int ChannelBindingId = 10;

    private readonly byte[] _random = RandomNumberGenerator.GetBytes(8);
    private byte[] _negotiate = [];
    private byte[] _challenge = [];

    /// <summary>What message it is: 1, 2 or 3.</summary>
    public static int TypeOf(byte[] message) => message.AsSpan().StartsWith("NTLMSSP\0"u8) ? BitConverter.ToInt32(message, 8) : 0;

    /// <summary>Answers the greeting by a challenge.</summary>
    public byte[] Challenge(byte[] negotiate)
    {
        _negotiate = negotiate;
        var target = Encoding.Unicode.GetBytes("EXAMPLE");

        // Domain, computer, and a time: with a time, the client has to send a MIC.
        byte[] information =
        [
            2, 0, (byte)target.Length, 0, .. target, 1, 0, (byte)target.Length, 0, .. target,
            7, 0, 8, 0, .. BitConverter.GetBytes(TimeProvider.System.GetUtcNow().ToFileTime()), 0, 0, 0, 0,
        ];
        _challenge =
        [
            .. "NTLMSSP\0"u8, 2, 0, 0, 0, .. Field(target.Length, 56), .. BitConverter.GetBytes(Wanted), .. _random, 0, 0, 0, 0, 0, 0, 0, 0,
            .. Field(information.Length, 56 + target.Length), 10, 0, 0x63, 0x45, 0, 0, 0, 15, .. target, .. information,
        ];
        return _challenge;

        static byte[] Field(int length, int offset) => [(byte)length, 0, (byte)length, 0, (byte)offset, 0, 0, 0];
    }

    /// <summary>Judges the answer to the challenge.</summary>
    public Verdict Judge(byte[] authenticate)
    {
        var response = Part(authenticate, 20);
        var (proof, clientsPart) = (response[..16], response[16..]);
        var domain = Encoding.Unicode.GetString(Part(authenticate, 28));
        var name = Encoding.Unicode.GetString(Part(authenticate, 36));
        var key = NtlmKeys.OfAccount(password, name, domain);
        if (!string.Equals(name, user, StringComparison.OrdinalIgnoreCase) || !NtlmKeys.Proof(key, _random, clientsPart).SequenceEqual(proof))
        {
            return new Verdict("the password is wrong", []);
        }

        var session = NtlmKeys.OfSession(key, proof);
        if ((BitConverter.ToUInt32(authenticate, 60) & KeyExchange) != 0)
        {
            session = Rc4.Transform(session, Part(authenticate, 52));
        }

        // The client's part: version, time, its own challenge; then the pairs of the server's information, with what the client adds.
        var pairs = Pairs(clientsPart.AsSpan(28));
        var hasIntegrity = pairs.TryGetValue(FlagsId, out var flags) && (flags[0] & 2) != 0;
        if (hasIntegrity && !NtlmKeys.Integrity(session, _negotiate, _challenge, [.. authenticate[..72], .. new byte[16], .. authenticate[88..]]).AsSpan().SequenceEqual(authenticate.AsSpan(72, 16)))
        {
            return new Verdict("the messages were changed on the way", []);
        }

        return channelBinding is not null && !(pairs.TryGetValue(ChannelBindingId, out var bound) && bound.SequenceEqual(channelBinding))
            ? new Verdict("it is not tied to this TLS connection", [])
            : new Verdict(null, session) { HadIntegrity = hasIntegrity };
    }

    private static byte[] Part(byte[] message, int field) =>
        message.AsSpan(BitConverter.ToInt32(message, field + 4), BitConverter.ToUInt16(message, field)).ToArray();

    private static Dictionary<int, byte[]> Pairs(ReadOnlySpan<byte> list)
    {
        var pairs = new Dictionary<int, byte[]>();
        while (list.Length >= 4 && BitConverter.ToUInt16(list) is > 0 and var id)
        {
            var length = BitConverter.ToUInt16(list[2..]);
            pairs[id] = list.Slice(4, length).ToArray();
            list = list[(4 + length)..];
        }

        return pairs;
    }

    /// <summary>What came of it.</summary>
    /// <param name="Objection">Why not; null: the log-in is good.</param>
    /// <param name="SessionKey">The key that both sides now have.</param>
    internal sealed record Verdict(string? Objection, byte[] SessionKey)
    {
        public bool HadIntegrity { get; init; }
    }
}
