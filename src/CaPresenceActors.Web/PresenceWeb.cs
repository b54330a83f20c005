using CaPresenceActors.Web.Audit;
using CaPresenceActors.Web.Board;
using CaPresenceActors.Web.Changes;
using CaPresenceActors.Web.Clients;
using CaPresenceActors.Web.ConnectionTests;
using CaPresenceActors.Web.DryRuns;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Health;
using CaPresenceActors.Web.History;
using CaPresenceActors.Web.Jobs;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Mailboxes;
using CaPresenceActors.Web.OpenApi;
using CaPresenceActors.Web.Pages;
using CaPresenceActors.Web.Presences;
using CaPresenceActors.Web.Rules;
using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Schedules;
using CaPresenceActors.Web.Site;
using CaPresenceActors.Web.Users;
using CaPresenceActors.Web.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CaPresenceActors.Web;

/// <summary>
/// The HTTP API, the change stream and the board's page. The host composes the server, registers an <see cref="Actors.Engine.IPresenceEngine"/> and the parts of it that the endpoints name, and calls these two.
/// </summary>
public static class PresenceWeb
{
    /// <summary>Registers what the API needs besides the engine and <see cref="Actors.SignIns.ISignIns"/>. A <see cref="TimeProvider"/> is added where there is none.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="settings">How the server is reached; on a loopback address without TLS when null.</param>
    public static IServiceCollection AddPresenceWeb(this IServiceCollection services, WebSettings? settings = null)
    {
        settings ??= new WebSettings();
        services.AddSingleton(settings);
        services.AddSignIns(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<UserChanges>();
        services.AddJobs<ConnectionTestBody>(ConnectionTestEndpoints.Kind);
        services.AddJobs<DryRunBody>(DryRunEndpoints.Kind);
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
        app.UseAuthentication();
        app.UseMiddleware<AccessGuard>();

        var api = app.MapGroup("/api/v1").WithMetadata(BodyLimit.OfJson);
        api.MapHealth();
        api.MapSession();
        api.MapInvitations();
        api.MapSignIns();
        api.MapTokens();

        var ready = api.MapGroup("").AddEndpointFilter<ReadyFilter>();
        ready.MapBoard();
        ready.MapChanges();
        ready.MapPresences();
        ready.MapSchedules();
        ready.MapClients();
        ready.MapSite();
        ready.MapLists();
        ready.MapRules();
        ready.MapExchange();
        ready.MapUsers();
        ready.MapMailboxes();
        ready.MapWebhooks();
        ready.MapSiteHistory();
        ready.MapAudit();
        ready.MapConnectionTests();
        ready.MapDryRuns();

        app.MapProbes();
        app.MapApiDescription();
        app.MapPages();
        return app;
    }
}
