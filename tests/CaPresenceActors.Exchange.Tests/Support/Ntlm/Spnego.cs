using System.Formats.Asn1;

namespace CaPresenceActors.Exchange.Tests.Support.Ntlm;

/// <summary>The envelopes of Negotiate (RFC 4178), as far as NTLM inside of them needs it.</summary>
internal static class Spnego
{
    private const string Protocol = "1.3.6.1.5.5.2";
    private const string Ntlm = "1.3.6.1.4.1.311.2.2.10";
    private static readonly Asn1Tag First = new(TagClass.Application, 0, isConstructed: true);

    /// <summary>Opens a token of the client.</summary>
    public static Token Open(byte[] token)
    {
        var reader = new AsnReader(token, AsnEncodingRules.DER);
        if (!reader.PeekTag().HasSameClassAndValue(First))
        {
            return Read(reader.ReadSequence(Context(1)).ReadSequence());
        }

        var first = reader.ReadSequence(First);
        first.ReadObjectIdentifier().ShouldBe(Protocol);
        return Read(first.ReadSequence(Context(0)).ReadSequence());
    }

    /// <summary>Wraps NTLM's challenge: it goes on.</summary>
    public static byte[] Continue(byte[] challenge) => Answer(state: 1, challenge, signature: null);

    /// <summary>Says that the log-in is good, and signs the list of mechanisms.</summary>
    public static byte[] Accept(byte[] signature) => Answer(state: 0, token: null, signature);

    private static byte[] Answer(int state, byte[]? token, byte[]? signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(Context(1)))
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Context(0)))
            {
                writer.WriteEncodedValue([0x0A, 0x01, (byte)state]);
            }

            if (token is not null)
            {
                using (writer.PushSequence(Context(1)))
                {
                    writer.WriteObjectIdentifier(Ntlm);
                }

                Octets(writer, 2, token);
            }

            if (signature is not null)
            {
                Octets(writer, 3, signature);
            }
        }

        return writer.Encode();
    }

    private static void Octets(AsnWriter writer, int number, byte[] value)
    {
        using (writer.PushSequence(Context(number)))
        {
            writer.WriteOctetString(value);
        }
    }

    // Number 0 is the list of mechanisms in the first token and a state in the later ones; 2 is NTLM's message, 3 the signature.
    private static Token Read(AsnReader fields)
    {
        var token = new Token([], [], null);
        while (fields.HasData)
        {
            var tag = fields.PeekTag();
            var field = fields.ReadSequence(tag);
            token = tag.TagValue switch
            {
                0 => token with { Mechanisms = field.PeekEncodedValue().ToArray() },
                2 => token with { Message = field.ReadOctetString() },
                3 => token with { Signature = field.ReadOctetString() },
                _ => token,
            };
        }

        return token;
    }

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);

    internal sealed record Token(byte[] Message, byte[] Mechanisms, byte[]? Signature);
}
