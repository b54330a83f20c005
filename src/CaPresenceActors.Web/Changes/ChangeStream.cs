using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Reflection;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Web.Board;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Web.Changes;

/// <summary>
/// Server-sent events to one subscriber. Changes come encoded once for all subscribers and are passed on byte for byte. One loop writes everything, so nothing is written at once by two.
/// </summary>
/// <param name="board">Where the changes come from.</param>
/// <param name="after">The last position that the subscriber knows; null: what comes from now on.</param>
/// <param name="time">What heartbeats go by.</param>
/// <param name="logger">Hears of subscribers that are cut off.</param>
/// <param name="stopping">The server is about to stop.</param>
internal sealed class ChangeStream(IPresenceBoard board, long? after, TimeProvider time, ILogger<ChangeStream> logger, CancellationToken stopping) : IResult, IEndpointMetadataProvider
{
    /// <summary>How often a quiet stream says that it is alive: proxies close what is silent for half a minute.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>How long one write may wait for a subscriber that does not read.</summary>
    public static readonly TimeSpan WriteDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Says in the API's description what is answered.</summary>
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/event-stream"]));

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        httpContext.Response.ContentType = "text/event-stream";
        httpContext.Response.Headers["X-Accel-Buffering"] = "no";

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        var output = httpContext.Response.BodyWriter;
        try
        {
            await RunAsync(output, ended.Token);
        }
        catch (SlowSubscriberException slow)
        {
            logger.SubscriberCutOff(slow.Message);
            await EndAsync(output, ": cut off: too far behind. Come back with the last id; nothing is lost.\n\n"u8.ToArray(), httpContext);
        }
        catch (TimeoutException)
        {
            logger.SubscriberCutOff("It did not read what was sent for 30 seconds.");
            httpContext.Abort();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !httpContext.RequestAborted.IsCancellationRequested)
        {
            await EndAsync(output, ": the server is stopping\n\n"u8.ToArray(), httpContext);
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The subscriber has gone; that is how these streams end.
        }
    }

    private async Task RunAsync(PipeWriter output, CancellationToken ended)
    {
        // "From now on" is a position, too: who loses the connection before the first change must be able to say from where.
        var from = after ?? board.Position;
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(ended);
        await using var subscription = board.Subscribe(from);
        await using var pieces = subscription.ReadAsync(reading.Token).GetAsyncEnumerator(CancellationToken.None);
        using var heartbeat = new PeriodicTimer(Heartbeat, time);

        WriteBeginning(output, from);
        await FlushAsync(output, ended);

        var next = pieces.MoveNextAsync().AsTask();
        var beat = heartbeat.WaitForNextTickAsync(ended).AsTask();
        try
        {
            while (true)
            {
                if (!next.IsCompleted && await Task.WhenAny(next, beat) == beat)
                {
                    _ = await beat;
                    output.Write(":\n\n"u8);
                    beat = heartbeat.WaitForNextTickAsync(ended).AsTask();
                }
                else if (await next)
                {
                    await WriteAsync(output, pieces.Current, ended);
                    next = pieces.MoveNextAsync().AsTask();
                }
                else
                {
                    return;
                }

                await FlushAsync(output, ended);
            }
        }
        finally
        {
            // What is being read must have come to rest before it is disposed.
            await reading.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void WriteBeginning(PipeWriter output, long from)
    {
        output.Write("retry: 2000\n"u8);
        if (after is null)
        {
            WriteId(output, from);
        }

        output.Write("\n"u8);
    }

    private static async Task WriteAsync(PipeWriter output, ChangePiece piece, CancellationToken ended)
    {
        switch (piece)
        {
            case ChangePiece.Changes changes:
                output.Write(changes.Utf8.Span);
                break;
            case ChangePiece.Reset reset:
                WriteId(output, reset.Position);
                output.Write("event: reset\ndata: "u8);
                await BoardAnswer.WriteAsync(output, reset.Board, ended);
                output.Write("\n\n"u8);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"No way to write {piece.GetType().Name}.");
        }
    }

    // An id alone is no event to a browser, but it is remembered for the next Last-Event-ID.
    private static void WriteId(PipeWriter output, long position)
    {
        output.Write("id: "u8);
        var digits = output.GetSpan(20);
        _ = Utf8Formatter.TryFormat(position, digits, out var written);
        output.Advance(written);
        output.Write("\n"u8);
    }

    // A subscriber that reads nothing holds the write back. Its queue overflows meanwhile; but who is stuck here does not hear of it.
    private async Task FlushAsync(PipeWriter output, CancellationToken ended)
    {
        var flush = output.FlushAsync(ended);
        _ = flush.IsCompleted ? await flush : await flush.AsTask().WaitAsync(WriteDeadline, time, ended);
        ended.ThrowIfCancellationRequested();
    }

    private async Task EndAsync(PipeWriter output, ReadOnlyMemory<byte> comment, HttpContext context)
    {
        try
        {
            _ = await output.WriteAsync(comment, context.RequestAborted).AsTask().WaitAsync(WriteDeadline, time, context.RequestAborted);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            context.Abort();
        }
    }
}
