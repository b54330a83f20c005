using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CaPresenceActors.Web.Pages;

/// <summary>A file of the pages. It is fetched once and then only asked about: its tag is a hash of its content.</summary>
internal sealed class PageFile : IResult
{
    // Nothing inline, nothing from elsewhere, in nobody's frame, and no markup made from text but lit-html's own templates.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types lit-html";

    private readonly string _contentType;
    private readonly Encoded _plain;
    private readonly Lazy<Encoded> _brotli;

    public PageFile(byte[] content, string contentType)
    {
        _contentType = contentType;
        _plain = new Encoded(content, Tag(content, ""));
        _brotli = new Lazy<Encoded>(() => new Encoded(Compress(content), Tag(content, "-br")));
    }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = "no-cache";
        headers.Remove(HeaderNames.Pragma);
        headers.Vary = HeaderNames.AcceptEncoding;
        var encoded = _plain;
        if (TakesBrotli(httpContext.Request))
        {
            headers.ContentEncoding = "br";
            encoded = _brotli.Value;
        }

        return TypedResults.Bytes(encoded.Content, _contentType, entityTag: encoded.Tag).ExecuteAsync(httpContext);
    }

    private static bool TakesBrotli(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(accepted => accepted.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && accepted.Quality is null or > 0);

    private static EntityTagHeaderValue Tag(byte[] content, string encoding) => new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}{encoding}\"");

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Optimal))
        {
            brotli.Write(content);
        }

        return compressed.ToArray();
    }

    private sealed record Encoded(byte[] Content, EntityTagHeaderValue Tag);
}
