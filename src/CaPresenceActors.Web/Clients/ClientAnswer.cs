using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using CaPresenceActors.Web.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace CaPresenceActors.Web.Clients;

/// <summary>What a client needs at its start, or 304 for who has this very thing already.</summary>
internal sealed class ClientAnswer(ClientBody body, long position) : IResult, IEndpointMetadataProvider
{
    /// <summary>Says in the API's description what is answered.</summary>
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(ClientBody), ["application/json"]));

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var tag = Tag();
        response.GetTypedHeaders().ETag = tag;
        if (httpContext.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(response.BodyWriter, body with { Position = position }, ApiJson.Form, httpContext.RequestAborted);
    }

    // Weak, since the position is not in it: what a client keeps stays right however many presences change.
    private EntityTagHeaderValue Tag() =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body, ApiJson.Form)).AsSpan(0, 16))}\"", isWeak: true);
}
