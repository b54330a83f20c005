using System.IO.Pipelines;
using System.Text.Json;

namespace CaPresenceActors.Web.Json;

/// <summary>
/// Writes a long list straight to the connection, a piece at a time: neither a string nor a copy of the whole comes about, and a slow reader holds back the writing.
/// </summary>
internal static class JsonRows
{
    private const int FlushEveryBytes = 32 * 1024;

    /// <summary>Writes <c>{ head…, "member": [ rows… ] }</c>.</summary>
    public static async Task WriteAsync<T>(
        PipeWriter output, Action<Utf8JsonWriter> head, string member, IEnumerable<T> rows, Action<Utf8JsonWriter, T> row, CancellationToken cancellation)
    {
        await using var json = new Utf8JsonWriter(output, ApiJson.Writer);
        var flushed = 0L;

        json.WriteStartObject();
        head(json);
        json.WriteStartArray(member);
        foreach (var item in rows)
        {
            row(json, item);
            if (json.BytesCommitted + json.BytesPending - flushed >= FlushEveryBytes)
            {
                json.Flush();
                flushed = json.BytesCommitted;
                _ = await output.FlushAsync(cancellation);
                cancellation.ThrowIfCancellationRequested();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }
}
