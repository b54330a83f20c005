using CaPresenceActors.Exchange.Simulator.Notifications;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Opens a stream over subscriptions. Its connection hangs, so it is counted by itself and not among the requests that run.</summary>
internal sealed class GetStreamingEvents : IEwsOperation
{
    public string Name => "GetStreamingEvents";

    public async Task AnswerAsync(EwsCall call, CancellationToken cancellation)
    {
        var ids = call.Operation.Required("SubscriptionIds").Children.Select(id => id.Text.Trim()).Distinct(StringComparer.Ordinal).ToList();
        var timeout = TimeSpan.FromMinutes(call.Operation.Required("ConnectionTimeout").Int);
        call.LeaveBudget();
        if (ids.Count > call.Limits.SubscriptionIds)
        {
            await RefuseAsync(call, new EwsErrorException("ErrorInvalidArgument", $"The request has {ids.Count} subscriptions, but at most {call.Limits.SubscriptionIds} are allowed."), cancellation);
            return;
        }

        if (!call.Server.HangingConnections.TryEnter(call.Payer, call.Limits.HangingConnections))
        {
            await RefuseAsync(call, new EwsErrorException("ErrorExceededConnectionCount", "You have exceeded the available concurrent connections for your account. Try again once your other requests have completed.", ("Policy", "HangingConnectionLimit")), cancellation);
            return;
        }

        call.Server.OpenStreams.Add(1);
        try
        {
            var (good, bad, reason) = Sort(call, ids);
            var stream = new StreamingAnswer(call, timeout);
            await stream.RunAsync(good, bad, reason, cancellation);
        }
        finally
        {
            call.Server.OpenStreams.Add(-1);
            call.Server.HangingConnections.Leave(call.Payer);
        }
    }

    private static (List<Subscription> Good, List<string> Bad, EwsErrorException? Reason) Sort(EwsCall call, List<string> ids)
    {
        var good = new List<Subscription>(ids.Count);
        var bad = new List<string>();
        EwsErrorException? reason = null;
        foreach (var id in ids)
        {
            try
            {
                var subscription = call.Subscription(id);
                good.Add(subscription.IsPull ? throw new EwsErrorException("ErrorInvalidSubscription", "The subscription is not a streaming subscription.") : subscription);
            }
            catch (EwsErrorException e)
            {
                bad.Add(id);
                reason ??= e;
            }
        }

        return (good, bad, reason);
    }

    private static Task RefuseAsync(EwsCall call, EwsErrorException reason, CancellationToken cancellation) => call.SendAsync(
        writer => StreamEnvelopes.Write(writer, w =>
        {
            EwsOperation.WriteError(w, reason);
            w.Message("ConnectionStatus", "Closed");
        }),
        cancellation);
}
