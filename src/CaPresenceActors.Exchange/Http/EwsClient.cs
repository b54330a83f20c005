using System.Net;
using System.Net.Http.Headers;
using System.Xml;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Operations;

namespace CaPresenceActors.Exchange.Http;

/// <summary>
/// Sends requests to one Exchange server and makes an answer or a <see cref="Trouble"/> of whatever comes back. Only cancellation by the caller throws. Nothing is tried twice here but in
/// an earlier version of the protocol: what to do about trouble is the poller's business.
/// </summary>
internal sealed class EwsClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Xml = new("text/xml", "utf-8");
    private static readonly MediaTypeWithQualityHeaderValue AcceptedXml = new("text/xml");

    private readonly ExchangeConnection _connection;
    private readonly Uri _address;
    private readonly TimeProvider _time;
    private readonly IServerDateObserver _clock;
    private readonly Credentials _credentials;
    private readonly HttpMessageInvoker _http;
    private readonly TransportTroubles _troubles;
    private readonly SchemaVersions _versions = new();
    private readonly ServerFigures _figures;

    public EwsClient(ExchangeConnection connection, IServerDateObserver clock, TimeProvider time, Func<CancellationToken, ValueTask<string>>? bearerToken)
    {
        _connection = connection;
        _address = connection.Address;
        _time = time;
        _clock = clock;
        _credentials = new Credentials(connection, bearerToken);
        _figures = new ServerFigures(time);
        _http = new HttpMessageInvoker(EwsHandler.Create(connection, _credentials, _figures), disposeHandler: true);
        _troubles = new TransportTroubles(connection, time);
    }

    /// <summary>What has gone to and come from the server.</summary>
    public ServerFigures Figures => _figures;

    /// <summary>Sends one request and reads its answer.</summary>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public async Task<EwsResult<TAnswer>> CallAsync<TAnswer>(EwsOperation<TAnswer> operation, CancellationToken cancellation)
        where TAnswer : class
    {
        var result = await TryAsync(operation, cancellation);
        foreach (var trouble in TroublesOf(operation, result))
        {
            _figures.Refused(trouble, operation.Impersonated is not null);
        }

        return result;
    }

    public void Dispose() => _http.Dispose();

    private async Task<EwsResult<TAnswer>> TryAsync<TAnswer>(EwsOperation<TAnswer> operation, CancellationToken cancellation)
        where TAnswer : class
    {
        using var timeout = new CancellationTokenSource(_connection.RequestTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            return await ExchangeAsync(operation, either.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return Failed<TAnswer>(_troubles.OfTimeout());
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return Failed<TAnswer>(_troubles.OfTransport(failure));
        }
        catch (XmlException broken)
        {
            return Failed<TAnswer>(TransportTroubles.OfBrokenXml(broken));
        }
        catch (ObjectDisposedException)
        {
            return Failed<TAnswer>(_troubles.OfClosing());
        }
        catch (BearerTokenException refused)
        {
            return Failed<TAnswer>(new Trouble(ReadFailure.NotAuthenticated, refused.Message));
        }
        catch (Exception failure) when (_credentials.AreForHandshake && failure is ArgumentException or InvalidOperationException or NotSupportedException or System.ComponentModel.Win32Exception)
        {
            // .NET's own NTLM throws these out of SendAsync when a server answers the handshake with something else than a challenge.
            return Failed<TAnswer>(_troubles.OfHandshake());
        }
    }

    private static EwsResult<TAnswer> Failed<TAnswer>(Trouble trouble)
        where TAnswer : class => new(Answer: null, trouble, ServerVersion: null);

    private static IEnumerable<Trouble> TroublesOf<TAnswer>(EwsOperation<TAnswer> operation, EwsResult<TAnswer> result)
        where TAnswer : class => result switch
    {
        { Trouble: { } whole } => [whole],
        { Answer: { } answer } => operation.Troubles(answer),
        _ => [],
    };

    private async Task<EwsResult<TAnswer>> ExchangeAsync<TAnswer>(EwsOperation<TAnswer> operation, CancellationToken cancellation)
        where TAnswer : class
    {
        while (true)
        {
            var version = _versions.For(operation);
            var result = await SendAsync(operation, version, cancellation);
            var refusal = TroublesOf(operation, result).FirstOrDefault(trouble => trouble.Remedy == Remedy.LowerVersion);
            if (refusal is null || !_versions.Lower(operation, version, refusal.Charge))
            {
                return result;
            }
        }
    }

    private async Task<EwsResult<TAnswer>> SendAsync<TAnswer>(EwsOperation<TAnswer> operation, SchemaVersion version, CancellationToken cancellation)
        where TAnswer : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Content = new ByteArrayContent(RequestEnvelope.Write(operation, version));
        request.Content.Headers.ContentType = Xml;
        AddHeaders(request.Headers, operation.Anchor);
        operation.Affinity?.AddTo(request.Headers);
        request.Headers.Authorization = await _credentials.HeaderAsync(cancellation);

        _figures.Asked();
        var sentAt = _time.GetUtcNow();
        using var response = await _http.SendAsync(request, cancellation);
        var receivedAt = _time.GetUtcNow();
        if (response.Headers.Date is { } serverDate)
        {
            _clock.Observed(sentAt, receivedAt, serverDate);
        }

        operation.Affinity?.Learn(response);

        // Exchange sends its faults with 500, and 500 is also what a broken web server sends.
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.InternalServerError))
        {
            return Failed<TAnswer>(_troubles.OfStatus(response));
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        using var body = await AnswerBody.ReadAsync(stream, cancellation);
        return body is null ? Failed<TAnswer>(TransportTroubles.OfLength()) : Read(operation, response, body);
    }

    private EwsResult<TAnswer> Read<TAnswer>(EwsOperation<TAnswer> operation, HttpResponseMessage response, AnswerBody body)
        where TAnswer : class
    {
        if (!body.LooksLikeXml)
        {
            return Failed<TAnswer>(_troubles.OfOtherContent(response));
        }

        AnswerEnvelope<TAnswer> envelope;
        try
        {
            envelope = AnswerEnvelope<TAnswer>.Read(body.Document, operation);
        }
        catch (XmlException) when (response.StatusCode == HttpStatusCode.InternalServerError)
        {
            return Failed<TAnswer>(_troubles.OfStatus(response));
        }

        _figures.Versioned(envelope.ServerVersion);
        var trouble = (envelope.Answer, envelope.Fault) switch
        {
            (null, null) when response.StatusCode == HttpStatusCode.InternalServerError => _troubles.OfStatus(response),
            (null, null) => TransportTroubles.OfOtherElement(envelope.Found, operation.AnswerName),
            _ => envelope.Fault,
        };
        if (trouble is { RetryAfter: null })
        {
            trouble = trouble with { RetryAfter = _troubles.RetryAfter(response) };
        }

        return new EwsResult<TAnswer>(trouble is null ? envelope.Answer : null, trouble, envelope.ServerVersion);
    }

    internal static void AddHeaders(HttpRequestHeaders headers, string? anchor)
    {
        headers.Accept.Add(AcceptedXml);
        headers.TryAddWithoutValidation("User-Agent", EwsHandler.UserAgent);
        headers.TryAddWithoutValidation("client-request-id", Guid.NewGuid().ToString());
        headers.TryAddWithoutValidation("return-client-request-id", "true");

        // Header values are ASCII; an address in another script goes without, which costs the server a hop and nothing else.
        if (anchor is not null && System.Text.Ascii.IsValid(anchor))
        {
            headers.TryAddWithoutValidation("X-AnchorMailbox", anchor);
        }
    }
}
