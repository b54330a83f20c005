using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.Pages;

internal static class PageEndpoints
{
    private const string Document = "/app.html";

    /// <summary>Addresses that people see, keep and pass on. All are one document; <c>wwwroot/frame/routes.js</c> shows the page.</summary>
    public static readonly IReadOnlyList<string> Addresses =
    [
        "/",
        "/me",
        "/people/{extension}",
        "/settings/exchange",
        "/settings/presences",
        "/settings/preferences",
        "/settings/users",
        "/settings/access",
        "/operation/health",
        "/operation/history",
        "/operation/audit",
        "/sign-in",
        "/welcome",
    ];

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var files = PageFiles.Load();
        var document = files[Document];
        foreach (var address in Addresses)
        {
            routes.MapGet(address, () => document).ForAnybody();
        }

        foreach (var (path, file) in files.Where(file => file.Key != Document))
        {
            routes.MapGet(path, () => file).ForAnybody();
        }
    }
}
