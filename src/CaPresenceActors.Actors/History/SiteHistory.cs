using System.Collections.Immutable;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Actors.History;

/// <summary>
/// Walks the journal backwards in pieces of positions, which have no gaps. For one extension it goes along the positions by which each entry names the one before it, as soon as it has found the first.
/// </summary>
/// <param name="journal">The journal.</param>
/// <param name="codec">Reads its entries.</param>
/// <param name="newestOf">Where the newest entry of an extension stands; null when there is no such extension (any more).</param>
internal sealed class SiteHistory(IJournal journal, IEventCodec codec, Func<string, CancellationToken, Task<long?>> newestOf) : ISiteHistory
{
    /// <summary>So many entries are looked at for one page at most.</summary>
    internal const int Patience = 10_000;

    private const int PieceSize = 1_000;

    // An entry may be recorded a little before or after one that follows it when the clock was corrected in between.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public async Task<SiteHistoryPage> ReadAsync(SiteHistoryQuery query, CancellationToken cancellation)
    {
        var page = new Page(query, codec);
        var upper = Math.Min(query.Before ?? long.MaxValue, journal.Head + 1);
        if (query.To is { } to)
        {
            upper = Math.Min(upper, 1 + await LastRecordedBeforeAsync(to + ClockSlack, cancellation));
        }

        if (query.Extension is { } extension)
        {
            await WalkOneAsync(extension, page, upper, cancellation);
        }
        else
        {
            await WalkAllAsync(page, upper, cancellation);
        }

        return new SiteHistoryPage(page.Changes.DrainToImmutable(), page.Next > journal.Oldest ? page.Next : null);
    }

    private async Task WalkAllAsync(Page page, long upper, CancellationToken cancellation)
    {
        await foreach (var entry in BackAsync(upper, page.PieceSize, cancellation))
        {
            if (!page.Take(entry))
            {
                return;
            }
        }
    }

    private async Task WalkOneAsync(string extension, Page page, long upper, CancellationToken cancellation)
    {
        var persistenceId = PresenceIds.Of(extension);
        var own = await FirstOfAsync(extension, persistenceId, page, upper, cancellation);
        while (own >= journal.Oldest)
        {
            var entries = await journal.ReadBackAsync(persistenceId, own, page.PieceSize, cancellation);
            if (entries.Count == 0 || !entries.All(page.Take))
            {
                return;
            }

            own = entries[^1].Previous;
        }
    }

    // A page begins where the one before it ended, at an entry of the extension, so its newest entry, or one to start from, is known in most cases.
    private async Task<long> FirstOfAsync(string extension, string persistenceId, Page page, long upper, CancellationToken cancellation)
    {
        if (upper > journal.Head && await newestOf(extension, cancellation) is { } newest)
        {
            return newest;
        }

        if (await journal.ReadAsync(upper - 1, 1, cancellation) is [var at] && at.Position == upper && at.PersistenceId == persistenceId)
        {
            return at.Previous;
        }

        await foreach (var entry in BackAsync(upper, PieceSize, cancellation))
        {
            if (entry.PersistenceId == persistenceId)
            {
                return entry.Position;
            }

            if (!page.Pass(entry))
            {
                break;
            }
        }

        return 0;
    }

    private async IAsyncEnumerable<JournalEntry> BackAsync(long upper, int pieceSize, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        while (upper > journal.Oldest)
        {
            var lower = Math.Max(journal.Oldest, upper - pieceSize);
            var entries = await journal.ReadAsync(lower - 1, (int)(upper - lower), cancellation);
            for (var i = entries.Count - 1; i >= 0; i--)
            {
                // When the beginning of a piece is pruned meanwhile, what follows it is read instead.
                if (entries[i].Position < upper)
                {
                    yield return entries[i];
                }
            }

            upper = lower;
        }
    }

    // Entries stand in the order in which they were recorded, so that bisection finds the place.
    private async Task<long> LastRecordedBeforeAsync(DateTimeOffset instant, CancellationToken cancellation)
    {
        var (low, high) = (journal.Oldest - 1, journal.Head);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (await journal.ReadAsync(middle - 1, 1, cancellation) is [var entry] && entry.RecordedAt >= instant)
            {
                high = middle - 1;
            }
            else
            {
                low = middle;
            }
        }

        return low;
    }

    /// <summary>A page that is being filled.</summary>
    private sealed class Page(SiteHistoryQuery query, IEventCodec codec)
    {
        private int _looked;

        public ImmutableArray<PresenceChangeView>.Builder Changes { get; } = ImmutableArray.CreateBuilder<PresenceChangeView>();

        /// <summary>The position before which the next page goes on; null when there is none.</summary>
        public long? Next { get; private set; }

        /// <summary>How many entries are read at once: not a thousand for ten.</summary>
        public int PieceSize { get; } = query.Presences.IsEmpty && query.Causes.IsEmpty && query.To is null ? Math.Clamp(2 * query.Limit, 50, SiteHistory.PieceSize) : SiteHistory.PieceSize;

        /// <summary>Takes an entry if it is wanted. False when the page has ended with it.</summary>
        public bool Take(JournalEntry entry)
        {
            if (!IsTooOld(entry) && ChangeStream.ChangeOf(entry, codec.Decode) is { } change && IsWanted(change))
            {
                Changes.Add(change);
            }

            return Pass(entry);
        }

        /// <summary>Leaves an entry out. False when the page has ended with it.</summary>
        public bool Pass(JournalEntry entry)
        {
            _looked++;
            if (IsTooOld(entry))
            {
                return false;
            }

            var full = Changes.Count >= query.Limit || _looked >= Patience;
            Next = full ? entry.Position : null;
            return !full;
        }

        private bool IsTooOld(JournalEntry entry) => entry.RecordedAt < query.From - ClockSlack;

        private bool IsWanted(PresenceChangeView change) =>
            (query.Presences.IsEmpty || query.Presences.Contains(change.To))
            && (query.Causes.IsEmpty || query.Causes.Contains(change.Cause))
            && !(change.RecordedAt < query.From)
            && !(change.RecordedAt >= query.To);
    }
}
