using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.TestKit.Persistence;

/// <summary>Keeps events and snapshots as the objects they are, and writes only a number for them: for tests of actors that are not about their written form.</summary>
/// <remarks>All codecs of the process share one table, so that a restarted system reads what an earlier one wrote.</remarks>
public sealed class ObjectCodec : IEventCodec
{
    private static readonly ConcurrentDictionary<long, object> Objects = new();
    private static long _last;

    public JournalEvent Encode(object happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return new JournalEvent(happened.GetType().Name, Write(happened), happened);
    }

    public object Decode(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Read(entry.Payload.Span);
    }

    public ReadOnlyMemory<byte> EncodeSnapshot(object state) => Write(state);

    public object DecodeSnapshot(ReadOnlySpan<byte> payload) => Read(payload);

    private static byte[] Write(object value)
    {
        var number = Interlocked.Increment(ref _last);
        Objects[number] = value;
        return Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
    }

    private static object Read(ReadOnlySpan<byte> payload) => Objects[long.Parse(payload, CultureInfo.InvariantCulture)];
}
