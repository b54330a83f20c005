using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Presence;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CaPresenceActors.Host.Demo;

/// <summary>Shows the board in the terminal: as a live table, or as lines where the output is no terminal.</summary>
internal sealed class DemoView(IPresenceEngine engine, Uri address, Uri simulator, TimeProvider clock)
{
    private const int ShownChanges = 8;
    private const int RowsBesideTheTable = 24;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, PresenceView> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _changes = new();

    public void Introduce(int people, string? logFile, string? administratorLink, string tokenFile)
    {
        // Not through the library, which breaks lines at the terminal's width: these are for copying.
        Console.Out.WriteLine($"capresence demo: {people} people, calendars on a simulated Exchange server at {simulator}.");
        Console.Out.WriteLine($"Become administrator:    {administratorLink}");
        Console.Out.WriteLine($"The board in a browser:  {address}");
        Console.Out.WriteLine($"For what follows:        AUTH=\"Authorization: Bearer $(cat {tokenFile})\"");
        Console.Out.WriteLine($"Everybody as JSON:       curl -H \"$AUTH\" {address}api/v1/presence");
        Console.Out.WriteLine($"Why 1001 shows that:     curl -H \"$AUTH\" {address}api/v1/presence/1001/why");
        Console.Out.WriteLine($"The change stream:       curl -N -H \"$AUTH\" {address}api/v1/changes");
        Console.Out.WriteLine($"Set one by hand:         curl -X PUT -H \"$AUTH\" -H 'Content-Type: application/json' -d '{{\"presence\":\"Lunch\"}}' {address}api/v1/presence/1001/manual");
        Console.Out.WriteLine($"Log:                     {logFile ?? "none"}");
        Console.Out.WriteLine("The first presences change within 20 seconds. Ctrl-C ends it.");
        Console.Out.WriteLine();
    }

    public async Task ShowTableAsync(CancellationToken cancellation)
    {
        await AnsiConsole.Live(Layout()).StartAsync(async live =>
        {
            await foreach (var _ in LooksAsync(cancellation))
            {
                Note();
                live.UpdateTarget(Layout());
            }
        });
    }

    public async Task ShowLinesAsync(CancellationToken cancellation)
    {
        await foreach (var _ in LooksAsync(cancellation))
        {
            foreach (var line in Note())
            {
                Console.Out.WriteLine(line);
            }
        }
    }

    // A look at every change, and one a second besides, so that the clock moves.
    private async IAsyncEnumerable<bool> LooksAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var looks = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var changes = OnChangesAsync(looks.Writer, cancellation);
        var seconds = OnSecondsAsync(looks.Writer, cancellation);
        await foreach (var look in looks.Reader.ReadAllAsync(CancellationToken.None))
        {
            yield return look;
        }

        await Task.WhenAll(changes, seconds);
    }

    private async Task OnChangesAsync(ChannelWriter<bool> looks, CancellationToken cancellation)
    {
        await using var subscription = engine.Board.Subscribe(after: null);
        await foreach (var _ in subscription.ReadAsync(cancellation))
        {
            looks.TryWrite(true);
        }
    }

    private async Task OnSecondsAsync(ChannelWriter<bool> looks, CancellationToken cancellation)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        try
        {
            while (await second.WaitForNextTickAsync(cancellation))
            {
                looks.TryWrite(true);
            }
        }
        finally
        {
            looks.TryComplete();
        }
    }

    // What changed since the last look, as lines; the newest are kept for the table.
    private List<string> Note()
    {
        var lines = new List<string>();
        foreach (var view in engine.Board.View().Presences)
        {
            if (_known.TryGetValue(view.Extension, out var before) && before.Presence != view.Presence)
            {
                var until = view.Until is { } end ? $", until {Time(end)}" : string.Empty;
                var line = $"{Time(view.Since)}  {view.Extension}  {view.Name}: {before.Presence} → {view.Presence}{until}";
                lines.Add(line);
                _changes.Enqueue(line);
                if (_changes.Count > ShownChanges)
                {
                    _changes.Dequeue();
                }
            }

            _known[view.Extension] = view;
        }

        return lines;
    }

    private Rows Layout()
    {
        var now = engine.Clock.GetUtcNow();
        var table = new Table().RoundedBorder().Expand().AddColumns("Name", "Ext.", "Presence", "Since", "Until", "Next");
        var room = Math.Max(5, AnsiConsole.Profile.Height - RowsBesideTheTable);
        foreach (var view in engine.Board.View().Presences.Take(room))
        {
            table.AddRow(
                new Text(view.Name),
                new Text(view.Extension),
                Shown(view, now),
                new Text(Time(view.Since)),
                new Text(view.Until is { } until ? Time(until) : string.Empty),
                new Text(view.Next is { } next ? $"then {next}" : "nothing in sight", new Style(Color.Grey)));
        }

        List<IRenderable> parts = [new Text($"{Time(now)}   {address}   {engine.Board.Count} people, the first {Math.Min(room, engine.Board.Count)} shown"), table];
        parts.AddRange(_changes.Select(change => new Text(change)));
        return new Rows(parts);
    }

    // A shape besides the colour, for those who do not see colours.
    private static Text Shown(PresenceView view, DateTimeOffset now)
    {
        var (mark, colour) = view.Availability switch
        {
            Availability.Open => ("●", Color.Green),
            Availability.Busy => ("■", Color.Red),
            Availability.Away => ("◗", Color.Yellow),
            _ => ("○", Color.Grey),
        };
        var isFresh = now - view.Since < Fresh;
        return new Text($"{mark} {view.Presence}{(view.StaleSince is null ? string.Empty : " (stale)")}", new Style(colour, decoration: isFresh ? Decoration.Bold | Decoration.Invert : Decoration.None));
    }

    private static string Time(DateTimeOffset instant) => instant.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
