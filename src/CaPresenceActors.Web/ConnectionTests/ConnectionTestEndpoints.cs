using System.Collections.Immutable;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Rounds;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Jobs;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.ConnectionTests;

/// <summary>Tries a connection to Exchange out before, or after, it is stored.</summary>
internal static class ConnectionTestEndpoints
{
    public const string Path = "/connection-tests";

    public static JobKind Kind { get; } = new("connection test", MostAtOnce: 2);

    public static void MapConnectionTests(this IEndpointRouteBuilder routes) => routes.MapJobs<ConnectionTestBody>(Path).MapPost("", PostTest);

    /// <summary>Begins a test of a connection to Exchange.</summary>
    internal static async Task<Results<Accepted<ConnectionTestBody>, ProblemHttpResult>> PostTest(
        Body<CandidateExchangeBody> body, IPresenceEngine engine, IExchangeConnections connections, IConnectionTester tester, JobRoom<ConnectionTestBody> room, CancellationToken cancellation)
    {
        ExchangeConnection connection;
        try
        {
            connection = body.Value.Entered() is { } entered ? connections.Entered(entered) : connections.Stored()
                ?? throw new RuleViolationException("No connection to Exchange is set up, so there is none to test. Give one in the body.");
        }
        catch (RuleViolationException refused)
        {
            return Problem.Refused(refused.Message);
        }

        var zone = engine.Site.Zone;
        ImmutableArray<TestedMailbox> mailboxes =
        [
            .. from user in await engine.UsersAsync(cancellation)
               let query = MailboxQueries.Of(user, zone)
               where query is not null
               select new TestedMailbox(user.Extension, query),
        ];
        var job = room.Start(
            id => ConnectionTestBody.Begin(id, mailboxes.Length),
            (job, ended) => tester.TestAsync(connection, mailboxes, new TestTeller(job), ended));
        return JobEndpoints.Begun(Path, job);
    }

    private sealed class TestTeller(Job<ConnectionTestBody> job) : IConnectionTestObserver
    {
        public void Step(StepReport report) => job.Change(state => state.With(report));

        public void Certificate(ServerCertificate certificate) => job.Change(state => state with { Certificate = certificate });

        public void Mailbox(MailboxReport report) => job.Change(state => state with { Mailboxes = state.Mailboxes.With(report) });
    }
}
