using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;

namespace CaPresenceActors.Exchange;

/// <summary>Whether an Exchange user account can be one, before it is put into a request, where it could mean anything.</summary>
internal static class AccountAddress
{
    private const int Longest = 320;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public static Trouble? Problem(string account)
    {
        var at = account.IndexOf('@', StringComparison.Ordinal);
        var isAddress = at > 0 && at == account.LastIndexOf('@') && at < account.Length - 1 && account.Length <= Longest
            && !account.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c) || c is '<' or '>' or '"' or ',' or ';');
        return isAddress
            ? null
            : new Trouble(ReadFailure.UnknownMailbox, $"The Exchange user account \"{Printable.Words(account)}\" is not of the form name@domain. Correct it in the user's profile.");
    }
}
