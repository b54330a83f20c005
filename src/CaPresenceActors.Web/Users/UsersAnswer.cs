using System.Collections.Immutable;
using System.Text.Json;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Web.Json;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.Users;

/// <summary>All profiles, written as they come.</summary>
internal sealed class UsersAnswer(ImmutableArray<UserProfile> users) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        return JsonRows.WriteAsync(
            httpContext.Response.BodyWriter,
            static _ => { },
            "users",
            users,
            static (json, user) => JsonSerializer.Serialize(json, UserBody.Of(user), ApiJson.Form),
            httpContext.RequestAborted);
    }
}
