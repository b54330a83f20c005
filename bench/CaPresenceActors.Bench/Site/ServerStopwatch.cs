using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Bench.Site;

/// <summary>How long the server has a request: from the first of its own code to the last byte of the answer handed to the socket. One request at a time.</summary>
internal sealed class ServerStopwatch : IDisposable
{
    private readonly Channel<double> _times = Channel.CreateUnbounded<double>();

    /// <summary>Stands in front of everything that the server does.</summary>
    public async Task MeasureAsync(HttpContext context, RequestDelegate next)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
            await context.Response.CompleteAsync();
        }
        finally
        {
            _times.Writer.TryWrite(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    /// <summary>Milliseconds of the request that was made last.</summary>
    public ValueTask<double> LastAsync() => _times.Reader.ReadAsync();

    public void Dispose() => _times.Writer.TryComplete();
}
