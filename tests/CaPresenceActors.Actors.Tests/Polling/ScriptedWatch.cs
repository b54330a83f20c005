using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Tests.Polling;

/// <summary>A watch that says what a test says.</summary>
internal sealed class ScriptedWatch : ICalendarWatch
{
    public ICalendarChangeObserver Observer { get; set; } = null!;

    /// <summary>What it was told to follow, oldest first.</summary>
    public List<IReadOnlyCollection<string>> Followed { get; } = [];

    public bool IsDisposed { get; private set; }

    /// <summary>What it waits for before it is disposed of.</summary>
    public Task Farewell { get; set; } = Task.CompletedTask;

    public WatchFigures Figures => WatchFigures.None with { Wanted = Followed.Count == 0 ? 0 : Followed[^1].Count };

    public void Follow(IReadOnlyCollection<string> accounts) => Followed.Add(accounts);

    public async ValueTask DisposeAsync()
    {
        await Farewell;
        IsDisposed = true;
    }
}
