using System.Net;

namespace CaPresenceActors.Web.Tests.Hosting;

/// <summary>An event of a change stream, or a comment.</summary>
internal sealed record SseEvent(string? Id, string? Event, string? Data, string? Comment, string? Retry);

/// <summary>Reads server-sent events as they come, comments too.</summary>
internal sealed class SseClient : IAsyncDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _reader;

    private SseClient(HttpResponseMessage answer, Stream stream)
    {
        _answer = answer;
        _reader = new StreamReader(stream);
    }

    public HttpResponseMessage Answer => _answer;

    public static Task<SseClient> OpenAsync(ApiHost host, string query = "", string? lastEventId = null) => OpenAtAsync(host, "/api/v1/changes" + query, lastEventId);

    public static async Task<SseClient> OpenAtAsync(ApiHost host, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return new SseClient(answer, await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The next block up to an empty line; null at the end of the stream.</summary>
    public async Task<SseEvent?> NextAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(ApiHost.Deadline);
        SseEvent? block = null;
        while (await _reader.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Length == 0)
            {
                return block ?? throw new InvalidDataException("An empty line without a block before it.");
            }

            block = With(block ?? new SseEvent(null, null, null, null, null), line);
        }

        block.ShouldBeNull("the stream ended within an event");
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _answer.Dispose();
        await ValueTask.CompletedTask;
    }

    private static SseEvent With(SseEvent block, string line)
    {
        var (field, value) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].TrimStart(' '));
        return field switch
        {
            "" => block with { Comment = value },
            "id" => block with { Id = value },
            "event" => block with { Event = value },
            "data" => block with { Data = value },
            "retry" => block with { Retry = value },
            _ => throw new InvalidDataException($"Unknown field {field}."),
        };
    }
}
