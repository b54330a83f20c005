using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.SignIns;

/// <summary>Who asks. An endpoint that has one as a parameter gets it from the request.</summary>
/// <param name="Name">Who did it, as it stands in the journal: the name that they sign in with, <c>token:</c> and the name of an API token, or <c>local</c>.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Extension">Their own extension; null for who has none.</param>
internal sealed record Caller(string Name, Role Role, string? Extension)
{
    /// <summary>Somebody at this machine who may read the data directory.</summary>
    public const string Local = "local";

    /// <summary>Whether they see what is hidden from users: receptionists and administrators.</summary>
    public bool SeesEverything => Role >= Role.Receptionist;

    /// <summary>Whether they came by a browser's cookie.</summary>
    public bool HasSession { get; init; }

    /// <summary>Whether they may look and change nothing.</summary>
    public bool ReadsOnly { get; init; }

    /// <summary>Called by the framework for a parameter of this type.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(Of(context));

    /// <summary>Who sent this request.</summary>
    /// <exception cref="ProblemException">401: nobody has signed in. Only a route that is for anybody comes to this.</exception>
    public static Caller Of(HttpContext context) => Find(context) ?? throw SignInFirst();

    /// <summary>Who sent this request; null when nobody has signed in.</summary>
    public static Caller? Find(HttpContext context) => context.Features.Get<Caller>();

    /// <summary>What is told to who has not signed in.</summary>
    public static ProblemException SignInFirst() => new(
        StatusCodes.Status401Unauthorized, "Not signed in", "Nobody has signed in, or the session is over. Sign in, or send an API token: Authorization: Bearer TOKEN.");

    /// <summary>Whether an extension is their own.</summary>
    public bool Is(string extension) => Extension is not null && string.Equals(Extension, extension, StringComparison.Ordinal);

    /// <summary>Refuses, unless the extension is the caller's own or the caller has at least this role.</summary>
    /// <exception cref="ProblemException">403.</exception>
    public void MustBe(string extension, Role otherwise)
    {
        if (!Is(extension) && Role < otherwise)
        {
            throw new ProblemException(
                StatusCodes.Status403Forbidden, "Not allowed", $"Extension {Guarding.Clipped.Text(extension)} is not yours, and you are signed in as {Role.ToString().ToLowerInvariant()}. Nothing was changed.");
        }
    }
}
