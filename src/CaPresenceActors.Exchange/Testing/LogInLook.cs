using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Http;
using CaPresenceActors.Exchange.Operations;

namespace CaPresenceActors.Exchange.Testing;

/// <summary>Signs in, by asking the directory for the account itself: what anybody may, and what touches no mailbox.</summary>
internal sealed class LogInLook(ExchangeConnection connection, IServerDateObserver clock, TimeProvider time, Func<CancellationToken, ValueTask<string>>? bearerToken) : IDisposable
{
    private const int MostTries = 3;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(60);

    private readonly EwsClient _client = new(connection, clock, time, bearerToken);

    /// <summary>Signs in. A refusal is final; a server that asks for a pause gets it.</summary>
    public async Task<StepOutcome> SignInAsync(Action<DateTimeOffset?> paused, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var result = await _client.CallAsync(new ResolveNames(connection.UserName), cancellation);
            var trouble = result.Trouble ?? (result.Answer is [{ Trouble: { } told }] ? told : null);
            if (trouble is null || HasSignedIn(trouble))
            {
                return StepOutcome.Ok($"Exchange{(result.ServerVersion is { } version ? $" {Printable.Words(version)}" : "")} takes the account {connection.UserName} with {connection.Authentication} authentication.");
            }

            if (trouble.Failure != ReadFailure.Throttled || tries == MostTries)
            {
                return StepOutcome.Of(trouble);
            }

            await PauseAsync(trouble.RetryAfter ?? trouble.UsualPause ?? UsualPause, paused, cancellation);
        }
    }

    public void Dispose() => _client.Dispose();

    // Whoever is told a code of Exchange's own has got past its door, whatever the directory made of the question.
    private static bool HasSignedIn(Trouble trouble) => trouble is { Code: not null, Failure: not (ReadFailure.NotAuthenticated or ReadFailure.Throttled or ReadFailure.Transient or ReadFailure.RequestRefused) };

    private async Task PauseAsync(TimeSpan wish, Action<DateTimeOffset?> paused, CancellationToken cancellation)
    {
        var pause = wish > ShortestPause ? wish : ShortestPause;
        var delay = Task.Delay(pause, time, cancellation);
        paused(time.GetUtcNow() + pause);
        await delay;
        paused(null);
    }
}
