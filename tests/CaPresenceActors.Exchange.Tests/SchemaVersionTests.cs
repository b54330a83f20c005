using System.Text.RegularExpressions;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Tests.Support;
using static CaPresenceActors.Exchange.Tests.Support.Answers;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

/// <summary>Servers that do not know the version of the protocol that we begin with.</summary>
public sealed partial class SchemaVersionTests
{
    private static readonly MailboxQuery Bob = new("bob@example.test", Berlin);

    [Theory]
    [InlineData(500)]
    [InlineData(200)]
    public async Task A_mailbox_on_an_older_server_is_asked_in_an_earlier_version_which_is_remembered_for_it_alone(int status)
    {
        const string code = "ErrorInvalidSchemaVersionForMailboxVersion";
        await using var server = await ScriptedServer.StartAsync((request, response) =>
            request.Body.Contains(Bob.Account, StringComparison.Ordinal) || Asked(request) == "Exchange2010" ? response.Xml(FindItem(Items()))
            : status == 500 ? response.Xml(Fault(code), status) : response.Xml(FindItem(Refusal(code))));
        await using var source = Source(server.Port);

        await source.ReadGood();
        await source.ReadGood();
        await source.ReadGood(Bob);

        server.Requests.Select(Asked).ShouldBe(["Exchange2010_SP2", "Exchange2010_SP1", "Exchange2010", "Exchange2010", "Exchange2010_SP2"]);
    }

    [Fact]
    public async Task An_older_server_is_asked_in_an_earlier_version_by_everybody()
    {
        await using var server = await ScriptedServer.StartAsync((request, response) =>
            Asked(request) == "Exchange2010_SP1" ? response.Xml(FindItem(Items())) : response.Xml(Fault("ErrorInvalidServerVersion"), 500));
        await using var source = Source(server.Port);

        await source.ReadGood();
        await source.ReadGood(Bob);

        server.Requests.Select(Asked).ShouldBe(["Exchange2010_SP2", "Exchange2010_SP1", "Exchange2010_SP1"]);
    }

    [Theory]
    [InlineData(ExchangeAccess.Impersonation, "Exchange2010")]
    [InlineData(ExchangeAccess.Delegate, "Exchange2010")]
    [InlineData(ExchangeAccess.Availability, "Exchange2007_SP1")]
    public async Task Below_what_works_nothing_is_asked_and_it_is_said(ExchangeAccess access, string earliest)
    {
        await using var server = await ScriptedServer.AnsweringAsync(Fault("ErrorInvalidServerVersion"), status: 500);
        await using var source = Source(server.Port, access);

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.RequestRefused);
        failed.Reason.ShouldContain("Exchange 2010 or later is needed");
        server.Requests.Select(Asked).Last().ShouldBe(earliest);
        var soFar = server.Requests.Count;
        await source.ReadFailed();
        server.Requests.Count.ShouldBe(soFar + 1);
    }

    private static string Asked(ScriptedRequest request) => Version().Match(request.Body).Groups["version"].Value;

    [GeneratedRegex("RequestServerVersion Version=\"(?<version>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
