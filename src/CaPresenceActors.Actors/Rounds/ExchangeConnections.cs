using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Rounds;

/// <summary>The connections of a site.</summary>
/// <param name="site">What administrators have set.</param>
/// <param name="secrets">Keeps the password.</param>
public sealed class ExchangeConnections(Func<SiteConfiguration> site, ISecretProtector secrets) : IExchangeConnections
{
    /// <inheritdoc/>
    public ExchangeConnection? Stored() => site().Exchange is { } exchange ? exchange.Connection with { Password = PasswordOf(exchange.ProtectedPassword) } : null;

    /// <inheritdoc/>
    public ExchangeConnection Entered(ExchangeConnection entered)
    {
        if (entered.Problems().Select(problem => problem.Sentence).FirstOrDefault() is { } problem)
        {
            throw new RuleViolationException(problem);
        }

        if (entered.Password.Length > 0)
        {
            return entered;
        }

        return site().Exchange is { } exchange && exchange.LendsPasswordTo(entered)
            ? entered with { Password = PasswordOf(exchange.ProtectedPassword) }
            : throw new RuleViolationException(ExchangeSettings.PasswordMissing);
    }

    private string PasswordOf(string protectedPassword) => secrets.Unprotect(protectedPassword) ?? throw new RuleViolationException(
        "The stored password of the Exchange administrator's account cannot be read: the keys that it was protected with are gone. Give it again.");
}
