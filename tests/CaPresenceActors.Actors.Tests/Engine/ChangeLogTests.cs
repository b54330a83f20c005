using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Tests.Polling;
using CaPresenceActors.Presence;
using CaPresenceActors.TestKit;

namespace CaPresenceActors.Actors.Tests.Engine;

public sealed class ChangeLogTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly RecordedLog<ChangeLog> _log = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_line_says_how_late_a_change_was_when_it_was_published()
    {
        await using (var log = new ChangeLog(_log, _time))
        {
            await log.ChangedAsync([Change(0, _time.GetUtcNow() - TimeSpan.FromMilliseconds(7))]);
        }

        _log.Lines.ShouldHaveSingleItem().Text.ShouldBe("Extension 1000: Available → Lunch (EventStarted), 7 ms after it was due.");
    }

    [Fact]
    public async Task The_lines_of_a_storm_are_all_there_in_order_when_the_log_is_closed()
    {
        // Far more than are written at once, in more pieces than may wait: what is full holds the publishing back.
        const int InPiece = ChangeLog.Few / 100;
        var log = new ChangeLog(_log, _time);
        for (var piece = 0; piece < 2 * ChangeLog.PiecesLimit; piece++)
        {
            await log.ChangedAsync([.. Enumerable.Range(piece * InPiece, InPiece).Select(number => Change(number, _time.GetUtcNow()))])
                .AsTask().WaitAsync(Deadline, TimeProvider.System, TestContext.Current.CancellationToken);
            if (piece % 8 == 7)
            {
                _time.Advance(TimeSpan.FromMilliseconds(200));
            }
        }

        await log.DisposeAsync().AsTask().WaitAsync(Deadline, TimeProvider.System, TestContext.Current.CancellationToken);

        _log.Lines.Select(line => line.Text.Split(' ')[1]).ShouldBe(Enumerable.Range(0, 2 * ChangeLog.PiecesLimit * InPiece).Select(number => $"{1000 + number}:"));
    }

    private static PresenceChangeView Change(int number, DateTimeOffset at) => new()
    {
        Position = number + 1,
        Extension = (1000 + number).ToString(System.Globalization.CultureInfo.InvariantCulture),
        Sequence = 1,
        At = at,
        RecordedAt = at,
        From = "Available",
        To = "Lunch",
        Cause = PresenceCause.EventStarted,
    };
}
