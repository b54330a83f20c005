using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests.Chaos;

/// <summary>A subscriber who loses the connection again and again and goes on where it was, as a browser does.</summary>
internal sealed class ChangeRecorder : IAsyncDisposable
{
    private readonly List<Change> _heard = [];
    private ChangeFeed? _feed;
    private long _lastId;

    /// <summary>How often it has subscribed.</summary>
    public int Connections { get; private set; }

    /// <summary>Everything that was heard, over all connections, in the order in which it came.</summary>
    public IReadOnlyList<Change> All => [.. _heard, .. _feed?.All ?? []];

    /// <summary>Subscribes, from the last change on that was heard.</summary>
    public async Task FollowAsync(HttpClient http)
    {
        await LetGoAsync();
        _feed = await ChangeFeed.OpenAsync(http, _lastId);
        Connections++;
    }

    /// <summary>Waits until it has heard a change.</summary>
    public async Task HearsAsync(long position)
    {
        if (_heard.Count == 0 || _heard[^1].Position < position)
        {
            await _feed!.FirstAsync(change => change.Position >= position, $"the change at position {position}");
        }
    }

    /// <summary>Closes the connection, if there is one.</summary>
    public async Task LetGoAsync()
    {
        if (_feed is { } feed)
        {
            await feed.DisposeAsync();
            _heard.AddRange(feed.All);
            _lastId = feed.LastId;
            _feed = null;
        }
    }

    public async ValueTask DisposeAsync() => await LetGoAsync();
}
