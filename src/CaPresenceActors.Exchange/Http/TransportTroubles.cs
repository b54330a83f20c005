using System.Globalization;
using System.Net;
using System.Xml;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;

namespace CaPresenceActors.Exchange.Http;

/// <summary>What no XML can tell: statuses, broken connections, pages of other products. Each becomes a sentence that says what was found and what to do.</summary>
internal sealed class TransportTroubles(ExchangeConnection connection, TimeProvider time)
{
    private const string ErrorPage = "genericerrorpage";

    // Some versions put these words before the code.
    private const string FrontEnd = "CAS error:";

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private string Server => $"{connection.Server}:{connection.Port}";

    /// <summary>An answer with another status than 200, or 500 without a fault.</summary>
    public Trouble OfStatus(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var said = $"{Server} answered HTTP {status.ToString(CultureInfo.InvariantCulture)}{FrontEndCode(response)}";
        var pause = RetryAfter(response);
        return status switch
        {
            401 => new Trouble(ReadFailure.NotAuthenticated, NotAuthenticated(response)),
            403 => new Trouble(ReadFailure.AccessDenied, $"{said}: the account {connection.UserName} may not use Exchange Web Services. Check that EWS is enabled for it and for the organisation.", pause),
            404 => new Trouble(ReadFailure.NotUnderstood, $"{said}: there is nothing at {connection.Path}. Check the Exchange Web Services address."),
            407 => new Trouble(ReadFailure.NotUnderstood, $"{said}: a proxy stands between and wants a password of its own. Connect to Exchange directly."),
            408 or 502 or 504 => new Trouble(ReadFailure.Transient, $"{said}: the Exchange server behind it does not answer. It will be asked again.", pause),
            429 or 503 => new Trouble(ReadFailure.Throttled, $"{said}: it is overloaded or being maintained. Reading goes on after a pause.", pause),
            >= 300 and < 400 => OfRedirect(said, response.Headers.Location),
            >= 500 => new Trouble(ReadFailure.Transient, $"{said}, without an answer of Exchange. It will be asked again; the server's event log says more.", pause),
            _ => new Trouble(ReadFailure.NotUnderstood, $"{said}, which Exchange Web Services does not. Check the server's name, port and Exchange Web Services address."),
        };
    }

    /// <summary>The pause that the headers ask for; null when they do not.</summary>
    public TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var pause = header?.Delta ?? (header?.Date - (response.Headers.Date ?? time.GetUtcNow()));
        return pause switch
        {
            { Ticks: <= 0 } => null,
            { } asked => asked < LongestPause ? asked : LongestPause,
            null => null,
        };
    }

    /// <summary>An answer that is not XML at all.</summary>
    public Trouble OfOtherContent(HttpResponseMessage response) => response.StatusCode == HttpStatusCode.InternalServerError
        ? OfStatus(response)
        : new Trouble(
            ReadFailure.NotUnderstood,
            $"{Server} answered with content of type {ContentType(response)} instead of XML. Something else than Exchange Web Services answers there: check the server's name, port and address.");

    /// <summary>XML with another element than the answer.</summary>
    public static Trouble OfOtherElement(string? found, string expected) => new(
        ReadFailure.NotUnderstood,
        $"The server answered with {(found is null ? "an empty envelope" : $"the element {Printable.Code(found)}")} instead of {expected}. Check that the address is that of Exchange Web Services.");

    /// <summary>XML that is none.</summary>
    public static Trouble OfBrokenXml(XmlException broken) => new(
        ReadFailure.NotUnderstood,
        $"The server's answer is not well-formed XML (line {broken.LineNumber.ToString(CultureInfo.InvariantCulture)}). Check that nothing between changes or cuts answers.");

    /// <summary>An answer without end.</summary>
    public static Trouble OfLength() => new(
        ReadFailure.NotUnderstood, $"The server's answer is longer than {AnswerBody.LongestBody >> 20} MB, which no calendar is. It was not read to its end.");

    /// <summary>No answer in time.</summary>
    public Trouble OfTimeout() => new(
        ReadFailure.Unreachable, $"{Server} did not answer within {connection.RequestTimeout.TotalSeconds:0.#} s. Check that it is up and can be reached from this machine.");

    /// <summary>The source was closed meanwhile.</summary>
    public Trouble OfClosing() => new(ReadFailure.Unreachable, $"The connection to {Server} was closed on this side, because its settings changed or the program is stopping.");

    /// <summary>A handshake that went wrong inside of .NET.</summary>
    public Trouble OfHandshake() => new(
        ReadFailure.NotAuthenticated,
        $"The {connection.Authentication} handshake with {Server} failed: the server did not answer it as it should. Check user name and password, or choose Basic authentication.");

    /// <summary>A connection that could not be made, or broke.</summary>
    public Trouble OfTransport(Exception failure)
    {
        if (Inner<CertificateRefusedException>(failure) is { } refused)
        {
            return new Trouble(ReadFailure.CertificateRefused, refused.Message);
        }

        return (failure as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => new Trouble(ReadFailure.Unreachable, $"The name {connection.Server} cannot be resolved. Check the server's name, and this machine's DNS."),
            HttpRequestError.ConnectionError => new Trouble(ReadFailure.Unreachable, $"No connection to {Server}{SocketError(failure)}. Check the server's name and port, and the firewalls between."),
            HttpRequestError.SecureConnectionError => new Trouble(
                ReadFailure.Unreachable,
                $"No encrypted connection to {Server}: the TLS handshake failed. Check that the port speaks TLS, and that the server offers TLS 1.2 or later."),
            HttpRequestError.UserAuthenticationError => OfHandshake(),
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError =>
                new Trouble(ReadFailure.NotUnderstood, $"{Server} does not speak HTTP as it should. Check that the port is that of Exchange Web Services."),
            _ => new Trouble(ReadFailure.Unreachable, $"The connection to {Server} broke before the answer was complete{SocketError(failure)}. It will be asked again."),
        };
    }

    private static string SocketError(Exception failure) =>
        Inner<System.Net.Sockets.SocketException>(failure) is { } socket ? $" ({socket.SocketErrorCode})" : "";

    private static T? Inner<T>(Exception? failure)
        where T : Exception
    {
        while (failure is not null and not T)
        {
            failure = failure.InnerException;
        }

        return (T?)failure;
    }

    private static string ContentType(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { } type ? Printable.Words(type) : "unknown";

    // What Exchange's front end found wrong, such as a mailbox that it could not locate.
    private static string FrontEndCode(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-CasErrorCode", out var codes) ? $" ({Printable.Code(codes.First().Replace(FrontEnd, "", StringComparison.OrdinalIgnoreCase).Trim())})" : "";

    private string NotAuthenticated(HttpResponseMessage response)
    {
        var offered = string.Join(", ", response.Headers.WwwAuthenticate.Select(challenge => Printable.Code(challenge.Scheme)).Distinct(StringComparer.OrdinalIgnoreCase));
        var refused = $"{Server} does not accept the account {connection.UserName} with {connection.Authentication} authentication (HTTP 401).";
        var hint = connection is { UseTls: true, Authentication: ExchangeAuthentication.Ntlm or ExchangeAuthentication.Negotiate }
            ? " If they are right, the server may demand Extended Protection: then nothing between may replace its certificate."
            : "";
        return offered.Length == 0
            ? $"{refused} Check user name and password.{hint}"
            : $"{refused} Check user name and password; the server offers {offered}.{hint}";
    }

    // Redirects are not followed: the password would go along. Exchange's own error page is reached by one, too.
    private static Trouble OfRedirect(string said, Uri? location)
    {
        var target = location?.OriginalString ?? "";
        if (target.Contains(ErrorPage, StringComparison.OrdinalIgnoreCase))
        {
            return new Trouble(ReadFailure.Transient, $"{said}, to Exchange's error page. It will be asked again; the server's event log says more.");
        }

        var where = location switch
        {
            { IsAbsoluteUri: true } => $"{location.Scheme}://{location.Host}{location.AbsolutePath}",
            { } relative => relative.OriginalString.Split('?', '#')[0],
            null => "nowhere",
        };
        return new Trouble(ReadFailure.NotUnderstood, $"{said}, to {Printable.Words(where)}. Redirects are not followed. Check the server's name, port and Exchange Web Services address.");
    }
}
