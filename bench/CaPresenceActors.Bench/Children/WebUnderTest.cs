using System.Net;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Bench.Site;
using CaPresenceActors.Web;
using CaPresenceActors.Web.SignIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Bench.Children;

/// <summary>The product's own web server over an engine, on a port of the loopback address that the system chooses.</summary>
internal sealed class WebUnderTest : IAsyncDisposable
{
    private readonly WebApplication _web;

    private WebUnderTest(WebApplication web) => _web = web;

    public Uri Address => new(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>What a client shows to be let in.</summary>
    public string Token => _web.Services.GetRequiredService<LocalAdministration>().Token;

    public static async Task<WebUnderTest> StartAsync(EngineUnderTest running, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<IPresenceEngine>(running.Engine);
        builder.Services.AddSingleton(running.Engine.SignIns);
        builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        builder.Services.AddSingleton(running.Engine.Lists);
        builder.Services.AddSingleton(running.Engine.Census);
        builder.Services.AddPresenceWeb();
        var web = builder.Build();
        web.MapPresenceApi();
        await web.StartAsync();
        return new WebUnderTest(web);
    }

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
    }
}
