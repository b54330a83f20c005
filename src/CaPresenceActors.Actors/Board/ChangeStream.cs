using System.Buffers;
using System.Threading.Channels;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Board;

/// <summary>
/// Takes presence changes from the journal to the subscribers: in order of position, encoded once for all, each subscriber behind a bounded queue of its own.
/// </summary>
public sealed class ChangeStream : IAsyncDisposable
{
    /// <summary>How many pieces may wait for a subscriber before it is cut off. A piece is a commit, or a part of a large one: at most 64 KB, so that no more than 128 MB wait.</summary>
    public const int QueueLimit = 2_048;

    // A piece ends with the change that passes this. The first changes of a large commit go out while its others are encoded, and no buffer is so large that only a full collection frees it.
    private const int PieceBytes = 64 * 1024;

    // Of one change, encoded. A buffer that is large enough from the beginning is not copied into a larger one.
    private const int UsualBytes = 352;

    private readonly Channel<JournalEntry[]> _committed = Channel.CreateUnbounded<JournalEntry[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly IJournal _journal;
    private readonly Func<JournalEntry, object> _decode;
    private readonly IChangeObserver _observer;
    private readonly Func<string, bool> _hidesTimes;
    private readonly Func<string, bool> _isSitesKeyword;
    private readonly Lock _gate = new();
    private readonly List<ChangeSubscription> _subscriptions = [];
    private readonly Task _publishing;
    private long _published;
    private bool _ended;

    /// <summary>Starts publishing.</summary>
    /// <param name="journal">Where changes are read from that a subscriber has missed.</param>
    /// <param name="decode">Makes an event of an entry that was read from the storage.</param>
    /// <param name="observer">Told of all changes once, after the subscribers were.</param>
    /// <param name="hidesTimes">Whether the times of an extension are kept from users. One encoding goes to all subscribers, so it is without these times; null: nobody's are.</param>
    /// <param name="isSitesKeyword">Whether a keyword stands in the site's list. One that does not is of somebody's own list and stays out of what everybody hears; null: all do.</param>
    public ChangeStream(IJournal journal, Func<JournalEntry, object> decode, IChangeObserver observer, Func<string, bool>? hidesTimes = null, Func<string, bool>? isSitesKeyword = null)
    {
        _journal = journal;
        _decode = decode;
        _observer = observer;
        _hidesTimes = hidesTimes ?? (static _ => false);
        _isSitesKeyword = isSitesKeyword ?? (static _ => true);
        _published = journal.Head;
        _publishing = Task.Run(PublishAllAsync);
    }

    /// <summary>How many change streams are open.</summary>
    public int Subscribers
    {
        get
        {
            lock (_gate)
            {
                return _subscriptions.Count;
            }
        }
    }

    /// <summary>The newest position that has gone out to the subscribers.</summary>
    internal long Published
    {
        get
        {
            lock (_gate)
            {
                return _published;
            }
        }
    }

    /// <summary>Ends all subscriptions and stops publishing, after what was committed has gone out.</summary>
    public async ValueTask DisposeAsync()
    {
        _committed.Writer.TryComplete();
        await _publishing;
        foreach (var subscription in EndAll())
        {
            subscription.End();
        }
    }

    /// <summary>Takes what the journal has committed. Called in order of position; returns at once.</summary>
    internal void Publish(ReadOnlySpan<JournalEntry> entries) => _committed.Writer.TryWrite(entries.ToArray());

    internal IChangeSubscription Subscribe(long? after, Func<BoardView> board) => new ChangeSubscription(this, _journal, after, board);

    /// <summary>Joins the live part. What is published after the position that it returns comes through the subscription's queue.</summary>
    internal long Join(ChangeSubscription subscription)
    {
        lock (_gate)
        {
            if (_ended)
            {
                subscription.End();
            }
            else
            {
                _subscriptions.Add(subscription);
            }

            return _published;
        }
    }

    internal void Leave(ChangeSubscription subscription)
    {
        lock (_gate)
        {
            _subscriptions.Remove(subscription);
        }
    }

    /// <summary>The presence changes among some entries, encoded piece by piece as they are asked for.</summary>
    internal IEnumerable<ChangePiece.Changes> Encode(IReadOnlyList<JournalEntry> entries, Action<PresenceChangeView>? each = null)
    {
        var (first, count) = (0, 0);
        ArrayBufferWriter<byte>? buffer = null;
        for (var i = 0; i < entries.Count; i++)
        {
            if (SharedOf(entries[i]) is { } change)
            {
                buffer ??= new ArrayBufferWriter<byte>(Math.Min(UsualBytes * (entries.Count - i), PieceBytes + UsualBytes));
                ChangeJson.WriteSse(buffer, change);
                each?.Invoke(change);
                count++;
            }

            if (buffer is not null && (buffer.WrittenCount >= PieceBytes || i == entries.Count - 1))
            {
                yield return new ChangePiece.Changes(entries[i].Position, count, buffer.WrittenMemory) { FirstPosition = entries[first].Position };
                (first, count, buffer) = (i + 1, 0, null);
            }
        }
    }

    /// <summary>The presence change that an entry of the journal tells of, in the form that goes out to everybody, whoever they are: subscribers and webhooks. Null when it tells of something else.</summary>
    internal PresenceChangeView? SharedOf(JournalEntry entry)
    {
        var change = ChangeOf(entry, _decode);
        if (change is null)
        {
            return null;
        }

        // A keyword is a word of a subject: one of the person's own list is nobody else's affair.
        var shared = change.Keyword is { } keyword && !_isSitesKeyword(keyword) ? change with { Keyword = null, Event = null } : change;
        return _hidesTimes(change.Extension) ? shared with { Until = null, Next = null, Keyword = null, Event = null, TimesHidden = true } : shared;
    }

    /// <summary>The presence change that an entry of the journal tells of; null when it tells of something else.</summary>
    internal static PresenceChangeView? ChangeOf(JournalEntry entry, Func<JournalEntry, object> decode)
    {
        if (PresenceIds.ExtensionOf(entry.PersistenceId) is not { } extension
            || (entry.Event ?? decode(entry)) is not PresenceEvent { Settlement: { Change: { } change } settlement } happened)
        {
            return null;
        }

        return new PresenceChangeView
        {
            Position = entry.Position,
            Extension = extension,
            Sequence = entry.Sequence,
            At = happened.At,
            RecordedAt = entry.RecordedAt,
            From = change.From,
            To = change.To,
            Cause = change.Cause,
            Event = change.Appointment?.ToString(),
            Keyword = change.Keyword,
            Until = settlement.Outlook.Until,
            Next = settlement.Outlook.Next,
        };
    }

    private async Task PublishAllAsync()
    {
        await foreach (var entries in _committed.Reader.ReadAllAsync())
        {
            var changes = new List<PresenceChangeView>(entries.Length);
            foreach (var piece in Encode(entries, changes.Add))
            {
                foreach (var subscription in Advance(piece.Position))
                {
                    subscription.Offer(piece);
                }
            }

            Advance(entries[^1].Position);
            if (changes.Count > 0)
            {
                await _observer.ChangedAsync(changes);
            }
        }
    }

    private ChangeSubscription[] Advance(long position)
    {
        lock (_gate)
        {
            _published = position;
            return [.. _subscriptions];
        }
    }

    private ChangeSubscription[] EndAll()
    {
        lock (_gate)
        {
            _ended = true;
            return [.. _subscriptions];
        }
    }
}

/// <summary>Hears of each presence change once, after it went to the subscribers: for the log and the figures.</summary>
public interface IChangeObserver
{
    /// <summary>Presences changed. What comes next is published when this has ended, so whoever falls behind can hold it back; who does more than note them does it on his own time.</summary>
    /// <param name="changes">In order of position, and nobody else's: they may be kept.</param>
    ValueTask ChangedAsync(IReadOnlyList<PresenceChangeView> changes);
}
