using System.Text;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Presence;
using CaPresenceActors.TestKit;
using CaPresenceActors.TestKit.Persistence;

namespace CaPresenceActors.Actors.Tests.Board;

/// <summary>A board and its change stream over an in-memory journal.</summary>
internal sealed class BoardBench : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>A keyword that stands in no list of the site.</summary>
    public const string OwnKeyword = "therapy";

    public BoardBench()
    {
        Site.Turn(Site.Current with { Rules = SiteSettings.Initial with { Integration = true, Version = 1 } }, null);
        Stream = new ChangeStream(Journal, new PresenceCodec(Site).Decode, Heard, extension => Board!.HidesTimes(extension), keyword => keyword != OwnKeyword);
        Board = new PresenceBoard(Site, Time, Stream, Journal.Head);
        Journal.Subscribe(Board);
    }

    public InMemoryJournal Journal { get; } = new();

    public ManualTime Time { get; } = new();

    public SiteBook Site { get; } = new();

    public ChangeStream Stream { get; }

    public PresenceBoard Board { get; }

    public Hearer Heard { get; } = new();

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Gives an extension with an account to somebody.</summary>
    public async Task<JournalWriter> BeginAsync(string extension)
    {
        var writer = new JournalWriter(Journal, PresenceIds.Of(extension), Site);
        await writer.AppendAsync(JournalWriter.Begins(Site.Current.Rules, Now), JournalWriter.Applies(new UserSettings { Account = "a@example.com" }, Now, forgotten: true));
        return writer;
    }

    public void Confirm(string extension) => Board.Confirm(
        new GoodReading(extension, "a@example.com", Calendar.Empty, new CalendarWindow(Now, Now.AddDays(2)), Now, Now, 0));

    /// <summary>The ids of a piece of the change stream.</summary>
    public static IEnumerable<long> IdsOf(ChangePiece.Changes piece) =>
        Encoding.UTF8.GetString(piece.Utf8.Span).Split('\n').Where(line => line.StartsWith("id: ", StringComparison.Ordinal)).Select(line => long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Reads the stream until it has told of a position.</summary>
    public static async Task<List<long>> ReadUntilAsync(IChangeSubscription subscription, long position, Action<ChangePiece.Reset>? reset = null)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var ids = new List<long>();
        await foreach (var piece in subscription.ReadAsync(deadline.Token))
        {
            switch (piece)
            {
                case ChangePiece.Reset whole:
                    reset?.Invoke(whole);
                    break;
                case ChangePiece.Changes changes:
                    ids.AddRange(IdsOf(changes));
                    break;
            }

            if (piece.Position >= position)
            {
                break;
            }
        }

        return ids;
    }

    public ValueTask DisposeAsync() => Stream.DisposeAsync();

    /// <summary>Hears of changes after the subscribers did.</summary>
    internal sealed class Hearer : IChangeObserver
    {
        private readonly Lock _gate = new();
        private readonly List<(long Position, TaskCompletionSource Heard)> _waiting = [];
        private long _last;

        public ValueTask ChangedAsync(IReadOnlyList<PresenceChangeView> changes)
        {
            lock (_gate)
            {
                _last = changes[^1].Position;
                _waiting.FindAll(wait => wait.Position <= _last).ForEach(wait => wait.Heard.TrySetResult());
            }

            return ValueTask.CompletedTask;
        }

        public Task Until(long position)
        {
            lock (_gate)
            {
                var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add((position, heard));
                if (_last >= position)
                {
                    heard.SetResult();
                }

                return heard.Task.WaitAsync(Deadline);
            }
        }
    }
}
