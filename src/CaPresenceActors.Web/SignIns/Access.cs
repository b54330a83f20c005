using CaPresenceActors.Actors.SignIns;
using Microsoft.AspNetCore.Builder;

namespace CaPresenceActors.Web.SignIns;

/// <summary>Which role an address needs at least. Said at the route, checked in one place.</summary>
/// <param name="Role">The least role.</param>
internal sealed record Access(Role Role);

internal static class AccessExtensions
{
    /// <summary>Only callers with at least this role get through; the others are told 403.</summary>
    public static T For<T>(this T routes, Role role)
        where T : IEndpointConventionBuilder => routes.WithMetadata(new Access(role));
}
