using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using CaPresenceActors.Actors.Webhooks;

namespace CaPresenceActors.Web.Webhooks;

/// <summary>
/// Posts deliveries over HTTP. No redirects, which would carry presences where no administrator sent them; no cookies; no proxy; of the answer only status and <c>Retry-After</c>, since its body is the receiver's affair
/// and could be made to bring what is reachable from here into the hands of who reads the deliveries.
/// </summary>
public sealed class HttpWebhookSender : IWebhookSender, IDisposable
{
    /// <summary>How long one try may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    /// <param name="clock">What patience and dates go by.</param>
    public HttpWebhookSender(TimeProvider clock)
    {
        _clock = clock;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = Patience,

            // A receiver that moved is found anew by its name.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),

            // An answer that is longer than a line or two is not waited for: its connection goes instead.
            MaxResponseDrainSize = 16 * 1024,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <inheritdoc/>
    public async Task<WebhookAnswer> SendAsync(WebhookPost post, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(post);
        using var patience = new CancellationTokenSource(Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            using var request = RequestOf(post);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return AnswerOf(answer);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new WebhookAnswer(null, $"It did not answer within {Patience.TotalSeconds:F0} s.");
        }
        catch (HttpRequestException e)
        {
            return new WebhookAnswer(null, ErrorOf(e, post.Url));
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage RequestOf(WebhookPost post)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, post.Url) { Content = new ReadOnlyMemoryContent(post.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TryAddWithoutValidation(WebhookSignature.Header, post.Signature);
        request.Headers.TryAddWithoutValidation("X-Capresence-Delivery", post.DeliveryId);
        request.Headers.UserAgent.ParseAdd("CaPresenceActors");
        return request;
    }

    private WebhookAnswer AnswerOf(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        return answer.IsSuccessStatusCode ? new WebhookAnswer(status, Error: null)
            : status is >= 300 and < 400 ? new WebhookAnswer(status, $"It answered {status}, a redirect, and redirects are not followed. Give the address that it leads to.")
            : new WebhookAnswer(status, $"It answered {status}{Meaning(answer.StatusCode)}; a status from 200 to 299 says that a delivery was taken.", WishOf(answer.Headers.RetryAfter));
    }

    private static string Meaning(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ", that it does not want this from us: look at the secret and the address",
        HttpStatusCode.NotFound => ", that there is nothing at this address",
        HttpStatusCode.Gone => ", that it is gone for good",
        HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => ", that it has too much to do just now",
        _ => string.Empty,
    };

    private TimeSpan? WishOf(RetryConditionHeaderValue? retryAfter) => retryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _clock.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };

    // Own sentences: those of the framework hold what a receiver sent, and differ between systems.
    private static string ErrorOf(HttpRequestException error, Uri url) => error.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"Nobody knows the name {url.Host}.",
        HttpRequestError.ConnectionError => $"Nobody answers at {url.Host}, port {url.Port}.",
        HttpRequestError.SecureConnectionError => $"No secure connection to {url.Host}: its certificate is not trusted here, is not for this name, or has expired, or it speaks no TLS.",
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded => "What it answered is no HTTP that could be understood.",
        _ when error.InnerException is AuthenticationException => $"No secure connection to {url.Host}: its certificate is not trusted here.",
        _ => "It closed the connection, or that broke, before there was an answer.",
    };
}
