using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.SignIns;

/// <summary>Who asks. An endpoint that has one as a parameter gets it from the request.</summary>
/// <param name="Name">The name that they sign in with: an extension, an administrator's name, or the name of an API token.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Extension">Their own extension; null for who has none.</param>
internal sealed record Caller(string Name, Role Role, string? Extension)
{
    /// <summary>Somebody at this machine.</summary>
    public const string Local = "local";

    /// <summary>Whether they see what is hidden from users: receptionists and administrators.</summary>
    public bool SeesEverything => Role >= Role.Receptionist;

    /// <summary>Called by the framework for a parameter of this type.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(Of(context));

    /// <summary>Who sent this request.</summary>
    public static Caller Of(HttpContext context) => new(Local, Role.Administrator, null);

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
