using CaPresenceActors.Web.Board;
using CaPresenceActors.Web.Changes;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Health;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Mailboxes;
using CaPresenceActors.Web.OpenApi;
using CaPresenceActors.Web.Pages;
using CaPresenceActors.Web.Presences;
using CaPresenceActors.Web.Site;
using CaPresenceActors.Web.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CaPresenceActors.Web;

/// <summary>
/// The HTTP API, the change stream and the board's page. The host composes the server, registers an <see cref="Actors.Engine.IPresenceEngine"/>, and calls these two.
/// </summary>
public static class PresenceWeb
{
    /// <summary>Registers what the API needs besides the engine. A <see cref="TimeProvider"/> is added where there is none.</summary>
    public static IServiceCollection AddPresenceWeb(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<UserChanges>();
        services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.AddRoutingCore();
        services.AddApiDescription();
        return services;
    }

    /// <summary>Puts the guard in front of everything and maps every route of <c>docs/api.md</c>.</summary>
    public static WebApplication MapPresenceApi(this WebApplication app)
    {
        app.UseMiddleware<ApiPipeline>();

        var api = app.MapGroup("/api/v1").WithMetadata(BodyLimit.OfJson);
        api.MapHealth();

        var ready = api.MapGroup("").AddEndpointFilter<ReadyFilter>();
        ready.MapBoard();
        ready.MapChanges();
        ready.MapPresences();
        ready.MapSite();
        ready.MapExchange();
        ready.MapUsers();
        ready.MapMailboxes();

        app.MapProbes();
        app.MapApiDescription();
        app.MapPages();
        return app;
    }
}
