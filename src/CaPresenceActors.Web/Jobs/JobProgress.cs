using System.Buffers;
using System.IO.Pipelines;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace CaPresenceActors.Web.Jobs;

/// <summary>
/// How a job goes, as server-sent events to one who looks: the whole state at once and after changes, at a pace that a browser keeps up with, and the last state at the end; then the stream ends. States in between may be
/// left out. Who goes away, or looks a second time, changes nothing about the job.
/// </summary>
internal sealed class JobProgress<TBody>(Job<TBody> job, TimeProvider time) : IResult, IEndpointMetadataProvider
    where TBody : JobBody
{
    /// <summary>How often the state is told at the most: five times a second, and less often where it is long.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>How often a quiet stream says that it is alive.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const int LongState = 64 * 1024;

    private static readonly TimeSpan WriteDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Says in the API's description what is answered.</summary>
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/event-stream"]));

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        httpContext.Response.ContentType = "text/event-stream";
        httpContext.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await RunAsync(httpContext.Response.BodyWriter, httpContext.RequestAborted);
        }
        catch (TimeoutException)
        {
            httpContext.Abort(); // Who does not read for so long is gone, or may come back.
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // Whoever looked has gone; the job goes on.
        }
    }

    private async Task RunAsync(PipeWriter output, CancellationToken gone)
    {
        while (true)
        {
            var (ended, utf8, changed) = job.Look();
            output.Write("event: progress\ndata: "u8);
            output.Write(utf8.Span);
            output.Write("\n\n"u8);
            await FlushAsync(output, gone);
            if (ended)
            {
                return;
            }

            // The end is told at once, however long the state is.
            await HappensAsync(job.Ended, Pace * (1 + (utf8.Length / LongState)), gone);
            while (!await HappensAsync(changed, Heartbeat, gone))
            {
                output.Write(":\n\n"u8);
                await FlushAsync(output, gone);
            }
        }
    }

    // Whether it happens within a while.
    private async Task<bool> HappensAsync(Task what, TimeSpan within, CancellationToken gone)
    {
        try
        {
            await what.WaitAsync(within, time, gone);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task FlushAsync(PipeWriter output, CancellationToken gone)
    {
        var flush = output.FlushAsync(gone);
        _ = flush.IsCompleted ? await flush : await flush.AsTask().WaitAsync(WriteDeadline, time, gone);
        gone.ThrowIfCancellationRequested();
    }
}
