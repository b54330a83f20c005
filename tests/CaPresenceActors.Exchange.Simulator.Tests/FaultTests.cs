using System.Net;
using CaPresenceActors.Exchange.Simulator.Faults;
using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class FaultTests : SimulatorTest
{
    [Fact]
    public async Task A_busy_server_says_how_long_to_stay_away()
    {
        using (Simulator.Faults.Always(new FaultAnswer.ServerBusy(TimeSpan.FromMilliseconds(297749)), request => request.IsAbout(Anna)))
        {
            var answer = await AskAsync(Anna);
            answer.Status.ShouldBe(HttpStatusCode.InternalServerError);
            answer.FaultCode.ShouldBe("ErrorServerBusy");
            var value = answer.Fault.Element("detail")!.Element(EwsAnswer.T + "MessageXml")!.Element(EwsAnswer.T + "Value")!;
            (value.Attribute("Name")!.Value, value.Value).ShouldBe(("BackOffMilliseconds", "297749"));
            (await AskAsync(Ben)).Code.ShouldBe("NoError");
        }

        (await AskAsync(Anna)).Code.ShouldBe("NoError");
    }

    [Fact]
    public async Task An_unavailable_server_answers_503_without_xml()
    {
        using var fault = Simulator.Faults.Next(1, new FaultAnswer.ServiceUnavailable(TimeSpan.FromSeconds(30)));

        var answer = await AskAsync(Anna);

        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Http.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
        answer.Text.ShouldBeEmpty();
        (await AskAsync(Anna)).Code.ShouldBe("NoError");
    }

    [Fact]
    public async Task A_server_that_believes_nobody_answers_401()
    {
        using var fault = Simulator.Faults.Always(new FaultAnswer.Unauthorized());

        (await AskAsync(Anna)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_cut_connection_is_no_answer()
    {
        using var fault = Simulator.Faults.Next(1, new FaultAnswer.AbortConnection());

        await Should.ThrowAsync<HttpRequestException>(() => AskAsync(Anna));
        (await AskAsync(Anna)).Code.ShouldBe("NoError");
    }

    [Fact]
    public async Task An_offline_server_cuts_every_connection_until_it_is_back()
    {
        Simulator.Faults.Offline = true;
        await Should.ThrowAsync<HttpRequestException>(() => AskAsync(Anna));
        Simulator.Mailboxes[Anna].Requests.Total.ShouldBe(0);

        Simulator.Faults.Offline = false;
        (await AskAsync(Anna)).Code.ShouldBe("NoError");
    }

    [Fact]
    public async Task Any_fault_and_any_page_can_be_answered()
    {
        using (Simulator.Faults.Next(1, new FaultAnswer.SoapFault("ErrorMailboxMoveInProgress", "Moving.")))
        {
            (await AskAsync(Anna)).FaultCode.ShouldBe("ErrorMailboxMoveInProgress");
        }

        using (Simulator.Faults.Next(1, new FaultAnswer.Html(500, "<html>Server Error in '/EWS' Application</html>")))
        {
            (await AskAsync(Anna)).Text.ShouldContain("Server Error");
        }
    }

    [Fact]
    public async Task A_stopped_server_starts_again_at_the_same_address_with_its_mailboxes()
    {
        var address = Simulator.Address;

        await Simulator.StopAsync();
        await Should.ThrowAsync<HttpRequestException>(() => AskAsync(Anna));
        await Simulator.StartAsync(TestContext.Current.CancellationToken);

        Simulator.Address.ShouldBe(address);
        (await AskAsync(Anna)).Code.ShouldBe("NoError");
    }

    private Task<EwsAnswer> AskAsync(string mailbox) => Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", mailbox);
}
