using System.Buffers.Text;
using System.Net.Http.Headers;
using CaPresenceActors.Bench.Measuring;

namespace CaPresenceActors.Bench.Site;

/// <summary>Subscribers of the change stream, each over a connection of its own, who know when each storm was due, note when its changes came, and see to it that each comes once and in order.</summary>
internal sealed class Audience : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource _leaving = new();
    private readonly PreparedSite _site;
    private readonly Subscriber[] _subscribers;
    private Task _reading = Task.CompletedTask;

    private Audience(PreparedSite site, int count, int rounds, TimeProvider clock)
    {
        _site = site;
        _subscribers = [.. Enumerable.Range(0, count).Select(_ => new Subscriber(site, rounds, clock))];
    }

    /// <summary>Opens the streams. All are open when this ends.</summary>
    public static async Task<Audience> GatherAsync(Uri server, string token, int count, PreparedSite site, int rounds, TimeProvider clock)
    {
        var audience = new Audience(site, count, rounds, clock);
        audience._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var streams = await Task.WhenAll(audience._subscribers.Select(_ => audience._http.GetStreamAsync(new Uri(server, "/api/v1/changes"))));
        audience._reading = Task.WhenAll(audience._subscribers.Zip(streams, (subscriber, stream) => Task.Run(() => subscriber.ReadAsync(stream, audience._leaving.Token))));
        return audience;
    }

    /// <summary>How long the changes of one edge took to all subscribers, when the last one has come.</summary>
    public async Task<LatencySummary> RoundAsync(int edge)
    {
        await Task.WhenAny(Task.WhenAll(_subscribers.Select(subscriber => subscriber.RoundAsync(edge))), _reading);
        if (!_subscribers.All(subscriber => subscriber.RoundAsync(edge).IsCompleted))
        {
            await _reading;
            throw new InvalidOperationException("The change streams ended before the storm was over.");
        }

        var all = new Latencies(0);
        Array.ForEach(_subscribers, subscriber => all.AddAll(subscriber.TimesOf(edge)));
        return all.Summarise();
    }

    /// <summary>Bytes on the wire for one change and subscriber.</summary>
    public double BytesEach(int edge) => _subscribers.Sum(subscriber => subscriber.BytesOf(edge)) / (double)_subscribers.Length / _site.Extensions;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _leaving.Dispose();
    }

    private sealed class Subscriber(PreparedSite site, int rounds, TimeProvider clock)
    {
        private const int BufferBytes = 256 * 1024;
        private readonly Round[] _rounds = [.. Enumerable.Range(0, rounds).Select(_ => new Round())];

        private long _position;

        private static ReadOnlySpan<byte> Mark => "\nevent: change\ndata: {\"position\":"u8;

        public Task RoundAsync(int edge) => _rounds[edge].Done.Task;

        public Latencies TimesOf(int edge) => _rounds[edge].Times;

        public long BytesOf(int edge) => _rounds[edge].Bytes;

        // Of a change only its position is read: what a subscriber does with the rest is not the server's time. All changes of one storm come before those of the next.
        public async Task ReadAsync(Stream stream, CancellationToken cancellation)
        {
            var buffer = new byte[BufferBytes];
            var (kept, edge) = (0, 0);
            while (edge < rounds && await stream.ReadAsync(buffer.AsMemory(kept), cancellation) is > 0 and var read)
            {
                var now = clock.GetUtcNow();
                var text = buffer.AsSpan(0, kept + read);
                _rounds[edge].Bytes += read;
                edge = Count(Take(text, out var taken), edge, now);
                text[taken..].CopyTo(buffer);
                kept = text.Length - taken;
            }
        }

        // Returns how many changes stand in the text. What follows on those may be the beginning of one that the end of what was read has cut in two.
        private int Take(ReadOnlySpan<byte> text, out int taken)
        {
            var changes = 0;
            taken = 0;
            while (text[taken..].IndexOf(Mark) is >= 0 and var before)
            {
                taken += before;
                var number = text[(taken + Mark.Length)..];
                if (!Utf8Parser.TryParse(number, out long position, out var digits) || digits == number.Length)
                {
                    return changes;
                }

                Follow(position);
                taken += Mark.Length + digits;
                changes++;
            }

            taken = Math.Max(taken, text.Length - Mark.Length + 1);
            return changes;
        }

        private void Follow(long position)
        {
            if (position <= _position)
            {
                throw new InvalidOperationException($"A change at position {position} came after one at position {_position}: the stream repeats changes or tells them in another order. The storm is not measured.");
            }

            _position = position;
        }

        // What one read brings may be the end of one storm and the beginning of the next. Returns the storm that is under way then.
        private int Count(long changes, int edge, DateTimeOffset now)
        {
            while (changes > 0 && edge < rounds)
            {
                var round = _rounds[edge];
                var its = (int)Math.Min(changes, site.Extensions - round.Times.Count);
                round.Times.Add((now - site.Plan.EdgeOf(0, edge)).TotalMilliseconds, its);
                changes -= its;
                if (round.Times.Count == site.Extensions)
                {
                    edge++;
                    round.Done.SetResult();
                }
            }

            return edge;
        }

        private sealed class Round
        {
            public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

            public Latencies Times { get; } = new(1024);

            public long Bytes { get; set; }
        }
    }
}
