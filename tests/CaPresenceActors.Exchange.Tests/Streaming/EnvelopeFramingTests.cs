using System.Text;
using CaPresenceActors.Exchange.Streaming;
using CaPresenceActors.Exchange.Tests.Support;

namespace CaPresenceActors.Exchange.Tests.Streaming;

public sealed class EnvelopeFramingTests
{
    private const string First = "<s:Envelope xmlns:s=\"x\"><s:Body>Größe 😀 </s:Body></s:Envelope>";
    private const string Second = "<Envelope><EnvelopeText>a</EnvelopeText></Envelope >";

    [Fact]
    public void Envelopes_are_whole_wherever_the_bytes_are_split()
    {
        var stream = Encoding.UTF8.GetBytes("\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?>" + First + "\r\n<?xml version=\"1.0\"?>\n" + Second + First);

        for (var at = 0; at <= stream.Length; at++)
        {
            Frames(stream[..at], stream[at..]).ShouldBe([First, Second, First], $"split at {at}");
        }
    }

    [Fact]
    public void An_envelope_is_ready_with_its_own_last_byte()
    {
        var framing = new EnvelopeFraming();
        var bytes = Encoding.UTF8.GetBytes(First);

        for (var i = 0; i < bytes.Length; i++)
        {
            framing.TryTake(out _).ShouldBeFalse();
            Add(framing, bytes.AsSpan(i, 1));
        }

        framing.TryTake(out var envelope).ShouldBeTrue();
        Encoding.UTF8.GetString(envelope).ShouldBe(First);
        framing.HasRest.ShouldBeFalse();
    }

    [Fact]
    public void A_broken_envelope_does_not_take_the_next_one_with_it() =>
        Frames(Encoding.UTF8.GetBytes("<s:Envelope><a></b></s:Envelope>" + First)).ShouldBe(["<s:Envelope><a></b></s:Envelope>", First]);

    [Fact]
    public void What_XML_forbids_is_taken_out()
    {
        var bytes = Encoding.UTF8.GetBytes(First);
        bytes[^20] = 0x1A;

        Frames(bytes).ShouldHaveSingleItem().ShouldContain('\uFFFD');
    }

    [Fact]
    public void A_stream_without_end_tags_is_given_up_at_its_bound()
    {
        var framing = new EnvelopeFraming(longest: 1000);

        Add(framing, new byte[1000]).ShouldBeTrue();
        Add(framing, new byte[1]).ShouldBeFalse();
    }

    [Fact]
    public void Long_envelopes_pass_and_the_memory_is_given_back()
    {
        var framing = new EnvelopeFraming();
        var text = $"<Envelope>{new string('x', 1 << 20)}</Envelope>";

        Add(framing, Encoding.UTF8.GetBytes(text + "<Env")).ShouldBeTrue();
        framing.TryTake(out var envelope).ShouldBeTrue();
        envelope.Count.ShouldBe(text.Length);
        framing.HasRest.ShouldBeTrue();
        Add(framing, Encoding.UTF8.GetBytes("elope></Envelope>")).ShouldBeTrue();
        framing.TryTake(out envelope).ShouldBeTrue();
        Encoding.UTF8.GetString(envelope).ShouldBe("<Envelope></Envelope>");
        framing.Free().Length.ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void The_recorded_stream_of_another_server_is_cut_into_its_envelopes()
    {
        var recording = SharedFiles.Recorded("90-getstreamingevents.resp.txt");
        var body = string.Join('\n', Encoding.UTF8.GetString(recording).Split('\n').Where(line => !line.StartsWith("--- ", StringComparison.Ordinal) && !line.StartsWith("HTTP ", StringComparison.Ordinal)));

        Frames(Encoding.UTF8.GetBytes(body)).Count.ShouldBe(6);
    }

    private static List<string> Frames(params byte[][] parts)
    {
        var framing = new EnvelopeFraming();
        var frames = new List<string>();
        foreach (var part in parts)
        {
            Add(framing, part).ShouldBeTrue();
            while (framing.TryTake(out var envelope))
            {
                frames.Add(Encoding.UTF8.GetString(envelope));
            }
        }

        return frames;
    }

    // As much at a time as there is room for, as a socket would.
    private static bool Add(EnvelopeFraming framing, ReadOnlySpan<byte> bytes)
    {
        var good = true;
        while (!bytes.IsEmpty)
        {
            var free = framing.Free().Span;
            var part = Math.Min(free.Length, bytes.Length);
            bytes[..part].CopyTo(free);
            good &= framing.Added(part);
            bytes = bytes[part..];
        }

        return good;
    }
}
