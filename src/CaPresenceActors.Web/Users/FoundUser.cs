using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Users;

namespace CaPresenceActors.Web.Users;

internal static class FoundUser
{
    /// <summary>The profile of an extension; null when nobody has it.</summary>
    public static async Task<UserProfile?> FindUserAsync(this IPresenceEngine engine, string extension, CancellationToken cancellation) =>
        (await engine.UsersAsync(cancellation)).FirstOrDefault(user => user.Extension == extension);
}
