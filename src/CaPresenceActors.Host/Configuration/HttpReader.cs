using System.Diagnostics.CodeAnalysis;
using System.Net;
using CaPresenceActors.Hocon;
using CaPresenceActors.Host.Hosting;

namespace CaPresenceActors.Host.Configuration;

/// <summary>Reads <c>capresence.http</c>: where the web server listens, and how connections to it are protected.</summary>
internal static class HttpReader
{
    /// <summary>The address. One that others reach needs TLS, or a word that it shall go without.</summary>
    public static IPAddress Address(ConfigReader reader, bool tls)
    {
        var address = reader.Read<IPAddress>("address", "an IP address, such as 127.0.0.1", IPAddress.Loopback, TryParseAddress);
        var plainAllowed = reader.Boolean("allow-plain-http");
        if (!IPAddress.IsLoopback(address) && !tls && !plainAllowed)
        {
            reader.Add(
                "address",
                $"is {address}, which other machines reach, and without TLS everybody on the way reads passwords. Set http.tls.certificate-file; or, where something else encrypts, http.allow-plain-http = true; or listen on 127.0.0.1.");
        }

        return address;
    }

    /// <summary>The certificate; null for none. It is loaded once, so that a mistake shows at the start and not at the first connection.</summary>
    public static TlsOptions? Tls(ConfigReader reader, string directory)
    {
        var file = reader.OptionalText("certificate-file");
        var keyFile = reader.OptionalText("key-file");
        var password = reader.Secret("password");
        if (file is null)
        {
            if (keyFile is not null)
            {
                reader.Add("key-file", "names a key, and no certificate is named. Set certificate-file as well.");
            }

            return null;
        }

        var tls = new TlsOptions(Path.Combine(directory, file), keyFile is null ? null : Path.Combine(directory, keyFile), string.IsNullOrEmpty(password) ? null : password);
        try
        {
            using var certificate = ServerCertificate.Load(tls);
        }
        catch (CertificateFileException e)
        {
            reader.Add(e.InKeyFile ? "key-file" : "certificate-file", e.Message, keyFile is null ? "certificate-file" : null);
        }

        return tls;
    }

    private static bool TryParseAddress(string text, [MaybeNullWhen(false)] out IPAddress address) =>
        text == "localhost" ? (address = IPAddress.Loopback) is not null : IPAddress.TryParse(text, out address);
}
