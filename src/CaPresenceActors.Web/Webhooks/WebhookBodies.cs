using CaPresenceActors.Actors.Webhooks;

namespace CaPresenceActors.Web.Webhooks;

/// <summary>What an administrator says of a webhook.</summary>
internal sealed record WebhookSpecBody
{
    public required string Name { get; init; }

    public required string Url { get; init; }

    /// <summary>Left out: yes.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Left out: everybody's changes.</summary>
    public IReadOnlyList<string>? Extensions { get; init; }

    public WebhookSpec ToSpec() => new() { Name = Name, Url = Url, Enabled = Enabled ?? true, Extensions = Extensions is { } extensions ? [.. extensions] : null };

    /// <summary>Everything but the address, which may hold a secret of the receiver.</summary>
    public override string ToString() => Name;
}

/// <summary>A webhook and how it goes.</summary>
internal sealed record WebhookBody
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Url { get; init; }

    public required bool Enabled { get; init; }

    public IReadOnlyList<string>? Extensions { get; init; }

    public required long Position { get; init; }

    public required long Behind { get; init; }

    public required WebhookState State { get; init; }

    public DateTimeOffset? LastDeliveredAt { get; init; }

    public DateTimeOffset? NextTryAt { get; init; }

    public string? LastError { get; init; }

    /// <summary>Only in the answer to what made it.</summary>
    public string? Secret { get; init; }

    public static WebhookBody Of(WebhookView view, string? secret = null) => new()
    {
        Id = view.Id,
        Name = view.Spec.Name,
        Url = view.Spec.Url,
        Enabled = view.Spec.Enabled,
        Extensions = view.Spec.Extensions is { } extensions ? [.. extensions] : null,
        Position = view.Position,
        Behind = view.Behind,
        State = view.State,
        LastDeliveredAt = view.LastDeliveredAt,
        NextTryAt = view.NextTryAt,
        LastError = view.LastError,
        Secret = secret,
    };

    /// <summary>Everything but what must not get into a log.</summary>
    public override string ToString() => $"{Name} ({Id})";
}

/// <param name="Webhooks">By name.</param>
internal sealed record WebhooksBody(IReadOnlyList<WebhookBody> Webhooks);

/// <param name="Deliveries">Newest first.</param>
internal sealed record WebhookDeliveriesBody(IReadOnlyList<WebhookDelivery> Deliveries);

/// <summary>Where to go on.</summary>
internal sealed record ReplayBody
{
    /// <summary>The last position that is not wanted again.</summary>
    public required long After { get; init; }
}
