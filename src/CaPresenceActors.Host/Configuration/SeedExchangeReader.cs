using System.Diagnostics.CodeAnalysis;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Hocon;

namespace CaPresenceActors.Host.Configuration;

/// <summary>Reads <c>capresence.seed.exchange</c>: the connection that a new database starts with.</summary>
internal static class SeedExchangeReader
{
    private const string Section = "capresence.seed.exchange";

    /// <summary>The connection; null while no server is set up. What is written is checked all the same.</summary>
    public static ExchangeConnection? Read(ConfigReader reader, string directory)
    {
        var server = reader.OptionalText("server", 253);
        var connection = new ExchangeConnection
        {
            Server = server ?? string.Empty,
            Port = reader.Port("port"),
            Path = reader.Text("path"),
            UseTls = reader.Boolean("tls"),
            UserName = reader.OptionalText("user-name") ?? string.Empty,
            Password = reader.Secret("password") ?? string.Empty,
            Authentication = reader.Read("authentication", "one of basic, ntlm, negotiate", ExchangeAuthentication.Basic, TryParseAuthentication),
            Access = reader.Enum<ExchangeAccess>("access"),
            CertificatePin = reader.OptionalText("certificate-pin"),
            CertificateAuthority = Authority(reader, directory),
            RequestTimeout = reader.Duration("request-timeout", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
            MaxConnections = reader.WholeNumber("max-connections", 1, 64),
            DelegateBatch = reader.WholeNumber("delegate-batch", 1, 16),
        };
        foreach (var (field, sentence) in connection.Problems().Where(problem => server is not null || CountsWithoutServer(problem.Field, connection)))
        {
            reader.Add(field, $"is not accepted. {sentence}", Because(reader, field));
        }

        if (server is not null && connection.Password.Length == 0)
        {
            reader.Add(
                "password",
                "is empty, and the server needs one. Set it, best through the environment: password = ${?EXCHANGE_PASSWORD}; where that stands there already, the variable EXCHANGE_PASSWORD is not set.",
                Because(reader, "password"));
        }

        return server is null ? null : connection;
    }

    private static string? Authority(ConfigReader reader, string directory)
    {
        if (reader.OptionalText("ca-file") is not { } name)
        {
            return null;
        }

        var file = Path.Combine(directory, name);
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reader.Add("ca-file", $"names {file}, which cannot be read. {(Directory.Exists(file) ? "It is a directory." : e.Message)}");
            return null;
        }
    }

    // Whether plain HTTP is allowed depends on the server; that the account is empty is as it should be.
    private static bool CountsWithoutServer(string field, ExchangeConnection connection) =>
        field is not ("server" or "tls") && (field != "user-name" || connection.UserName.Length > 0);

    // A default is wrong only because a server was named, and that is where the site's administrator has written something.
    private static string? Because(ConfigReader reader, string field) =>
        reader.OriginOf(field) == HostConfiguration.Reference.Find($"{Section}.{field}")?.Origin ? "server" : null;

    // Bearer is not offered: nothing in a configuration could supply its tokens.
    private static bool TryParseAuthentication(string text, [MaybeNullWhen(false)] out ExchangeAuthentication authentication) =>
        Enum.TryParse(text, ignoreCase: true, out authentication) && Enum.IsDefined(authentication) && authentication != ExchangeAuthentication.Bearer && char.IsAsciiLetter(text[0]);
}
