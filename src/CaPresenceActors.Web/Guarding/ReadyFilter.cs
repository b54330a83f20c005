using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.Guarding;

/// <summary>While extensions recover, the board is not whole, and half a board would be taken for the whole one.</summary>
internal sealed class ReadyFilter(IPresenceEngine engine) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (engine.IsReady)
        {
            return next(context);
        }

        context.HttpContext.Response.Headers.RetryAfter = "1";
        return ValueTask.FromResult<object?>(Problem.NotReady());
    }
}
