using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.SignIns;

/// <summary>Marks a browser that has signed in under a name before. The mark opens nothing; it only gives the browser guesses of its own.</summary>
internal sealed class DeviceCookies(IDataProtectionProvider protection, WebSettings settings)
{
    // A reception desk is shared.
    private const int MostNames = 5;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private readonly IDataProtector _protector = protection.CreateProtector("DeviceCookie");
    private readonly string _name = settings.CookieName("device");

    /// <summary>The mark of a browser that has signed in under this name; null when it has not.</summary>
    public string? Find(HttpContext context, string name) => MarksOf(context).GetValueOrDefault(name);

    /// <summary>Marks the browser.</summary>
    public void Mark(HttpContext context, string name)
    {
        var marks = MarksOf(context).Where(mark => mark.Key != name).TakeLast(MostNames - 1).Append(KeyValuePair.Create(name, RandomSecret.NewId()));
        var text = JsonSerializer.Serialize(new Dictionary<string, string>(marks, StringComparer.Ordinal), DeviceJson.Default.DictionaryStringString);
        context.Response.Cookies.Append(_name, _protector.Protect(text), new CookieOptions
        {
            HttpOnly = true,
            Secure = settings.Tls,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            MaxAge = Lifetime,
            IsEssential = true,
        });
    }

    private Dictionary<string, string> MarksOf(HttpContext context)
    {
        if (context.Request.Cookies[_name] is { Length: > 0 } cookie)
        {
            try
            {
                return JsonSerializer.Deserialize(_protector.Unprotect(cookie), DeviceJson.Default.DictionaryStringString) ?? [];
            }
            catch (CryptographicException)
            {
                // Of another instance, of lost keys, or made up: a browser like any other.
            }
        }

        return [];
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class DeviceJson : System.Text.Json.Serialization.JsonSerializerContext;
