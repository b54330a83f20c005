using System.Net;
using System.Net.Sockets;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Tests.Support;
using Microsoft.AspNetCore.Http;
using static CaPresenceActors.Exchange.Tests.Support.Answers;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

public sealed class TransportTroubleTests
{
    [Theory]
    [InlineData(400, ReadFailure.NotUnderstood, "Check the server's name, port")]
    [InlineData(403, ReadFailure.AccessDenied, "may not use Exchange Web Services")]
    [InlineData(404, ReadFailure.NotUnderstood, "there is nothing at /EWS/Exchange.asmx")]
    [InlineData(405, ReadFailure.NotUnderstood, "HTTP 405")]
    [InlineData(407, ReadFailure.NotUnderstood, "a proxy stands between")]
    [InlineData(408, ReadFailure.Transient, "HTTP 408")]
    [InlineData(429, ReadFailure.Throttled, "overloaded or being maintained")]
    [InlineData(500, ReadFailure.Transient, "HTTP 500, without an answer of Exchange")]
    [InlineData(502, ReadFailure.Transient, "HTTP 502")]
    [InlineData(503, ReadFailure.Throttled, "overloaded or being maintained")]
    [InlineData(504, ReadFailure.Transient, "HTTP 504")]
    [InlineData(204, ReadFailure.NotUnderstood, "HTTP 204")]
    public async Task A_status_without_an_answer_of_Exchange_has_a_meaning(int status, ReadFailure failure, string reason)
    {
        await using var server = await ScriptedServer.StartAsync(async (_, response) =>
        {
            response.StatusCode = status;
            if (status != 204)
            {
                response.ContentType = "text/html";
                await response.WriteAsync("<html><body>Server Error in '/EWS' Application.<br></body></html>");
            }
        });
        await using var source = Source(server.Port);

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(failure);
        failed.Reason.ShouldContain(reason);
        failed.Reason.ShouldContain($"127.0.0.1:{server.Port}");
        failed.Reason.ShouldNotContain("hunter2");
        failed.RetryAfter.ShouldBeNull();
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once_and_named_with_what_the_server_offers()
    {
        await using var server = await ScriptedServer.StartAsync((_, response) =>
        {
            response.StatusCode = 401;
            response.Headers.WWWAuthenticate = new(["Negotiate", "NTLM"]);
            return Task.CompletedTask;
        });
        await using var source = Source(server.Port);

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.NotAuthenticated);
        failed.Reason.ShouldContain("svc@example.test with Basic authentication");
        failed.Reason.ShouldContain("the server offers Negotiate, NTLM");
        failed.Reason.ShouldNotContain("hunter2");
        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("99999", 3600)]
    [InlineData("Mon, 23 Nov 2026 08:01:30 GMT", 90)]
    [InlineData("Mon, 23 Nov 2026 07:00:00 GMT", null)]
    public async Task Retry_After_is_passed_on(string header, int? seconds)
    {
        await Retry_After_is_passed_on_with(503, header, seconds);
        await Retry_After_is_passed_on_with(429, header, seconds);
    }

    private static async Task Retry_After_is_passed_on_with(int status, string header, int? seconds)
    {
        await using var server = await ScriptedServer.StartAsync((_, response) =>
        {
            response.StatusCode = status;
            response.Headers.Date = "Mon, 23 Nov 2026 08:00:00 GMT";
            response.Headers.RetryAfter = header;
            return Task.CompletedTask;
        });
        await using var source = Source(server.Port);

        (await source.ReadFailed()).RetryAfter.ShouldBe(seconds is { } s ? TimeSpan.FromSeconds(s) : null);
    }

    [Theory]
    [InlineData("https://evil.example/owa/auth.aspx?secret=1", ReadFailure.NotUnderstood, "to https://evil.example/owa/auth.aspx.")]
    [InlineData("/owa/?x=1", ReadFailure.NotUnderstood, "to /owa/.")]
    [InlineData("/ews/genericerrorpage.htm?aspxerrorpath=/EWS/Exchange.asmx", ReadFailure.Transient, "Exchange's error page")]
    public async Task A_redirect_is_not_followed(string location, ReadFailure failure, string reason)
    {
        await using var server = await ScriptedServer.StartAsync((_, response) =>
        {
            response.Redirect(location);
            return Task.CompletedTask;
        });
        await using var source = Source(server.Port);

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(failure);
        failed.Reason.ShouldContain(reason);
        failed.Reason.ShouldNotContain("secret");
        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task No_kind_of_redirect_is_followed(int status)
    {
        await using var server = await ScriptedServer.StartAsync((_, response) =>
        {
            response.StatusCode = status;
            response.Headers.Location = "https://evil.example/";
            return Task.CompletedTask;
        });
        await using var source = Source(server.Port);

        (await source.ReadFailed()).Reason.ShouldContain($"HTTP {status}, to https://evil.example/. Redirects are not followed.");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_front_ends_code_may_have_words_before_it()
    {
        await using var server = await ScriptedServer.StartAsync((_, response) =>
        {
            response.StatusCode = 503;
            response.Headers["X-CasErrorCode"] = "CAS error: ServerNotFound";
            return Task.CompletedTask;
        });
        await using var source = Source(server.Port);

        (await source.ReadFailed()).Reason.ShouldContain("HTTP 503 (ServerNotFound)");
    }

    [Fact]
    public async Task The_front_ends_own_code_is_told()
    {
        await using var server = await ScriptedServer.StartAsync((_, response) =>
        {
            response.StatusCode = 500;
            response.Headers["X-CasErrorCode"] = "MailboxGuidWithDomainNotFound";
            return Task.CompletedTask;
        });
        await using var source = Source(server.Port);

        (await source.ReadFailed()).Reason.ShouldContain("HTTP 500 (MailboxGuidWithDomainNotFound)");
    }

    [Fact]
    public async Task Nobody_listens()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        await using var source = Source(port);

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.Unreachable);
        failed.Reason.ShouldBe($"No connection to 127.0.0.1:{port} (ConnectionRefused). Check the server's name and port, and the firewalls between.");
    }

    [Fact]
    public async Task A_name_that_nobody_knows()
    {
        await using var source = Source(Connection(443) with { Server = "no-such-host.invalid", UseTls = true });

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.Unreachable);
        failed.Reason.ShouldBe("The name no-such-host.invalid cannot be resolved. Check the server's name, and this machine's DNS.");
    }

    [Fact]
    public async Task No_answer_in_time_is_unreachable()
    {
        var time = new HeldTime();
        await using var server = await ScriptedServer.StartAsync(async (request, _) =>
        {
            time.Advance(TimeSpan.FromSeconds(30));
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, request.Aborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var source = Source(Connection(server.Port), time: time);

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.Unreachable);
        failed.Reason.ShouldContain("did not answer within 30 s");
    }

    [Fact]
    public async Task An_answer_that_stops_halfway_is_unreachable()
    {
        var time = new HeldTime();
        await using var server = await ScriptedServer.StartAsync(async (request, response) =>
        {
            await response.WriteAsync("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'>");
            await response.Body.FlushAsync();
            time.Advance(TimeSpan.FromSeconds(30));
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, request.Aborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var source = Source(Connection(server.Port), time: time);

        (await source.ReadFailed()).Failure.ShouldBe(ReadFailure.Unreachable);
    }

    [Fact]
    public async Task Only_the_callers_cancellation_throws()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = await ScriptedServer.StartAsync(async (request, _) =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, request.Aborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var source = Source(server.Port);

        await Should.ThrowAsync<OperationCanceledException>(() => source.ReadAsync([Anna], Week, cancellation.Token));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 1000\r\n\r\n<s:Envelope>")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n<s:Envelope>")]
    [InlineData("")]
    public async Task An_answer_that_is_cut_off_is_unreachable(string answer)
    {
        await using var server = RawServer.Sending(answer);
        await using var source = Source(server.Port);

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.Unreachable);
        failed.Reason.ShouldContain("broke before the answer was complete");
    }

    [Fact]
    public async Task A_connection_that_is_reset_in_the_middle_of_an_answer_is_unreachable()
    {
        await using var server = RawServer.SendingAndResetting("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 1000\r\n\r\n<s:Envelope>");
        await using var source = Source(server.Port);

        (await source.ReadFailed()).Failure.ShouldBe(ReadFailure.Unreachable);
    }

    [Theory]
    [InlineData("220 mail.example.test ESMTP\r\n")]
    [InlineData("HTTP/1.1 banana\r\n\r\n")]
    public async Task What_speaks_no_HTTP_is_not_understood(string answer)
    {
        await using var server = RawServer.Sending(answer);
        await using var source = Source(server.Port);

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.NotUnderstood);
        failed.Reason.ShouldContain("does not speak HTTP");
    }

    [Fact]
    public async Task A_slow_answer_in_small_pieces_is_read_whole()
    {
        var answer = System.Text.Encoding.UTF8.GetBytes(FindItem(Items(Item("u1", "2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z", subject: "昼食"))));
        await using var server = await ScriptedServer.StartAsync(async (_, response) =>
        {
            response.ContentType = "text/xml";
            foreach (var piece in answer.Chunk(7))
            {
                await response.Body.WriteAsync(piece);
                await response.Body.FlushAsync();
            }
        });
        await using var source = Source(server.Port);

        (await source.ReadGood()).Calendar.ShouldHaveSingleItem().Subject.ShouldBe("昼食");
    }

    [Fact]
    public async Task A_closed_source_answers_with_a_failure()
    {
        await using var server = await ScriptedServer.AnsweringAsync(FindItem(Items()));
        var source = Source(server.Port);
        await source.DisposeAsync();

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.Unreachable);
        failed.Reason.ShouldContain("closed on this side");
    }
}
