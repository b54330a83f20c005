using CaPresenceActors.Actors.Extensions;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Sharding;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Engine;

/// <summary>Asks all extensions something, a thousand at a time, so that an edge that is due waits for a thousand at the most.</summary>
/// <param name="region">Where extensions are.</param>
/// <param name="extensions">Who is there.</param>
/// <param name="clock">This machine's clock.</param>
internal sealed class ExtensionSurvey(Func<IActorRef> region, Func<IEnumerable<string>> extensions, TimeProvider clock)
{
    private const int AtOnce = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Has everybody visited; see <see cref="SurveyRound"/> for what the visitor may do.</summary>
    /// <exception cref="EngineUnavailableException">Somebody did not answer within ten seconds.</exception>
    public async Task VisitAsync(Action<PresenceState, DateTimeOffset?> visit, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        foreach (var some in extensions().Chunk(AtOnce))
        {
            await VisitAsync(some, new SurveyRound(some.Length, visit), patience.Token, either.Token);
        }
    }

    private async Task VisitAsync(string[] some, SurveyRound round, CancellationToken patience, CancellationToken cancellation)
    {
        var question = new UserPresenceMessage.Survey(round);
        region().Tell(new ShardEnvelopes(Array.ConvertAll(some, extension => new ShardEnvelope(extension, question))));
        try
        {
            await round.Done.WaitAsync(cancellation);
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested)
        {
            throw new EngineUnavailableException($"Not everybody answered within {Patience.TotalSeconds:F0} s, so nothing is known of the whole site. Try again in a moment.", e);
        }
        finally
        {
            round.GiveUp();
        }
    }
}
