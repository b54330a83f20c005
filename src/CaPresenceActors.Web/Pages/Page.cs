using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CaPresenceActors.Web.Pages;

/// <summary>A file of the pages. It is fetched once and then only asked about: its tag is a hash of its content.</summary>
internal sealed class Page(byte[] content, string contentType) : IResult
{
    // Nothing inline, nothing from elsewhere, in nobody's frame.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly EntityTagHeaderValue _tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"");

    public static Page Load(string file, string contentType)
    {
        using var resource = typeof(Page).Assembly.GetManifestResourceStream($"wwwroot/{file}")
            ?? throw new InvalidOperationException($"The page {file} is not in the assembly; it must be an embedded resource under wwwroot.");
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return new Page(content.ToArray(), contentType);
    }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = "no-cache";
        return TypedResults.Bytes(content, contentType, entityTag: _tag).ExecuteAsync(httpContext);
    }
}
