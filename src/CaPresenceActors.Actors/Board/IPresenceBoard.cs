namespace CaPresenceActors.Actors.Board;

/// <summary>
/// What everybody shows now, in memory: all that readers read. It follows the journal in order of position, so that who was told "done" finds the change here.
/// </summary>
public interface IPresenceBoard
{
    /// <summary>Position of the newest journal entry that is on the board.</summary>
    long Position { get; }

    /// <summary>How many extensions there are.</summary>
    int Count { get; }

    /// <summary>What an extension shows; null when there is no such extension.</summary>
    PresenceView? Find(string extension);

    /// <summary>Everybody, at one position.</summary>
    BoardView View();

    /// <summary>
    /// Opens the change stream.
    /// </summary>
    /// <param name="after">The last position that the subscriber knows: everything after it comes, without a gap. Null: what comes from now on.</param>
    /// <returns>
    /// Pieces of the stream, in order of position, until the subscription is disposed or cut off. The first piece is a <see cref="ChangePiece.Reset"/> when <paramref name="after"/> lies before
    /// what the journal still has, or beyond its head.
    /// </returns>
    IChangeSubscription Subscribe(long? after);
}

/// <summary>An open change stream. A subscriber that does not keep up is cut off; it comes back with the last position it knows and misses nothing.</summary>
public interface IChangeSubscription : IAsyncDisposable
{
    /// <summary>The pieces as they come.</summary>
    /// <exception cref="SlowSubscriberException">The subscriber did not keep up.</exception>
    IAsyncEnumerable<ChangePiece> ReadAsync(CancellationToken cancellation);
}

/// <summary>A piece of the change stream.</summary>
public abstract record ChangePiece
{
    private ChangePiece(long position) => Position = position;

    /// <summary>The newest position that this piece brings the subscriber to.</summary>
    public long Position { get; }

    /// <summary>Forget what you know: here is the whole board.</summary>
    public sealed record Reset(BoardView Board) : ChangePiece(Board.Position);

    /// <summary>
    /// One or several changes, already in the form of server-sent events, encoded once for all subscribers.
    /// </summary>
    /// <param name="LastPosition">The newest position in it.</param>
    /// <param name="Count">How many changes.</param>
    /// <param name="Utf8">Whole events, each with <c>id</c>, <c>event: change</c>, <c>data</c> and an empty line.</param>
    public sealed record Changes(long LastPosition, int Count, ReadOnlyMemory<byte> Utf8) : ChangePiece(LastPosition)
    {
        /// <summary>The oldest position that went into it.</summary>
        public long FirstPosition { get; init; }
    }
}

/// <summary>A subscriber of the change stream did not keep up and was cut off.</summary>
public sealed class SlowSubscriberException : Exception
{
    /// <summary>With how many pieces waited.</summary>
    public SlowSubscriberException(int waiting)
        : base($"The subscriber was {waiting} pieces of the change stream behind and was cut off. It may come back with the last id it knows; nothing is lost.")
    {
    }

    /// <summary>With a sentence of one's own.</summary>
    public SlowSubscriberException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence of one's own and what lies behind it.</summary>
    public SlowSubscriberException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without words; for serializers.</summary>
    public SlowSubscriberException()
    {
    }
}
