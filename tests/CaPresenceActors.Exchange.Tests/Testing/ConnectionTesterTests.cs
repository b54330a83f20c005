using System.Net;
using System.Net.Sockets;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Simulator;
using CaPresenceActors.Exchange.Simulator.Faults;
using CaPresenceActors.Exchange.Tests.Support;
using Microsoft.AspNetCore.Http;
using static CaPresenceActors.Exchange.Tests.Testing.RecordedTest;

namespace CaPresenceActors.Exchange.Tests.Testing;

public sealed class ConnectionTesterTests
{
    private const string Anna = "anna@example.test";
    private const string Ben = "ben@example.test";
    private const string Password = "Schnittlauch-7731";
    private const string Good = "Name:Ok Tcp:Ok Tls:Ok LogIn:Ok Clock:Ok Rights:Ok Mailboxes:Ok";

    [Fact]
    public async Task A_good_connection_passes_every_step()
    {
        await using var exchange = await StartAsync(new SimulatorOptions { UseHttps = true });
        var test = await RunAsync(To(exchange) with { CertificatePin = exchange.CertificateSha256 }, Anna, Ben);

        test.Summary.ShouldBe(Good, test.Text);
        test[TestStep.LogIn].Found!.ShouldStartWith("Exchange 15.2");
        test[TestStep.Rights].Found!.ShouldContain("impersonation");
        test[TestStep.Mailboxes].Found.ShouldBe("2 of 2 calendars can be read.");
        test.Mailboxes.Select(mailbox => (mailbox.Mailbox.Extension, mailbox.Failed)).ShouldBe([("201", null), ("202", null)], ignoreOrder: true);
        test[TestStep.Mailboxes].Took.ShouldNotBeNull();
    }

    [Fact]
    public async Task Without_encryption_that_step_is_left_out()
    {
        await using var exchange = await StartAsync();

        (await RunAsync(To(exchange), Anna)).Summary.ShouldBe(Good.Replace("Tls:Ok", "Tls:Skipped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_shown_and_ends_the_test_before_anything_is_sent()
    {
        await using var exchange = await StartAsync(new SimulatorOptions { UseHttps = true });
        var test = await RunAsync(To(exchange), Anna);

        test.Summary.ShouldBe("Name:Ok Tcp:Ok Tls:Failed LogIn:Skipped Clock:Skipped Rights:Skipped Mailboxes:Skipped");
        var certificate = test.Shown.ShouldNotBeNull();
        certificate.Sha256.ShouldBe(exchange.CertificateSha256!.ToLowerInvariant());
        (certificate.Subject, certificate.Issuer, certificate.Trusted).ShouldBe((exchange.Certificate!.Subject, exchange.Certificate.Issuer, false));
        certificate.ValidUntil.UtcDateTime.ShouldBe(exchange.Certificate.NotAfter.ToUniversalTime());
        certificate.Names.ShouldContain("localhost");
        certificate.Problem.ShouldBe("Its issuer is not trusted by this machine.");
        test[TestStep.Tls].ToDo!.ShouldContain("pin that fingerprint");
        exchange.Requests.Total.ShouldBe(0);
    }

    [Fact]
    public async Task Once_it_is_pinned_it_is_trusted_and_another_is_not()
    {
        await using var exchange = await StartAsync(new SimulatorOptions { UseHttps = true });
        var pinned = To(exchange) with { CertificatePin = exchange.CertificateSha256 };

        (await RunAsync(pinned, Anna)).Shown!.Trusted.ShouldBeTrue();
        exchange.ChangeCertificate();
        var test = await RunAsync(pinned, Anna);

        test[TestStep.Tls].State.ShouldBe(StepState.Failed);
        test.Shown!.Problem!.ShouldStartWith("It is not the pinned one");
        test[TestStep.Tls].ToDo!.ShouldContain("somebody stands between");
    }

    [Fact]
    public async Task An_authority_of_the_house_is_trusted_and_a_certificate_that_has_expired_is_not()
    {
        using var authority = Certificates.Authority();
        using var certificate = Certificates.IssuedBy(authority);
        using var expired = Certificates.IssuedBy(authority, expired: true);
        var shown = certificate;
        await using var server = await ScriptedServer.StartAsync((_, response) => response.Xml("", 503), shows: () => shown);
        var connection = Sources.Connection(server.Port) with { UseTls = true, CertificateAuthority = authority.ExportCertificatePem(), Password = "" };

        var test = new RecordedTest();
        using var look = new CaPresenceActors.Exchange.Testing.WayThere(connection, TimeProvider.System);
        await look.ResolveAsync(Sources.Cancellation);
        await look.ConnectAsync(Sources.Cancellation);
        (await look.ShakeHandsAsync(test.Certificate, Sources.Cancellation)).State.ShouldBe(StepState.Ok);

        shown = expired;
        using var again = new CaPresenceActors.Exchange.Testing.WayThere(connection, TimeProvider.System);
        await again.ResolveAsync(Sources.Cancellation);
        await again.ConnectAsync(Sources.Cancellation);
        (await again.ShakeHandsAsync(test.Certificate, Sources.Cancellation)).Found!.ShouldContain("expired");
        test.Shown!.ValidUntil.UtcDateTime.ShouldBe(expired.NotAfter.ToUniversalTime());
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_that_nobody_knows()
    {
        var test = await RunAsync(Sources.Connection(443) with { Server = "mail.example.invalid", UseTls = true }, Anna);

        test.Summary.ShouldBe("Name:Failed Tcp:Skipped Tls:Skipped LogIn:Skipped Clock:Skipped Rights:Skipped Mailboxes:Skipped");
        test[TestStep.Name].Found!.ShouldContain("mail.example.invalid");
        test[TestStep.Name].ToDo!.ShouldContain("DNS");
    }

    [Fact]
    public async Task A_port_at_which_nothing_listens()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var test = await RunAsync(Sources.Connection(port), Anna);

        test.Summary.ShouldBe("Name:Ok Tcp:Failed Tls:Skipped LogIn:Skipped Clock:Skipped Rights:Skipped Mailboxes:Skipped");
        test[TestStep.Tcp].Found.ShouldBe($"No connection to 127.0.0.1:{port} (127.0.0.1: ConnectionRefused).");
        test[TestStep.Tcp].ToDo!.ShouldContain("port");
    }

    [Fact]
    public async Task A_port_that_speaks_no_TLS()
    {
        await using var exchange = await StartAsync();
        var test = await RunAsync(To(exchange) with { UseTls = true }, Anna);

        test[TestStep.Tls].State.ShouldBe(StepState.Failed);
        test[TestStep.Tls].Found!.ShouldContain("the handshake failed");
        (test.Shown, exchange.Requests.Total).ShouldBe((null, 0));
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once_and_everything_behind_it_is_left_out()
    {
        await using var server = await ScriptedServer.StartAsync((_, response) =>
        {
            response.StatusCode = StatusCodes.Status401Unauthorized;
            response.Headers.WWWAuthenticate = "Basic realm=\"exchange\"";
            return Task.CompletedTask;
        });
        var test = await RunAsync(Sources.Connection(server.Port) with { Password = Password }, Anna, Ben);

        test.Summary.ShouldBe("Name:Ok Tcp:Ok Tls:Skipped LogIn:Failed Clock:Skipped Rights:Skipped Mailboxes:Skipped");
        server.Requests.Count.ShouldBe(1);
        test[TestStep.LogIn].Found!.ShouldContain("HTTP 401");
        test[TestStep.LogIn].Means!.ShouldContain("once");
        test[TestStep.LogIn].ToDo!.ShouldContain("lockout");
        test.Text.ShouldNotContain(Password);
    }

    [Fact]
    public async Task An_address_at_which_there_is_something_else()
    {
        await using var exchange = await StartAsync();
        var test = await RunAsync(To(exchange) with { Path = "/owa/Exchange.asmx" }, Anna);

        test[TestStep.LogIn].State.ShouldBe(StepState.Failed);
        test[TestStep.LogIn].Found!.ShouldContain("there is nothing at /owa/Exchange.asmx");
        test[TestStep.LogIn].ToDo!.ShouldContain("address");
    }

    [Fact]
    public async Task A_directory_that_does_not_know_the_account_has_let_it_in_all_the_same()
    {
        await using var server = await ScriptedServer.AnsweringAsync(Answers.Envelope(
            $"<m:ResolveNamesResponse><m:ResponseMessages>{Answers.Refusal("ErrorNameResolutionNoResults", kind: "ResolveNamesResponseMessage")}</m:ResponseMessages></m:ResolveNamesResponse>"));

        (await RunAsync(Sources.Connection(server.Port)))[TestStep.LogIn].State.ShouldBe(StepState.Ok);
    }

    [Fact]
    public async Task No_right_to_one_mailbox_is_said_of_that_one()
    {
        await using var exchange = await StartAsync();
        exchange.Mailboxes[Ben].Withdraw(exchange.ServiceAccount.UserName);
        var test = await RunAsync(To(exchange), Anna, Ben, "nobody@example.test");

        test[TestStep.Rights].State.ShouldBe(StepState.Ok);
        test[TestStep.Mailboxes].State.ShouldBe(StepState.Warning);
        test[TestStep.Mailboxes].Found.ShouldBe("1 of 3 calendars can be read.");
        var failed = test.Mailboxes.Where(mailbox => mailbox.Failed is not null).OrderBy(mailbox => mailbox.Mailbox.Extension).Select(mailbox => mailbox.Failed!).ToList();
        failed.Select(f => (f.Account, f.Failure)).ShouldBe([(Ben, ReadFailure.AccessDenied), ("nobody@example.test", ReadFailure.UnknownMailbox)]);
        failed[0].ToDo!.ShouldContain("ApplicationImpersonation");
        failed[0].ToDo!.ShouldContain("docs/exchange-rights.md");
        failed[1].ToDo!.ShouldContain("user's profile");
    }

    [Fact]
    public async Task No_right_to_anybodys_mailbox_is_said_with_what_to_do_and_nobody_else_is_asked_for()
    {
        await using var exchange = await StartAsync(new SimulatorOptions { ServiceAccountRights = MailboxRights.None }, people: 40);
        var test = await RunAsync(To(exchange), [.. exchange.Mailboxes.All.Select(mailbox => mailbox.Address)]);

        test[TestStep.Rights].State.ShouldBe(StepState.Failed);
        test[TestStep.Rights].Found!.ShouldContain("ErrorImpersonateUserDenied");
        test[TestStep.Rights].Means!.ShouldContain("The log-in is right");
        test[TestStep.Rights].ToDo!.ShouldContain("docs/exchange-rights.md");
        test[TestStep.Mailboxes].State.ShouldBe(StepState.Skipped);
        test.Mailboxes.Count.ShouldBe(5);
        test.Mailboxes.ShouldAllBe(mailbox => mailbox.Failed!.Failure == ReadFailure.AccessDenied);
    }

    [Theory]
    [InlineData(CalendarAccess.Reviewer, "delegate")]
    [InlineData(CalendarAccess.LimitedDetails, "availability")]
    public async Task Where_it_may_not_impersonate_the_next_best_way_is_found_and_what_it_costs_is_said(CalendarAccess access, string way)
    {
        await using var exchange = await StartAsync(new SimulatorOptions { ServiceAccountRights = new MailboxRights(access) });
        var test = await RunAsync(To(exchange), Anna, Ben);

        test.Summary.ShouldBe("Name:Ok Tcp:Ok Tls:Skipped LogIn:Ok Clock:Ok Rights:Warning Mailboxes:Ok", test.Text);
        test[TestStep.Rights].Found!.ShouldContain(way);
        test[TestStep.Rights].Found!.ShouldContain("ErrorImpersonateUserDenied");
        test[TestStep.Rights].Means!.ShouldContain("polled");
        test[TestStep.Rights].ToDo!.ShouldContain("ApplicationImpersonation");
    }

    [Fact]
    public async Task A_way_that_the_settings_say_is_the_only_one_that_is_tried()
    {
        await using var exchange = await StartAsync(new SimulatorOptions { ServiceAccountRights = MailboxRights.Reviewer });

        (await RunAsync(To(exchange) with { Access = ExchangeAccess.Impersonation }, Anna))[TestStep.Rights].State.ShouldBe(StepState.Failed);
        (await RunAsync(To(exchange) with { Access = ExchangeAccess.Delegate }, Anna))[TestStep.Rights].State.ShouldBe(StepState.Ok);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_a_warning()
    {
        await using var exchange = await StartAsync();
        exchange.ClockOffset = TimeSpan.FromSeconds(90);
        var test = await RunAsync(To(exchange), Anna);

        test[TestStep.Clock].State.ShouldBe(StepState.Warning);
        test[TestStep.Clock].Found!.ShouldMatch(@"by \+(88|89|90)\.\d\d s to \+9[0-2]\.\d\d s");
        test[TestStep.Clock].ToDo!.ShouldContain("NTP");
        test[TestStep.Mailboxes].State.ShouldBe(StepState.Ok);
    }

    [Fact]
    public async Task A_server_that_asks_to_be_left_alone_is_and_the_step_says_so()
    {
        var time = new HeldTime();
        await using var exchange = await StartAsync(new SimulatorOptions { Time = time });
        exchange.Faults.Next(1, new FaultAnswer.ServerBusy(TimeSpan.FromSeconds(40)), request => request.Operation == "ResolveNames");
        var test = new RecordedTest();
        var running = test.StartAsync(To(exchange), time, Anna);

        var paused = await test.Paused.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Sources.Cancellation);
        (paused.Step, paused.Found).ShouldBe((TestStep.LogIn, "127.0.0.1 asked to be left alone; it goes on in 40 s."));
        exchange.Requests.Total.ShouldBe(1);
        running.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(40));
        await running.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Sources.Cancellation);

        test[TestStep.LogIn].State.ShouldBe(StepState.Ok);
        test[TestStep.Mailboxes].State.ShouldBe(StepState.Ok);
    }

    [Fact]
    public async Task A_server_that_is_busy_while_calendars_are_read_is_left_alone_too()
    {
        var time = new HeldTime();
        await using var exchange = await StartAsync(new SimulatorOptions { Time = time });
        exchange.Faults.Next(1, new FaultAnswer.ServiceUnavailable(TimeSpan.FromSeconds(90)), request => request.Operation == "FindItem");
        var test = new RecordedTest();
        var running = test.StartAsync(To(exchange), time, Anna);

        (await test.Paused.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Sources.Cancellation)).Step.ShouldBe(TestStep.Rights);
        time.Advance(TimeSpan.FromSeconds(90));
        await running.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Sources.Cancellation);

        test[TestStep.Mailboxes].State.ShouldBe(StepState.Ok);
    }

    [Fact]
    public async Task Where_nobody_is_integrated_there_is_nothing_to_read()
    {
        await using var exchange = await StartAsync();

        (await RunAsync(To(exchange))).Summary.ShouldBe("Name:Ok Tcp:Ok Tls:Skipped LogIn:Ok Clock:Ok Rights:Skipped Mailboxes:Skipped");
    }

    [Fact]
    public async Task A_test_that_is_cancelled_ends()
    {
        await using var exchange = await StartAsync();
        exchange.Faults.Always(new FaultAnswer.Silence(), request => request.Operation == "FindItem");
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Sources.Cancellation);
        var running = new CaPresenceActors.Exchange.Testing.ConnectionTester(TimeProvider.System).TestAsync(
            To(exchange), [new TestedMailbox("201", new MailboxQuery(Anna, Sources.Berlin))], new RecordedTest(), cancelling.Token);
        await exchange.Mailboxes[Anna].Requests.ReachesAsync("FindItem", 1, Sources.Cancellation).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Sources.Cancellation);

        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => running);
    }

    private static async Task<ExchangeSimulator> StartAsync(SimulatorOptions? options = null, int people = 0)
    {
        var exchange = new ExchangeSimulator((options ?? new SimulatorOptions()) with { ServiceAccount = new SimulatedAccount("admin@example.test", Password) });
        exchange.Mailboxes.Add(Anna);
        exchange.Mailboxes.Add(Ben);
        for (var i = 0; i < people; i++)
        {
            exchange.Mailboxes.Add($"user{i}@example.test");
        }

        await exchange.StartAsync(Sources.Cancellation);
        return exchange;
    }
}
