using CaPresenceActors.Actors.SignIns;
using Microsoft.AspNetCore.Builder;

namespace CaPresenceActors.Web.SignIns;

/// <summary>Which role an address needs at least. Said at the route, checked in <see cref="AccessGuard"/>; a route that says nothing is for everybody who has signed in.</summary>
/// <param name="Role">The least role; null: nobody needs to be signed in.</param>
internal sealed record Access(Role? Role);

internal static class AccessExtensions
{
    /// <summary>Only callers with at least this role get through; the others are told 403.</summary>
    public static T For<T>(this T routes, Role role)
        where T : IEndpointConventionBuilder => routes.WithMetadata(new Access(role));

    /// <summary>Nobody needs to be signed in.</summary>
    public static T ForAnybody<T>(this T routes)
        where T : IEndpointConventionBuilder => routes.WithMetadata(new Access(Role: null));
}
