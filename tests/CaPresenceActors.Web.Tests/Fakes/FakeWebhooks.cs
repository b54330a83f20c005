using System.Collections.Immutable;
using CaPresenceActors.Actors.Webhooks;

namespace CaPresenceActors.Web.Tests.Fakes;

/// <summary>Webhooks that deliver nothing: what they are asked is kept, and what they answer can be said beforehand.</summary>
internal sealed class FakeWebhooks : IWebhooks
{
    public const string Secret = "5ec7e7";

    private readonly SortedDictionary<string, WebhookView> _views = new(StringComparer.Ordinal);

    /// <summary>What was asked, with who asked it.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>The answer to every command from now on; null: it is done.</summary>
    public WebhookReply? Answer { get; set; }

    public ImmutableArray<WebhookDelivery> Deliveries { get; set; } = [];

    public void Put(WebhookView view) => _views[view.Id] = view;

    public Task<ImmutableArray<WebhookView>> AllAsync(CancellationToken cancellation) => Task.FromResult(_views.Values.ToImmutableArray());

    public Task<WebhookView?> FindAsync(string id, CancellationToken cancellation) => Task.FromResult(_views.GetValueOrDefault(id));

    public Task<ImmutableArray<WebhookDelivery>?> DeliveriesAsync(string id, CancellationToken cancellation) =>
        Task.FromResult<ImmutableArray<WebhookDelivery>?>(_views.ContainsKey(id) ? Deliveries : null);

    public Task<WebhookReply> AddAsync(WebhookSpec spec, string by, CancellationToken cancellation) =>
        Do($"{by} adds {spec.Name}", "0123456789abcdef", () => Stand("0123456789abcdef", spec, Secret), mayBeNew: true);

    public Task<WebhookReply> ChangeAsync(string id, WebhookSpec spec, string by, CancellationToken cancellation) => Do($"{by} changes {spec.Name}", id, () => Stand(id, spec));

    public Task<WebhookReply> RenewSecretAsync(string id, string by, CancellationToken cancellation) => Do($"{by} renews", id, () => Stand(id, _views[id].Spec, Secret));

    public Task<WebhookReply> RemoveAsync(string id, string by, CancellationToken cancellation) => Do($"{by} removes", id, () =>
    {
        _views.Remove(id);
        return new WebhookReply.Done();
    });

    public Task<WebhookReply> ReplayAsync(string id, long after, string by, CancellationToken cancellation) => Do($"{by} replays after {after}", id, () => Stand(id, _views[id].Spec));

    public Task<WebhookReply> TestAsync(string id, CancellationToken cancellation) => Do("test", id, () => new WebhookReply.Tested(Deliveries[0]));

    private Task<WebhookReply> Do(string asked, string id, Func<WebhookReply> work, bool mayBeNew = false)
    {
        Asked.Add(asked);
        return Task.FromResult(Answer ?? (mayBeNew || _views.ContainsKey(id) ? work() : new WebhookReply.Unknown(id)));
    }

    private WebhookReply.Stands Stand(string id, WebhookSpec spec, string? secret = null)
    {
        var view = new WebhookView { Id = id, Spec = spec, Position = 4812, Behind = 3, State = WebhookState.Idle };
        Put(view);
        return new WebhookReply.Stands(view, secret);
    }
}
