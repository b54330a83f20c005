using System.Security.Claims;
using CaPresenceActors.Actors.SignIns;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.SignIns;

/// <summary>A browser's session: a cookie that says whose it is and which stamp it was made under. It counts as long as the sign-in has that stamp.</summary>
internal static class SessionCookies
{
    private const string StampClaim = "stamp";

    /// <summary>How cookies are made and checked.</summary>
    public static void Configure(CookieAuthenticationOptions options, WebSettings settings)
    {
        options.Cookie.Name = settings.CookieName("session");
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = settings.Tls ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        options.ExpireTimeSpan = settings.SessionLifetime;
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = ValidateAsync;
    }

    /// <summary>Begins a session.</summary>
    public static async Task<Caller> BeginAsync(HttpContext context, SignIn signIn)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, signIn.Name), new Claim(StampClaim, signIn.Stamp)], CookieAuthenticationDefaults.AuthenticationScheme);
        context.User = new ClaimsPrincipal(identity);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, context.User);
        var caller = Of(signIn);
        context.Features.Set(caller);
        return caller;
    }

    /// <summary>Ends this browser's session.</summary>
    public static Task EndAsync(HttpContext context) => context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);

    private static Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var signIns = (ISignIns)context.HttpContext.RequestServices.GetService(typeof(ISignIns))!;
        var name = context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier);
        var stamp = context.Principal?.FindFirstValue(StampClaim);
        if (name is not null && signIns.Current.Find(name) is { } signIn && string.Equals(signIn.Stamp, stamp, StringComparison.Ordinal))
        {
            context.HttpContext.Features.Set(Of(signIn));
            context.HttpContext.Features.Set(new OpenSession(signIn.Name, signIn.Stamp, context.Properties.ExpiresUtc));
        }
        else
        {
            context.RejectPrincipal();
        }

        return Task.CompletedTask;
    }

    private static Caller Of(SignIn signIn) => new(signIn.Name, signIn.Role, signIn.IsUser ? signIn.Name : null) { HasSession = true };
}

/// <summary>What a request goes by that may last: when that is over, so is the request.</summary>
/// <param name="Key">The name of the sign-in, or the id of the token.</param>
/// <param name="Stamp">The stamp of the sign-in; null for a token.</param>
/// <param name="ExpiresAt">When it ends by itself, UTC.</param>
internal sealed record OpenSession(string Key, string? Stamp, DateTimeOffset? ExpiresAt)
{
    public bool IsOpen(SignInState state) => Stamp is null ? state.Tokens.ContainsKey(Key) : state.Find(Key)?.Stamp == Stamp;
}
