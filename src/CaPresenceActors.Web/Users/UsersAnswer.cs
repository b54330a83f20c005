using System.Reflection;
using System.Text.Json;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace CaPresenceActors.Web.Users;

/// <summary>Profiles, written as they come.</summary>
/// <param name="users">The profiles.</param>
/// <param name="total">How many fit the question, whatever the page; null when nobody asked a question.</param>
/// <param name="next">Where the next page is; null when there is none.</param>
internal sealed class UsersAnswer(IEnumerable<UserProfile> users, int? total = null, string? next = null) : IResult, IEndpointMetadataProvider
{
    /// <summary>Says in the API's description what is answered.</summary>
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(UsersShape), ["application/json"]));

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        return JsonRows.WriteAsync(
            httpContext.Response.BodyWriter,
            WriteHead,
            "users",
            users,
            static (json, user) => JsonSerializer.Serialize(json, UserBody.Of(user), ApiJson.Form),
            httpContext.RequestAborted);
    }

    private void WriteHead(Utf8JsonWriter json)
    {
        if (total is { } count)
        {
            json.WriteNumber("total"u8, count);
        }

        if (next is not null)
        {
            json.WriteString("next"u8, next);
        }
    }
}
