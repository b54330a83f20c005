using CaPresenceActors.Actors.SignIns;

namespace CaPresenceActors.Web.SignIns;

/// <summary>The link of the first start, by which somebody becomes the first administrator. It lives in memory: a new start makes a new one, as long as there is no administrator.</summary>
public sealed class FirstAdministrator(ISignIns signIns, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private volatile Invitation? _invitation;

    /// <summary>Makes the token of the link; null when there is an administrator already.</summary>
    public string? Invite()
    {
        if (signIns.Current.HasAdministrator)
        {
            return null;
        }

        var token = RandomSecret.New();
        _invitation = new Invitation(RandomSecret.HashOf(token), time.GetUtcNow() + Lifetime);
        return token;
    }

    /// <summary>The link was used and counts no more, whatever becomes of the administrator.</summary>
    internal void Forget() => _invitation = null;

    /// <summary>The invitation that a token opens; null when it opens none.</summary>
    internal Invitation? Find(string token) =>
        _invitation is { } invitation && RandomSecret.Is(invitation.TokenHash, token) && time.GetUtcNow() < invitation.ExpiresAt && !signIns.Current.HasAdministrator ? invitation : null;
}
