namespace CaPresenceActors.Exchange.Tests.Support.Ntlm;

/// <summary>RC4, which NTLM wraps its session key with.</summary>
internal static class Rc4
{
    public static byte[] Transform(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text)
    {
        var box = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        for (int i = 0, j = 0; i < 256; i++)
        {
            j = (j + box[i] + key[i % key.Length]) & 0xFF;
            (box[i], box[j]) = (box[j], box[i]);
        }

        var result = text.ToArray();
        for (int n = 0, i = 0, j = 0; n < result.Length; n++)
        {
            i = (i + 1) & 0xFF;
            j = (j + box[i]) & 0xFF;
            (box[i], box[j]) = (box[j], box[i]);
            result[n] ^= box[(box[i] + box[j]) & 0xFF];
        }

        return result;
    }
}
