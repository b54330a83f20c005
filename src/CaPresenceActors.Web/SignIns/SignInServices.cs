using CaPresenceActors.Actors.Ports;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CaPresenceActors.Web.SignIns;

/// <summary>What signing in is made of.</summary>
internal static class SignInServices
{
    /// <summary>Where a page of ours says what strangers do not know.</summary>
    public const string AntiforgeryHeader = "X-CSRF-Token";

    public static void AddSignIns(this IServiceCollection services, WebSettings settings)
    {
        services.TryAddSingleton<LocalAdministration>();
        services.TryAddSingleton<FirstAdministrator>();
        services.TryAddSingleton<BearerTokens>();
        services.TryAddSingleton<OpenSessions>();
        services.TryAddSingleton<IPasswordHasher>(_ => new Pbkdf2Passwords());
        services.TryAddSingleton<DeviceCookies>();
        services.TryAddSingleton<PasswordDesk>();
        services.TryAddSingleton<People>();
        services.TryAddSingleton<Sessions>();
        services.AddDataProtection();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookies => SessionCookies.Configure(cookies, settings));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.HeaderName = AntiforgeryHeader;
            antiforgery.SuppressXFrameOptionsHeader = true;
            antiforgery.SuppressReadingTokenFromFormBody = true;
            antiforgery.Cookie.Name = settings.CookieName("antiforgery");
            antiforgery.Cookie.Path = "/";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = settings.Tls ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        });
    }
}
