using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Actors.Webhooks;

/// <summary>What all deliverers work with.</summary>
internal sealed record WebhookDesk
{
    /// <summary>Where changes are read from.</summary>
    public required IJournal Journal { get; init; }

    /// <summary>The change that an entry tells of, in the form that everybody may see; null when it tells of something else. The change stream's own.</summary>
    public required Func<JournalEntry, PresenceChangeView?> Shared { get; init; }

    public required IWebhookSender Sender { get; init; }

    public required ISecretProtector Secrets { get; init; }

    public required TimeProvider Clock { get; init; }

    public required WebhookBackOff BackOff { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Whether plain HTTP is allowed to other machines.</summary>
    public bool PlainHttp { get; init; }
}

/// <summary>Wakes the book of webhooks when the journal has something new: one message, however much that is.</summary>
internal sealed class WebhookBell : IJournalObserver
{
    private volatile IActorRef? _book;
    private int _rung;

    public void HangAt(IActorRef book) => _book = book;

    /// <summary>From now on it rings again. Said before the journal is looked at, so that nothing slips through between.</summary>
    public void Heard() => Volatile.Write(ref _rung, 0);

    public void Committed(ReadOnlySpan<JournalEntry> entries)
    {
        if (_book is { } book && Interlocked.Exchange(ref _rung, 1) == 0)
        {
            book.Tell(WebhookMessage.Ring.Instance, sender: null);
        }
    }
}
