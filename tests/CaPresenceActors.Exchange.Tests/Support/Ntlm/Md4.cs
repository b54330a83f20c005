using System.Buffers.Binary;
using System.Numerics;

namespace CaPresenceActors.Exchange.Tests.Support.Ntlm;

/// <summary>MD4 (RFC 1320), which NTLM makes its keys with and .NET does not have.</summary>
internal static class Md4
{
    private const int Block = 64;

    public static byte[] Hash(ReadOnlySpan<byte> message)
    {
        var padded = new byte[((message.Length + 8) / Block * Block) + Block];
        message.CopyTo(padded);
        padded[message.Length] = 0x80;
        BinaryPrimitives.WriteUInt64LittleEndian(padded.AsSpan(^8), (ulong)message.Length * 8);

        uint a = 0x67452301, b = 0xEFCDAB89, c = 0x98BADCFE, d = 0x10325476;
        var x = new uint[16];
        for (var at = 0; at < padded.Length; at += Block)
        {
            for (var i = 0; i < 16; i++)
            {
                x[i] = BinaryPrimitives.ReadUInt32LittleEndian(padded.AsSpan(at + (4 * i)));
            }

            var (aa, bb, cc, dd) = (a, b, c, d);
            Round(x, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [3, 7, 11, 19], 0, static (p, q, r) => (p & q) | (~p & r), ref a, ref b, ref c, ref d);
            Round(x, [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15], [3, 5, 9, 13], 0x5A827999, static (p, q, r) => (p & q) | (p & r) | (q & r), ref a, ref b, ref c, ref d);
            Round(x, [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15], [3, 9, 11, 15], 0x6ED9EBA1, static (p, q, r) => p ^ q ^ r, ref a, ref b, ref c, ref d);
            (a, b, c, d) = (a + aa, b + bb, c + cc, d + dd);
        }

        var hash = new byte[16];
        uint[] words = [a, b, c, d];
        for (var i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(4 * i), words[i]);
        }

        return hash;
    }

    private static void Round(
        uint[] x, ReadOnlySpan<int> order, ReadOnlySpan<int> turns, uint constant, Func<uint, uint, uint, uint> mix, ref uint a, ref uint b, ref uint c, ref uint d)
    {
        for (var i = 0; i < 16; i++)
        {
            var turned = BitOperations.RotateLeft(a + mix(b, c, d) + x[order[i]] + constant, turns[i % 4]);
            (a, b, c, d) = (d, turned, b, c);
        }
    }
}
