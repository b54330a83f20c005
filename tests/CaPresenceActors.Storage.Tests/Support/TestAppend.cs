using System.Text;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Storage.Tests.Support;

/// <summary>An append whose outcome can be awaited: the position of its first event, or the refusal.</summary>
internal sealed class TestAppend(string persistenceId, long firstSequence, long previousPosition, JournalEvent[] events, params DocumentWrite[] documents) : AppendRequest
{
    private readonly TaskCompletionSource<long> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static DateTimeOffset Noon { get; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public override string PersistenceId { get; } = persistenceId;

    public override long FirstSequence { get; } = firstSequence;

    public override long PreviousPosition { get; } = previousPosition;

    public override DateTimeOffset RecordedAt => At;

    public DateTimeOffset At { get; init; } = Noon;

    public override ReadOnlySpan<JournalEvent> Events => events;

    public override ReadOnlySpan<DocumentWrite> Documents => documents;

    public Task<long> Outcome => _outcome.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    /// <summary>Called on the journal's thread before the outcome is known to the test.</summary>
    public Action<long>? WhenCompleted { get; init; }

    public static JournalEvent Event(string text, string manifest = "test.happened/1") => new(manifest, Encoding.UTF8.GetBytes(text), text);

    public static DocumentWrite Document(string key, string? text) => new(key, text is null ? null : (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(text));

    public override void Completed(long firstPosition)
    {
        WhenCompleted?.Invoke(firstPosition);
        _outcome.SetResult(firstPosition);
    }

    public override void Failed(JournalException reason) => _outcome.SetException(reason);
}
