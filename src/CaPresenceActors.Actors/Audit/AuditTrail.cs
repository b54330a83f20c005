using System.Collections.Immutable;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Actors.Audit;

/// <summary>
/// Walks the entries of all actors that keep settings at once, newest first, along the positions by which each entry names the one before it: what extensions have written meanwhile is not even touched.
/// </summary>
internal sealed class AuditTrail(IJournal journal, IEventCodec codec, NewestEntries newest, ImmutableArray<AuditSource> sources) : IAuditTrail
{
    /// <summary>So many entries are looked at for one page at most.</summary>
    internal const int Patience = 5_000;

    private const int PieceSize = 256;

    // An entry may be recorded a little before or after one that follows it when the clock was corrected in between.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public async Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellation)
    {
        var chains = await ChainsAsync(query, cancellation);
        var entries = ImmutableArray.CreateBuilder<AuditEntry>();
        for (var looked = 0; entries.Count < query.Limit && looked < Patience && NewestOf(chains) is { } chain; looked++)
        {
            if (await chain.TakeAsync(cancellation) is not { } entry || entry.Position >= query.Before || entry.RecordedAt >= query.To + ClockSlack)
            {
                continue;
            }

            if (entry.RecordedAt < query.From - ClockSlack)
            {
                chain.End();
                continue;
            }

            entries.AddRange(await EntriesOfAsync(entry, chain, query, cancellation));
        }

        var open = chains.Where(chain => chain.Position > 0).ToImmutableSortedDictionary(chain => chain.Source.PersistenceId, chain => chain.Position, StringComparer.Ordinal);
        return new AuditPage(entries.DrainToImmutable(), open.IsEmpty ? null : new AuditCursor(open));
    }

    private async Task<IReadOnlyList<AuditChain>> ChainsAsync(AuditQuery query, CancellationToken cancellation)
    {
        var chains = new List<AuditChain>();
        foreach (var source in sources.Where(source => query.What is not { } what || source.Kinds.Contains(what)))
        {
            if (await BeginAsync(source.PersistenceId, query.Cursor, cancellation) is var position && position >= journal.Oldest)
            {
                chains.Add(new AuditChain(source, journal, position, Math.Min(PieceSize, query.Limit + 1)));
            }
        }

        return chains;
    }

    private async ValueTask<long> BeginAsync(string persistenceId, AuditCursor? cursor, CancellationToken cancellation)
    {
        if (cursor is null)
        {
            return await newest.OfAsync(persistenceId, cancellation);
        }

        var position = cursor.Positions.GetValueOrDefault(persistenceId);
        return position < journal.Oldest || await IsOfAsync(persistenceId, position, cancellation) ? position : throw new AuditCursorException(persistenceId, position);
    }

    private async ValueTask<bool> IsOfAsync(string persistenceId, long position, CancellationToken cancellation) =>
        await journal.ReadAsync(position - 1, 1, cancellation) is [var entry] && entry.Position == position && entry.PersistenceId == persistenceId;

    private static AuditChain? NewestOf(IReadOnlyList<AuditChain> chains) => chains.Where(chain => chain.Position > 0).MaxBy(chain => chain.Position);

    private async ValueTask<IEnumerable<AuditEntry>> EntriesOfAsync(JournalEntry entry, AuditChain chain, AuditQuery query, CancellationToken cancellation)
    {
        var happened = codec.Decode(entry);
        if (chain.Source.MarkOf(happened) is not { } mark || !IsWanted(mark, query))
        {
            return [];
        }

        var findings = await chain.Source.FindingsAsync(happened, async () => await chain.PeekAsync(cancellation) is { } earlier ? codec.Decode(earlier) : null);
        return findings
            .Where(finding => query.What is null || finding.What == query.What)
            .Select(finding => new AuditEntry(entry.Position, mark.At, mark.By, finding.What, mark.Subject, finding.Sentence, finding.Changes));
    }

    private static bool IsWanted(AuditMark mark, AuditQuery query) =>
        (query.By is null || string.Equals(query.By, mark.By, StringComparison.OrdinalIgnoreCase))
        && (query.Subject is null || string.Equals(query.Subject, mark.Subject, StringComparison.OrdinalIgnoreCase))
        && !(mark.At < query.From)
        && !(mark.At >= query.To);
}
