using System.Collections.Immutable;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Exchange.Testing;

/// <summary>Tests connections to Exchange servers, by the same code that reads calendars wherever there is one.</summary>
/// <param name="time">Measures how long things take, and the difference of the clocks.</param>
/// <param name="bearerToken">Supplies the token for <see cref="ExchangeAuthentication.Bearer"/>.</param>
public sealed class ConnectionTester(TimeProvider time, Func<CancellationToken, ValueTask<string>>? bearerToken = null) : IConnectionTester
{
    /// <inheritdoc/>
    public async Task TestAsync(ExchangeConnection connection, ImmutableArray<TestedMailbox> mailboxes, IConnectionTestObserver observer, CancellationToken cancellation)
    {
        await using var run = new TestRun(connection with { MaxConnections = Math.Min(connection.MaxConnections, TestRun.AtOnce) }, mailboxes, observer, time, bearerToken);
        await run.RunAsync(cancellation);
    }
}
