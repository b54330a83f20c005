using System.Collections.Immutable;
using System.Security.Cryptography;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Actors.Webhooks;

/// <summary>Speaks for the book of webhooks.</summary>
internal sealed class RunningWebhooks : IWebhooks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // A test waits for the delivery before it, and both for a receiver that does not answer.
    private static readonly TimeSpan PatienceWithReceiver = TimeSpan.FromSeconds(45);

    private readonly WebhookDesk _desk;
    private readonly WebhookBell _bell = new();
    private IActorRef? _book;

    /// <summary>Hears of what is committed from now on.</summary>
    public RunningWebhooks(WebhookDesk desk)
    {
        _desk = desk;
        desk.Journal.Subscribe(_bell);
    }

    private IActorRef Book => _book ?? throw new EngineUnavailableException("The engine has not started. Try again in a moment.", new InvalidOperationException("The book of webhooks does not run yet."));

    /// <summary>Starts delivering; to be called when everything else has recovered.</summary>
    /// <returns>Position of the newest event of the book; 0 for none.</returns>
    public async Task<long> StartAsync(ActorSystem system, TimeSpan patience, CancellationToken cancellation)
    {
        var book = system.ActorOf(Props.Create(() => new WebhookBook(_desk, _bell)), "webhooks");
        var begun = await book.Ask<WebhookReply.Begun>(new WebhookMessage.Begin(), patience, cancellation);
        _book = book;
        system.CoordinatedShutdown.AddTask(CoordinatedShutdown.Drain, "webhooks", time => book.Ask<WebhookReply>(new WebhookMessage.Finish(), Patience, time));
        return begun.LastPosition;
    }

    public async Task<ImmutableArray<WebhookView>> AllAsync(CancellationToken cancellation)
    {
        var all = await StandingsAsync(cancellation);
        var head = _desk.Journal.Head;
        return [.. all.Select(standing => standing.View(head)).OrderBy(view => view.Spec.Name, StringComparer.OrdinalIgnoreCase)];
    }

    public async Task<WebhookView?> FindAsync(string id, CancellationToken cancellation) => (await StandingAsync(id, cancellation))?.View(_desk.Journal.Head);

    public async Task<ImmutableArray<WebhookDelivery>?> DeliveriesAsync(string id, CancellationToken cancellation) => (await StandingAsync(id, cancellation))?.Deliveries;

    public Task<WebhookReply> AddAsync(WebhookSpec spec, string by, CancellationToken cancellation)
    {
        var secret = WebhookSignature.NewSecret();
        var id = RandomNumberGenerator.GetHexString(16, lowercase: true);
        return AskAsync(new WebhookMessage.Add(id, spec, _desk.Secrets.Protect(secret), by), Patience, cancellation, secret);
    }

    public Task<WebhookReply> ChangeAsync(string id, WebhookSpec spec, string by, CancellationToken cancellation) => AskAsync(new WebhookMessage.Change(id, spec, by), Patience, cancellation);

    public Task<WebhookReply> RenewSecretAsync(string id, string by, CancellationToken cancellation)
    {
        var secret = WebhookSignature.NewSecret();
        return AskAsync(new WebhookMessage.RenewSecret(id, _desk.Secrets.Protect(secret), by), Patience, cancellation, secret);
    }

    public Task<WebhookReply> RemoveAsync(string id, string by, CancellationToken cancellation) => AskAsync(new WebhookMessage.Remove(id, by), Patience, cancellation);

    public Task<WebhookReply> ReplayAsync(string id, long after, string by, CancellationToken cancellation) => AskAsync(new WebhookMessage.Replay(id, after, by), Patience, cancellation);

    public Task<WebhookReply> TestAsync(string id, CancellationToken cancellation) => AskAsync(new WebhookMessage.Test(id), PatienceWithReceiver, cancellation);

    private async Task<WebhookStanding?> StandingAsync(string id, CancellationToken cancellation) => (await StandingsAsync(cancellation)).FirstOrDefault(standing => standing.Hook.Id == id);

    private async Task<ImmutableArray<WebhookStanding>> StandingsAsync(CancellationToken cancellation)
    {
        try
        {
            return await Book.Ask<ImmutableArray<WebhookStanding>>(new WebhookMessage.GetAll(), Patience, cancellation);
        }
        catch (AskTimeoutException e)
        {
            throw new EngineUnavailableException($"Nobody answered within {Patience.TotalSeconds:F0} s. Try again in a moment.", e);
        }
        catch (ActorStoppedException e)
        {
            throw new EngineUnavailableException("The engine is stopping. Try again when it runs.", e);
        }
        catch (MailboxFullException e)
        {
            throw new EngineUnavailableException("Too much is waiting already. Try again in a moment.", e);
        }
    }

    private async Task<WebhookReply> AskAsync(WebhookMessage message, TimeSpan patience, CancellationToken cancellation, string? secret = null)
    {
        try
        {
            return await Book.Ask<WebhookReply>(message, patience, cancellation) switch
            {
                WebhookReply.StandsAt(var standing) => new WebhookReply.Stands(standing.View(_desk.Journal.Head), secret),
                var reply => reply,
            };
        }
        catch (PersistFailedException e)
        {
            return new WebhookReply.Failed($"It could not be recorded, so nothing was changed. {e.InnerException?.Message ?? e.Message}");
        }
        catch (AskTimeoutException)
        {
            return new WebhookReply.Failed($"Nobody answered within {patience.TotalSeconds:F0} s. It may still be done; look before you try again.");
        }
        catch (ActorStoppedException)
        {
            return new WebhookReply.Failed("The engine is stopping, so nothing was changed.");
        }
        catch (MailboxFullException)
        {
            return new WebhookReply.Failed("Too much is waiting already, so nothing was changed. Try again in a moment.");
        }
    }
}
