using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Http;
using CaPresenceActors.Exchange.Streaming;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CaPresenceActors.Exchange;

/// <summary>Makes calendar sources that read Exchange by Exchange Web Services.</summary>
/// <param name="time">Measures when requests leave and answers arrive, and how long they may take.</param>
/// <param name="bearerToken">Supplies the token for <see cref="ExchangeAuthentication.Bearer"/>; asked before every request, so it should keep its token until that expires.</param>
/// <param name="watch">How changes are watched.</param>
/// <param name="logger">Told when the state of a watch changes.</param>
public sealed class ExchangeCalendarSourceFactory(
    TimeProvider time, Func<CancellationToken, ValueTask<string>>? bearerToken = null, WatchSettings? watch = null, ILogger? logger = null) : ICalendarSourceFactory
{
    /// <summary>What is wrong with a connection, a sentence each; empty when a source can be made of it.</summary>
    public static IEnumerable<string> Problems(ExchangeConnection connection) => connection.Problems().Select(problem => problem.Sentence);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The connection has <see cref="Problems"/>; the message is all of them.</exception>
    public ICalendarSource Create(ExchangeConnection connection, IServerDateObserver clock) => CreateSource(connection, clock);

    /// <summary>The same, for who wants to look up names, too.</summary>
    /// <exception cref="ArgumentException">The connection has <see cref="Problems"/>; the message is all of them.</exception>
    public ExchangeCalendarSource CreateSource(ExchangeConnection connection, IServerDateObserver clock)
    {
        var problems = string.Join(' ', Problems(connection));
        return problems.Length == 0
            ? new ExchangeCalendarSource(connection, new EwsClient(connection, clock, time, bearerToken), new CalendarWatchParts(connection, watch ?? new WatchSettings(), clock, time, bearerToken, logger ?? NullLogger.Instance))
            : throw new ArgumentException(problems, nameof(connection));
    }
}
