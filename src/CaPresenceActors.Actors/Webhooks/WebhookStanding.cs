using System.Collections.Immutable;

namespace CaPresenceActors.Actors.Webhooks;

/// <summary>
/// How a webhook goes, for everybody to read while its deliverer works. It outlives a deliverer that failed, so that the next one goes on where that one was.
/// </summary>
internal sealed class WebhookStanding
{
    /// <summary>How many deliveries are kept.</summary>
    public const int KeptDeliveries = 50;

    private readonly Lock _gate = new();
    private readonly Queue<WebhookDelivery> _deliveries = new(KeptDeliveries);
    private Webhook _hook;
    private WebhookCursor _cursor;
    private WebhookState _state;
    private DateTimeOffset? _lastDeliveredAt;
    private DateTimeOffset? _nextTryAt;
    private string? _lastError;

    public WebhookStanding(Webhook hook, WebhookCursor cursor) => (_hook, _cursor, _state) = (hook, cursor, Resting(hook));

    public Webhook Hook
    {
        get
        {
            lock (_gate)
            {
                return _hook;
            }
        }
    }

    public WebhookCursor Cursor
    {
        get
        {
            lock (_gate)
            {
                return _cursor;
            }
        }
    }

    /// <summary>The last deliveries, newest first.</summary>
    public ImmutableArray<WebhookDelivery> Deliveries
    {
        get
        {
            lock (_gate)
            {
                return [.. _deliveries.Reverse()];
            }
        }
    }

    public WebhookView View(long head)
    {
        lock (_gate)
        {
            return new WebhookView
            {
                Id = _hook.Id,
                Spec = _hook.Spec,
                Position = _cursor.Position,
                Behind = Math.Max(0, head - _cursor.Position),
                State = _state,
                LastDeliveredAt = _lastDeliveredAt,
                NextTryAt = _nextTryAt,
                LastError = _lastError,
            };
        }
    }

    public void Redefine(Webhook hook, WebhookCursor cursor)
    {
        lock (_gate)
        {
            (_hook, _cursor, _state, _nextTryAt) = (hook, cursor, Resting(hook), null);
            _lastError = hook.Spec.Enabled ? null : _lastError;
        }
    }

    public void MoveTo(WebhookCursor cursor)
    {
        lock (_gate)
        {
            _cursor = cursor;
        }
    }

    public void Rest()
    {
        lock (_gate)
        {
            (_state, _nextTryAt) = (Resting(_hook), null);
        }
    }

    public void Deliver()
    {
        lock (_gate)
        {
            (_state, _nextTryAt) = (WebhookState.Delivering, null);
        }
    }

    public void Retry(string error, DateTimeOffset nextTry)
    {
        lock (_gate)
        {
            (_state, _nextTryAt, _lastError) = (WebhookState.Retrying, nextTry, error);
        }
    }

    /// <summary>A try has ended.</summary>
    public void Note(WebhookDelivery delivery)
    {
        lock (_gate)
        {
            if (_deliveries.Count == KeptDeliveries)
            {
                _deliveries.Dequeue();
            }

            _deliveries.Enqueue(delivery);
            if (delivery.Kind != WebhookDeliveryKind.Test)
            {
                _lastError = delivery.Error;
                _lastDeliveredAt = delivery.Error is null ? delivery.At : _lastDeliveredAt;
            }
        }
    }

    private static WebhookState Resting(Webhook hook) => hook.Spec.Enabled ? WebhookState.Idle : WebhookState.Disabled;
}
