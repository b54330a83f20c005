using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class AffinityTests : SimulatorTest
{
    [Fact]
    public async Task A_delegate_cannot_subscribe_and_a_request_without_affinity_meets_another_back_end()
    {
        Simulator.Mailboxes[Anna].Grant(Simulator.ServiceAccount.UserName, MailboxRights.Reviewer with { MayImpersonate = true });
        (await Client.SubscribeAsync(impersonate: null, folders: EwsClient.Calendars([Anna]))).Code.ShouldBe("ErrorSubscriptionDelegateAccessNotSupported");

        Client.Headers["X-AnchorMailbox"] = Anna;
        Client.Headers["X-PreferServerAffinity"] = "true";
        var subscribed = await Client.SubscribeAsync();
        var id = EwsClient.Text(subscribed, "SubscriptionId");
        var cookie = subscribed.Http.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldStartWith("X-BackEndOverrideCookie=EX0");

        (await Client.UnsubscribeAsync(id)).Code.ShouldBe("ErrorSubscriptionNotFound");
        Client.Headers["Cookie"] = cookie.Split(';')[0];
        (await Client.SubscribeAsync()).Http.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await Client.UnsubscribeAsync(id)).Code.ShouldBe("NoError");
    }

    private protected override SimulatorOptions Options(SimulatorOptions standard) => standard with { Notifications = new NotificationOptions { BackEnds = 2 } };
}
