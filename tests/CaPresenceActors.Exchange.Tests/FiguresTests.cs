using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Tests.Support;
using static CaPresenceActors.Exchange.Tests.Support.Answers;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

public sealed class FiguresTests
{
    [Fact]
    public async Task Requests_and_bytes_are_counted_and_refusals_by_kind()
    {
        var answers = new Queue<string>([FindItem(Items()), FindItem(Refusal("ErrorAccessDenied")), FindItem(Refusal("ErrorAccessDenied")), Fault("ErrorNonExistentMailbox")]);
        await using var server = await ScriptedServer.StartAsync((_, response) => response.Xml(answers.Dequeue()));
        await using var source = Source(server.Port);
        source.Figures.ShouldBe(ExchangeFigures.None);

        await source.ReadGood();
        await source.ReadFailed();
        await source.ReadFailed();
        await source.ReadFailed();

        var figures = source.Figures;
        figures.Requests.ShouldBe(4);
        figures.Refused.ShouldBe(new Dictionary<ReadFailure, long> { [ReadFailure.AccessDenied] = 2, [ReadFailure.UnknownMailbox] = 1 }, ignoreOrder: true);
        figures.BytesSent.ShouldBeGreaterThan(server.Requests.Sum(request => request.Body.Length));
        figures.BytesReceived.ShouldBeGreaterThan(FindItem(Items()).Length);
        figures.BackOffUntil.ShouldBeNull();
    }

    [Fact]
    public async Task A_pause_that_the_whole_account_has_to_make_is_shown_until_it_is_over()
    {
        var time = new HeldTime();
        await using var server = await ScriptedServer.AnsweringAsync(
            FindItem(Refusal("ErrorServerBusy", """<m:MessageXml><t:Value Name="BackOffMilliseconds">90000</t:Value></m:MessageXml>""")));
        await using var account = Source(Connection(server.Port) with { Access = ExchangeAccess.Delegate }, time: time);
        await using var impersonated = Source(Connection(server.Port), time: time);

        await account.ReadFailed();
        await impersonated.ReadFailed();

        account.Figures.BackOffUntil.ShouldBe(time.GetUtcNow().AddSeconds(90));
        impersonated.Figures.BackOffUntil.ShouldBeNull("It is the mailbox that has to wait.");
        time.Advance(TimeSpan.FromSeconds(90));
        account.Figures.BackOffUntil.ShouldBeNull();
    }
}
