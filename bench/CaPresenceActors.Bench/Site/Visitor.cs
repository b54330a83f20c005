using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace CaPresenceActors.Bench.Site;

/// <summary>A request of a page.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Body">What is posted, as JSON; null for a GET.</param>
/// <param name="IfNoneMatch">Whether what is there is named, so that it is not sent again.</param>
internal sealed record PageRequest(string Path, string? Body = null, bool IfNoneMatch = false);

/// <param name="Milliseconds">How long the server took.</param>
/// <param name="Bytes">How long the answer was.</param>
/// <param name="GzipBytes">How long it would have been packed, where that was asked for.</param>
internal sealed record Visit(double Milliseconds, long Bytes, long GzipBytes);

/// <summary>A browser as far as the server can tell: with the cookies of a session, and the header that only its pages know.</summary>
internal sealed class Visitor(Uri server, ServerStopwatch stopwatch) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { BaseAddress = server };
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly Dictionary<string, EntityTagHeaderValue> _tags = new(StringComparer.Ordinal);

    /// <summary>Signs in; everything after it is done in this session.</summary>
    public async Task SignInAsync(string name, string password)
    {
        using var content = new StringContent(JsonSerializer.Serialize(new { name, password }), Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri("/api/v1/session", UriKind.Relative), content);
        _ = await stopwatch.LastAsync();
        using var session = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
        _http.DefaultRequestHeaders.Add("X-CSRF-Token", session.RootElement.GetProperty("antiforgeryToken").GetString());
        _http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        _http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
    }

    /// <summary>Makes a request and reads the whole answer.</summary>
    /// <exception cref="HttpRequestException">The server did not do what was asked.</exception>
    public async Task<Visit> MakeAsync(PageRequest request, bool pack)
    {
        using var message = new HttpRequestMessage(request.Body is null ? HttpMethod.Get : HttpMethod.Post, request.Path);
        if (request.Body is { } body)
        {
            message.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (request.IfNoneMatch && _tags.TryGetValue(request.Path, out var tag))
        {
            message.Headers.IfNoneMatch.Add(tag);
        }

        using var answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        if ((int)answer.StatusCode >= 400)
        {
            throw new HttpRequestException($"{request.Path} was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }

        if (answer.Headers.ETag is { } seen)
        {
            _tags[request.Path] = seen;
        }

        var (bytes, packed) = await ReadAsync(await answer.Content.ReadAsStreamAsync(), pack && answer.Content.Headers.ContentEncoding.Count == 0);
        return new Visit(await stopwatch.LastAsync(), bytes, packed);
    }

    public void Dispose() => _http.Dispose();

    // Packing is left out of what is measured: a client that packs would hold up the server.
    private async Task<(long Bytes, long Packed)> ReadAsync(Stream answer, bool pack)
    {
        using var whole = new MemoryStream();
        var bytes = 0L;
        while (await answer.ReadAsync(_buffer) is > 0 and var read)
        {
            bytes += read;
            if (pack)
            {
                whole.Write(_buffer, 0, read);
            }
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            whole.WriteTo(gzip);
        }

        return (bytes, pack ? packed.Length : bytes);
    }
}
