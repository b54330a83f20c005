using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace CaPresenceActors.Journeys.Tests.Support;

/// <summary>A presence change as the API tells it, read independently of the code that writes it.</summary>
internal sealed record Change(
    long Position, string Extension, long Sequence, DateTimeOffset At, DateTimeOffset RecordedAt, string From, string To, string Cause, string? Event, string? Keyword, DateTimeOffset? Until, string? Next)
{
    public double LatenessMs => (RecordedAt - At).TotalMilliseconds;
}

/// <summary>A subscriber of the change stream, who remembers everything that came.</summary>
internal sealed class ChangeFeed : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    private readonly Stream _stream;
    private readonly CancellationTokenSource _closed = new();
    private readonly Heard<Change> _heard = new("The change stream");
    private readonly Task _read;
    private readonly ConcurrentDictionary<long, DateTimeOffset> _arrivals = new();
    private long _lastId;

    private ChangeFeed(Stream stream, long lastId)
    {
        _stream = stream;
        _lastId = lastId;
        _read = ReadAsync();
    }

    /// <summary>All changes so far.</summary>
    public ImmutableArray<Change> All => _heard.All;

    /// <summary>What a browser would send as <c>Last-Event-ID</c> if it lost the connection now.</summary>
    public long LastId => Interlocked.Read(ref _lastId);

    /// <summary>How long after it was due a change was heard here.</summary>
    public double HeardMsAfterDue(Change change) => (_arrivals[change.Position] - change.At).TotalMilliseconds;

    /// <summary>Ends when the server has ended the stream.</summary>
    public Task Ended => _read;

    /// <summary>The last comment that the server sent.</summary>
    public string? LastComment { get; private set; }

    /// <summary>Subscribes; when this returns, nothing that happens from now on is missed.</summary>
    public static async Task<ChangeFeed> OpenAsync(HttpClient http, long? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/changes");
        if (lastEventId is { } id)
        {
            request.Headers.Add("Last-Event-ID", id.ToString(CultureInfo.InvariantCulture));
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new ChangeFeed(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), lastEventId ?? 0);
    }

    /// <summary>The next change of an extension to a presence, after one that is known.</summary>
    public Task<Change> ToAsync(string extension, string presence, Change? after = null) =>
        _heard.FirstAsync(change => change.Extension == extension && change.To == presence && change.Position > (after?.Position ?? 0), $"{extension} → {presence}");

    /// <summary>The first change that fits, heard already or yet to come.</summary>
    public Task<Change> FirstAsync(Func<Change, bool> which, string what) => _heard.FirstAsync(which, what);

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _stream.DisposeAsync();
        await _read;
        _closed.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            using var reader = new StreamReader(_stream);
            var (id, data, kind) = ((string?)null, (string?)null, "message");
            while (await reader.ReadLineAsync(_closed.Token) is { } line)
            {
                var colon = line.IndexOf(':');
                var (field, value) = colon < 0 ? (line, string.Empty) : (line[..colon], line[(colon + 1)..].TrimStart(' '));
                switch (field)
                {
                    case "" when colon == 0:
                        LastComment = value;
                        break;
                    case "":
                        Dispatch(id, kind, data);
                        (id, data, kind) = (null, null, "message");
                        break;
                    case "id":
                        id = value;
                        break;
                    case "event":
                        kind = value;
                        break;
                    case "data":
                        data = value;
                        break;
                }
            }

            _heard.End("the server ended the stream");
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            _heard.End($"the connection broke ({e.GetType().Name})");
        }
    }

    private void Dispatch(string? id, string kind, string? data)
    {
        if (id is not null)
        {
            Interlocked.Exchange(ref _lastId, long.Parse(id, CultureInfo.InvariantCulture));
        }

        if (data is not null)
        {
            kind.ShouldBe("change");
            var change = JsonSerializer.Deserialize<Change>(data, Json)!;
            change.Position.ShouldBe(LastId);
            _arrivals[change.Position] = TimeProvider.System.GetUtcNow();
            _heard.Add(change);
        }
    }
}
