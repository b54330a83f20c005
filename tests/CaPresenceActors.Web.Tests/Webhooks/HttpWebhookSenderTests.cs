using System.Net;
using System.Net.Sockets;
using System.Text;
using CaPresenceActors.Actors.Webhooks;
using CaPresenceActors.Web.Tests.Hosting;
using CaPresenceActors.Web.Webhooks;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.Tests.Webhooks;

/// <summary>Deliveries to real servers on loopback.</summary>
public sealed class HttpWebhookSenderTests : IDisposable
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"webhook":"a","deliveryId":"a.1.7-9","changes":[]}""");

    private readonly ManualTime _time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
    private readonly HttpWebhookSender _sender;

    public HttpWebhookSenderTests() => _sender = new HttpWebhookSender(_time);

    public void Dispose() => _sender.Dispose();

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task A_delivery_arrives_as_it_was_signed(int status)
    {
        await using var receiver = await Receiver.AnsweringAsync(status);
        (await SendAsync(receiver.Url)).ShouldBe(new WebhookAnswer(status, null));

        var request = receiver.Requests.ShouldHaveSingleItem();
        request.Path.ShouldBe("/in");
        request.Body.ShouldBe(Body);
        request.Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
        request.Headers["X-Capresence-Signature"].ShouldBe("t=1,v1=ab");
        request.Headers["X-Capresence-Delivery"].ShouldBe("a.1.7-9");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var elsewhere = await Receiver.AnsweringAsync(200);
        await using var receiver = await Receiver.AnsweringAsync((_, response) => (response.StatusCode, response.Headers.Location) = (status, elsewhere.Url.ToString()));
        var answer = await SendAsync(receiver.Url);
        (answer.Status, answer.Error).ShouldBe((status, $"It answered {status}, a redirect, and redirects are not followed. Give the address that it leads to."));
        elsewhere.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task What_is_no_success_is_a_failure_and_its_body_is_not_kept(int status)
    {
        await using var receiver = await Receiver.AnsweringAsync(async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("internal-words");
        });
        var answer = await SendAsync(receiver.Url);
        (answer.Status, answer.IsDelivered, answer.IsGone, answer.RetryAfter).ShouldBe((status, false, false, null));
        answer.Error.ShouldStartWith($"It answered {status}");
        answer.Error.ShouldNotContain("internal-words");
    }

    [Fact]
    public async Task A_receiver_that_is_gone_for_good_is_told_apart()
    {
        await using var receiver = await Receiver.AnsweringAsync(410);
        (await SendAsync(receiver.Url)).IsGone.ShouldBeTrue();
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Mon, 23 Nov 2026 09:05:00 GMT", 300)]
    [InlineData("Mon, 23 Nov 2026 08:00:00 GMT", 0)]
    [InlineData("soon", null)]
    public async Task How_long_a_receiver_wants_to_be_left_alone_is_heard(string retryAfter, int? seconds)
    {
        await using var receiver = await Receiver.AnsweringAsync((_, response) => (response.StatusCode, response.Headers.RetryAfter) = (429, retryAfter));
        (await SendAsync(receiver.Url)).RetryAfter.ShouldBe(seconds is { } known ? TimeSpan.FromSeconds(known) : null);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_is_given_up_after_fifteen_seconds()
    {
        using var arrived = new SemaphoreSlim(0);
        await using var receiver = await Receiver.AnsweringAsync(async context =>
        {
            arrived.Release();
            await Receiver.HangAsync(context);
        });
        var sending = SendAsync(receiver.Url);
        (await arrived.WaitAsync(ApiHost.Deadline, TestContext.Current.CancellationToken)).ShouldBeTrue();
        sending.IsCompleted.ShouldBeFalse();
        _time.Advance(HttpWebhookSender.Patience);
        (await sending).ShouldBe(new WebhookAnswer(null, "It did not answer within 15 s."));
    }

    [Fact]
    public async Task A_receiver_that_is_down_is_said_to_be_so()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        (await SendAsync(new Uri($"http://127.0.0.1:{port}/in"))).ShouldBe(new WebhookAnswer(null, $"Nobody answers at 127.0.0.1, port {port}."));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_and_nothing_is_sent()
    {
        await using var receiver = await Receiver.AnsweringAsync((_, response) => response.StatusCode = 200, tls: true);
        (await SendAsync(receiver.Url)).Error.ShouldStartWith("No secure connection to localhost: its certificate is not trusted here");
        receiver.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_closes_the_connection_is_a_failure()
    {
        await using var receiver = await Receiver.AnsweringAsync((request, _) => request.HttpContext.Abort());
        (await SendAsync(receiver.Url)).Error.ShouldBe("It closed the connection, or that broke, before there was an answer.");
    }

    [Fact]
    public async Task A_delivery_that_is_broken_off_ends()
    {
        using var breaking = new CancellationTokenSource();
        await using var receiver = await Receiver.AnsweringAsync(async context =>
        {
            await breaking.CancelAsync();
            await Receiver.HangAsync(context);
        });
        await Should.ThrowAsync<OperationCanceledException>(() => SendUntilAsync(receiver.Url, breaking.Token));
    }

    private Task<WebhookAnswer> SendAsync(Uri url) => SendUntilAsync(url, TestContext.Current.CancellationToken);

    private Task<WebhookAnswer> SendUntilAsync(Uri url, CancellationToken cancellation) =>
        _sender.SendAsync(new WebhookPost(url, "a.1.7-9", "t=1,v1=ab", Body), cancellation).WaitAsync(ApiHost.Deadline, TestContext.Current.CancellationToken);
}
