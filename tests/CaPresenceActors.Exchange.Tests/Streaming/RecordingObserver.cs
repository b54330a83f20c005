using System.Threading.Channels;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Exchange.Tests.Streaming;

/// <summary>Keeps what a watch tells, for a test to wait for.</summary>
internal sealed class RecordingObserver : ICalendarChangeObserver
{
    private readonly Channel<(string What, WatchLoss? Loss)> _told = Channel.CreateUnbounded<(string, WatchLoss?)>();

    public void Changed(string account) => _told.Writer.TryWrite(($"changed {account}", null));

    public void Follows(string account) => _told.Writer.TryWrite(($"follows {account}", null));

    public void Lost(string account, WatchLoss loss) => _told.Writer.TryWrite(($"{(loss is WatchLoss.Lasting ? "lasting" : "passing")} {account}", loss));

    /// <summary>Waits until all of these have been told, in any order and whatever else is told meanwhile.</summary>
    public async Task<WatchLoss?> HearAsync(params string[] expected)
    {
        var left = expected.ToHashSet();
        WatchLoss? last = null;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        try
        {
            while (left.Count > 0)
            {
                var (what, loss) = await _told.Reader.ReadAsync(deadline.Token);
                if (left.Remove(what))
                {
                    last = loss;
                }
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Not told within 30 s: {string.Join(", ", left)}");
        }

        return last;
    }

    public bool HasMore => _told.Reader.TryPeek(out _);
}
