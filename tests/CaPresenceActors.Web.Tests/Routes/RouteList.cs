using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.Tests.Routes;

/// <summary>Routes as lines such as <c>PUT /api/v1/users/{extension}</c>.</summary>
internal static class RouteList
{
    /// <summary>The lines of an endpoint: one for each method; <c>*</c> when it takes any.</summary>
    public static IEnumerable<string> Of(Endpoint endpoint)
    {
        var path = "/" + ((RouteEndpoint)endpoint).RoutePattern.RawText!.Trim('/');
        return endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods: { Count: > 0 } methods } ? methods.Select(method => $"{method} {path}") : [$"* {path}"];
    }

    /// <summary>What is on one side alone, in sentences.</summary>
    public static IReadOnlyList<string> Differences(IEnumerable<string> listed, IEnumerable<string> mapped)
    {
        var (list, map) = (listed.ToHashSet(StringComparer.Ordinal), mapped.ToLookup(route => route, StringComparer.Ordinal));
        return
        [
            .. list.Where(route => !map.Contains(route)).Select(route => $"{route} is on the list, but not mapped"),
            .. map.Where(route => !list.Contains(route.Key)).Select(route => $"{route.Key} is mapped, but not on the list"),
            .. map.Where(route => route.Count() > 1).Select(route => $"{route.Key} is mapped {route.Count()} times"),
        ];
    }
}
