using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Storage.Sqlite.Native;

namespace CaPresenceActors.Storage.Sqlite.Writing;

/// <summary>Writes the rows of appends, inside the writer's transaction.</summary>
internal sealed class AppendStatements(Connection connection, Manifests manifests) : IDisposable
{
    private readonly Statement _event = connection.Prepare("INSERT INTO journal (position, pid, sequence, previous, recorded_at, manifest, payload) VALUES (?, ?, ?, ?, ?, ?, ?)");
    private readonly Statement _manifest = connection.Prepare("INSERT INTO manifest (id, name) VALUES (?, ?)");
    private readonly Statement _document = connection.Prepare("INSERT INTO document (pid, key, payload) VALUES (?, ?, ?) ON CONFLICT (pid, key) DO UPDATE SET payload = excluded.payload");
    private readonly Statement _noDocument = connection.Prepare("DELETE FROM document WHERE pid = ? AND key = ?");

    /// <summary>Writes one append.</summary>
    /// <param name="request">What is to be written.</param>
    /// <param name="head">Position of the newest entry so far.</param>
    /// <param name="entries">Receives the entries for the observers; null when nobody observes.</param>
    /// <returns>Position of the newest entry now.</returns>
    /// <exception cref="InvalidDataException">The append contradicts itself.</exception>
    public long Write(AppendRequest request, long head, List<JournalEntry>? entries)
    {
        var events = request.Events;
        if (events.Length > 0)
        {
            head = WriteEvents(request, events, head, entries);
        }

        foreach (var document in request.Documents)
        {
            if (document.Payload is { } payload)
            {
                _document.Bind(1, request.PersistenceId).Bind(2, document.Key).Bind(3, payload.Span).Run();
            }
            else
            {
                _noDocument.Bind(1, request.PersistenceId).Bind(2, document.Key).Run();
            }
        }

        return head;
    }

    public void Dispose()
    {
        _event.Dispose();
        _manifest.Dispose();
        _document.Dispose();
        _noDocument.Dispose();
    }

    private long WriteEvents(AppendRequest request, ReadOnlySpan<JournalEvent> events, long head, List<JournalEntry>? entries)
    {
        var sequence = request.FirstSequence;
        var previous = request.PreviousPosition;
        CheckChain(sequence, previous, head);

        var recordedAt = Instants.ToNumber(request.RecordedAt);
        _event.Bind(2, request.PersistenceId).Bind(5, recordedAt);
        foreach (var written in events)
        {
            head++;
            _event.Bind(1, head).Bind(3, sequence).Bind(4, previous)
                .Bind(6, manifests.Number(written.Manifest, _manifest))
                .Bind(7, written.Payload.Span)
                .Run();
            entries?.Add(new JournalEntry
            {
                Position = head,
                PersistenceId = request.PersistenceId,
                Sequence = sequence,
                Previous = previous,
                RecordedAt = Instants.FromNumber(recordedAt),
                Manifest = written.Manifest,
                Payload = written.Payload,
                Event = written.Event,
            });
            previous = head;
            sequence++;
        }

        return head;
    }

    // A wrong link would make the actor's older entries unreachable for ever, so it is refused while its author can still be told.
    private static void CheckChain(long sequence, long previous, long head)
    {
        if (sequence < 1 || previous < 0 || previous > head || (sequence == 1) != (previous == 0))
        {
            throw new InvalidDataException($"Its first event has sequence {sequence} and follows the entry at position {previous}, which cannot be while the journal ends at position {head}.");
        }
    }
}
