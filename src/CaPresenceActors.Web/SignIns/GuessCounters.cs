using System.Security.Cryptography;
using System.Text;

namespace CaPresenceActors.Web.SignIns;

/// <summary>
/// Counts guesses by whatever they have in common. A counter empties by itself, one guess in each interval, so nothing is locked for ever. There is a fixed number of counters, picked by a hash that nobody outside can compute:
/// however many names are tried, memory stays what it is, and no counter can be pushed out by filling others.
/// </summary>
/// <param name="most">How many guesses are free.</param>
/// <param name="interval">How long until one more is free again.</param>
/// <param name="time">The clock.</param>
internal sealed class GuessCounters(int most, TimeSpan interval, TimeProvider time)
{
    private const int Counters = 16_384;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    // When each counter will be empty, in ticks.
    private readonly long[] _emptyAt = new long[Counters];
    private readonly Lock _lock = new();

    /// <summary>Takes a guess. Null when it is free; otherwise how long to wait for the next one.</summary>
    public TimeSpan? Take(string key)
    {
        var place = PlaceOf(key);
        lock (_lock)
        {
            var now = time.GetUtcNow().UtcTicks;
            var emptyAt = Math.Max(_emptyAt[place], now) + interval.Ticks;
            var full = now + (most * interval.Ticks);
            if (emptyAt > full)
            {
                return TimeSpan.FromTicks(emptyAt - full);
            }

            _emptyAt[place] = emptyAt;
            return null;
        }
    }

    /// <summary>The guess was right: it does not count.</summary>
    public void GiveBack(string key)
    {
        var place = PlaceOf(key);
        lock (_lock)
        {
            _emptyAt[place] -= interval.Ticks;
        }
    }

    private int PlaceOf(string key)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(key), hash);
        return BitConverter.ToUInt16(hash) % Counters;
    }
}
