using System.Net;
using System.Net.Http.Headers;
using System.Xml;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Http;
using CaPresenceActors.Exchange.Operations;

namespace CaPresenceActors.Exchange.Streaming;

/// <summary>
/// Opens streams and reads them to their end. It decides nothing: what a stream says and how it ends goes to whoever opened it. A stream from which no whole message comes for a while is ended here, since
/// neither TCP nor .NET would notice that the other side is gone; single bytes that dribble in do not count.
/// </summary>
internal sealed class StreamingConnection : IDisposable
{
    // A server that sends nothing but rubbish is left; one broken message is not held against it.
    private const int MostBrokenInARow = 10;

    private static readonly MediaTypeHeaderValue Xml = new("text/xml", "utf-8");

    private readonly ExchangeConnection _connection;
    private readonly TimeSpan _silence;
    private readonly TimeProvider _time;
    private readonly IServerDateObserver _clock;
    private readonly Credentials _credentials;
    private readonly HttpMessageInvoker _http;
    private readonly TransportTroubles _troubles;
    private long _bytes;

    public StreamingConnection(ExchangeConnection connection, TimeSpan silence, IServerDateObserver clock, TimeProvider time, Func<CancellationToken, ValueTask<string>>? bearerToken)
    {
        _connection = connection;
        _silence = silence;
        _time = time;
        _clock = clock;
        _credentials = new Credentials(connection, bearerToken);
        _http = new HttpMessageInvoker(EwsHandler.CreateForStreams(connection, _credentials, new ServerFigures(time)), disposeHandler: true);
        _troubles = new TransportTroubles(connection, time);
    }

    /// <summary>How many bytes have come on all streams.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Opens a stream and reads it until it ends.</summary>
    /// <param name="operation">What to open.</param>
    /// <param name="said">Gets what each envelope says; null for one that could not be read.</param>
    /// <param name="cancellation">Ends it from this side.</param>
    /// <exception cref="OperationCanceledException">The caller has ended it.</exception>
    public async Task<StreamEnd> RunAsync(GetStreamingEvents operation, Action<StreamMessage?> said, CancellationToken cancellation)
    {
        using var watchdog = new CancellationTokenSource(_connection.RequestTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, watchdog.Token);
        var opened = false;
        try
        {
            using var request = await RequestAsync(operation, either.Token);
            var sentAt = _time.GetUtcNow();
            using var response = await _http.SendAsync(request, either.Token);
            if (response.Headers.Date is { } serverDate)
            {
                _clock.Observed(sentAt, _time.GetUtcNow(), serverDate);
            }

            operation.Affinity?.Learn(response);
            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.InternalServerError))
            {
                return new StreamEnd.Failed(_troubles.OfStatus(response));
            }

            opened = response.StatusCode == HttpStatusCode.OK;
            if (opened)
            {
                watchdog.CancelAfter(_silence);
            }

            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            return await ReadAsync(operation, response, body, said, watchdog, either.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (watchdog.IsCancellationRequested)
        {
            return opened ? new StreamEnd.Silent(_silence) : new StreamEnd.Failed(_troubles.OfTimeout());
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return new StreamEnd.Failed(_troubles.OfTransport(failure));
        }
        catch (ObjectDisposedException)
        {
            return new StreamEnd.Failed(_troubles.OfClosing());
        }
        catch (BearerTokenException refused)
        {
            return new StreamEnd.Failed(new Trouble(ReadFailure.NotAuthenticated, refused.Message));
        }
        catch (Exception failure) when (_credentials.AreForHandshake && failure is ArgumentException or InvalidOperationException or NotSupportedException or System.ComponentModel.Win32Exception)
        {
            // .NET's own NTLM throws these out of SendAsync when a server answers the handshake with something else than a challenge.
            return new StreamEnd.Failed(_troubles.OfHandshake());
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpRequestMessage> RequestAsync(GetStreamingEvents operation, CancellationToken cancellation)
    {
        var authorization = await _credentials.HeaderAsync(cancellation);
        var request = new HttpRequestMessage(HttpMethod.Post, _connection.Address)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(RequestEnvelope.Write(operation)),
        };
        request.Content.Headers.ContentType = Xml;
        EwsClient.AddHeaders(request.Headers, operation.Anchor);
        operation.Affinity?.AddTo(request.Headers);
        request.Headers.Authorization = authorization;
        return request;
    }

    private async Task<StreamEnd> ReadAsync(
        GetStreamingEvents operation, HttpResponseMessage response, Stream body, Action<StreamMessage?> said, CancellationTokenSource watchdog, CancellationToken cancellation)
    {
        var framing = new EnvelopeFraming();
        var broken = 0;
        var closed = false;
        while (true)
        {
            var read = await body.ReadAsync(framing.Free(), cancellation);
            if (read == 0)
            {
                return AtEnd(response, framing, closed);
            }

            Interlocked.Add(ref _bytes, read);
            if (!framing.Added(read))
            {
                return new StreamEnd.Failed(new Trouble(ReadFailure.NotUnderstood, "The server's notifications have no end: a message is longer than any that Exchange sends. The stream is opened anew."));
            }

            while (framing.TryTake(out var document))
            {
                watchdog.CancelAfter(_silence);
                var (messages, fault) = Read(document, operation);
                if (fault is not null)
                {
                    return new StreamEnd.Failed(WithPause(fault, response));
                }

                broken = messages is null ? broken + 1 : 0;
                if (messages is null)
                {
                    said(null);
                }

                foreach (var message in messages ?? [])
                {
                    closed |= message.Closed;
                    said(message with { Trouble = message.Trouble is { } trouble ? WithPause(trouble, response) : null });
                }

                if (broken >= MostBrokenInARow)
                {
                    return new StreamEnd.Failed(new Trouble(ReadFailure.NotUnderstood, $"{MostBrokenInARow} notifications of the server in a row were not well-formed. Check that nothing between changes them."));
                }
            }
        }
    }

    private StreamEnd AtEnd(HttpResponseMessage response, EnvelopeFraming framing, bool closed) => (closed, response.StatusCode) switch
    {
        (true, _) => new StreamEnd.Closed(),
        (_, HttpStatusCode.InternalServerError) => new StreamEnd.Failed(_troubles.OfStatus(response)),
        _ when response.Content.Headers.ContentType?.MediaType?.Contains("html", StringComparison.OrdinalIgnoreCase) == true => new StreamEnd.Failed(_troubles.OfOtherContent(response)),
        _ => new StreamEnd.Failed(new Trouble(
            ReadFailure.Unreachable,
            $"The server ended the notifications {(framing.HasRest ? "within a message" : "without saying so")}. They are asked for again.")),
    };

    private Trouble WithPause(Trouble trouble, HttpResponseMessage response) => trouble.RetryAfter is null ? trouble with { RetryAfter = _troubles.RetryAfter(response) } : trouble;

    // No messages and no fault: it could not be read, or is none of a stream.
    private static (List<StreamMessage>? Messages, Trouble? Fault) Read(ArraySegment<byte> document, GetStreamingEvents operation)
    {
        try
        {
            var envelope = AnswerEnvelope<List<StreamMessage>>.Read(document, operation);
            return (envelope.Answer, envelope.Fault);
        }
        catch (XmlException)
        {
            return (null, null);
        }
    }
}
