using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace CaPresenceActors.Web.Pages;

internal static class PageEndpoints
{
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/", "board.html", "text/html; charset=utf-8");
        routes.MapPage("/board.js", "board.js", "text/javascript; charset=utf-8");
        routes.MapPage("/board.css", "board.css", "text/css; charset=utf-8");
        routes.MapPage("/icon.svg", "icon.svg", "image/svg+xml");
    }

    private static void MapPage(this IEndpointRouteBuilder routes, string route, string file, string contentType)
    {
        var page = Page.Load(file, contentType);
        routes.MapGet(route, () => page).ForAnybody();
    }
}
