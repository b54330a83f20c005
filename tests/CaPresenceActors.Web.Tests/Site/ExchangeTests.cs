using System.Net;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Web.Site;
using CaPresenceActors.Web.Tests.Fakes;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Site;

public sealed class ExchangeTests
{
    private const string Exchange = "/api/v1/site/exchange";
    private const string Secret = "s3cret-Käse";
    private const string Small = $$"""{"server":"mail.test.example.com","userName":"admin@test.example.com","password":"{{Secret}}"}""";

    [Fact]
    public async Task A_new_site_reads_no_calendars()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Get, Exchange);

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task What_is_left_out_is_as_the_manual_says()
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Put, Exchange, Small);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.JsonAsync()).GetRawText().ShouldBe(
            """{"server":"mail.test.example.com","port":443,"path":"/EWS/Exchange.asmx","tls":true,"userName":"admin@test.example.com","authentication":"basic","access":"automatic","requestTimeoutSeconds":30,"maxConnections":8,"delegateBatch":10}""");
        host.Engine.Site.Exchange!.Connection.Address.ShouldBe(new Uri("https://mail.test.example.com/EWS/Exchange.asmx"));
    }

    [Fact]
    public async Task Every_field_is_taken_and_told()
    {
        await using var host = await ApiHost.StartAsync();
        var pin = string.Concat(Enumerable.Repeat("a1", 32));

        using var answer = await host.SendAsync(
            HttpMethod.Put,
            Exchange,
            $$"""{"server":" 127.0.0.1 ","port":8443,"path":"/ews","tls":false,"userName":" admin@test.example.com ","password":"{{Secret}}","authentication":"ntlm","access":"delegate","certificatePin":"{{pin}}","requestTimeoutSeconds":2.5,"maxConnections":4,"delegateBatch":16}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var told = $$"""{"server":"127.0.0.1","port":8443,"path":"/ews","tls":false,"userName":"admin@test.example.com","authentication":"ntlm","access":"delegate","certificatePin":"{{pin}}","requestTimeoutSeconds":2.5,"maxConnections":4,"delegateBatch":16}""";
        (await answer.JsonAsync()).GetRawText().ShouldBe(told);
        (await host.GetJsonAsync(Exchange)).GetRawText().ShouldBe(told);
        host.Engine.Site.Exchange!.Connection.ShouldBe(new ExchangeConnection
        {
            Server = "127.0.0.1",
            Port = 8443,
            Path = "/ews",
            UseTls = false,
            UserName = "admin@test.example.com",
            Password = "",
            Authentication = ExchangeAuthentication.Ntlm,
            Access = ExchangeAccess.Delegate,
            CertificatePin = pin,
            RequestTimeout = TimeSpan.FromSeconds(2.5),
            MaxConnections = 4,
            DelegateBatch = 16,
        });
    }

    [Fact]
    public async Task What_was_told_can_be_sent_back()
    {
        await using var host = await ApiHost.StartAsync();
        using var put = await host.SendAsync(HttpMethod.Put, Exchange, Small);
        var told = await host.GetJsonAsync(Exchange);

        using var again = await host.SendAsync(HttpMethod.Put, Exchange, told.GetRawText());

        (await again.JsonAsync()).GetRawText().ShouldBe(told.GetRawText());
        host.Engine.Site.Exchange!.ProtectedPassword.ShouldBe(FakeEngine.Protected(Secret));
    }

    [Fact]
    public async Task The_password_never_comes_out()
    {
        await using var host = await ApiHost.StartAsync();
        using var put = await host.SendAsync(HttpMethod.Put, Exchange, Small);
        using var refused = await host.SendAsync(HttpMethod.Put, Exchange, Small.Replace("mail", "https://mail", StringComparison.Ordinal));
        using var unread = await host.SendAsync(HttpMethod.Put, Exchange, $$"""{"server":"mail","userName":"admin","password":["{{Secret}}"]}""");

        host.Engine.Site.Exchange!.ProtectedPassword.ShouldBe(FakeEngine.Protected(Secret));
        using var told = await host.SendAsync(HttpMethod.Get, Exchange);
        using var site = await host.SendAsync(HttpMethod.Get, "/api/v1/site");
        foreach (var answer in new[] { put, refused, unread, told, site })
        {
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            body.ShouldNotBeEmpty();
            body.ShouldNotContain("s3cret");
            body.ShouldNotContain("protected");
        }

        new ExchangeBody { Server = "mail", UserName = "admin", Password = Secret }.ToString().ShouldBe("admin at mail");
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","password":null""")]
    [InlineData(""","password":"" """)]
    public async Task A_password_that_is_left_out_stays(string password)
    {
        await using var host = await ApiHost.StartAsync();
        using var put = await host.SendAsync(HttpMethod.Put, Exchange, Small);

        using var answer = await host.SendAsync(HttpMethod.Put, Exchange, $$"""{"server":"other.test.example.com","userName":"admin@test.example.com"{{password}}}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Engine.Site.Exchange!.Connection.Server.ShouldBe("other.test.example.com");
        host.Engine.Site.Exchange!.ProtectedPassword.ShouldBe(FakeEngine.Protected(Secret));
    }

    [Fact]
    public async Task A_new_password_takes_the_place_of_the_old_one()
    {
        await using var host = await ApiHost.StartAsync();
        using var put = await host.SendAsync(HttpMethod.Put, Exchange, Small);

        using var answer = await host.SendAsync(HttpMethod.Put, Exchange, Small.Replace(Secret, "newer", StringComparison.Ordinal));

        host.Engine.Site.Exchange!.ProtectedPassword.ShouldBe(FakeEngine.Protected("newer"));
    }

    [Theory]
    [InlineData("basic", ExchangeAuthentication.Basic)]
    [InlineData("ntlm", ExchangeAuthentication.Ntlm)]
    [InlineData("negotiate", ExchangeAuthentication.Negotiate)]
    [InlineData("bearer", ExchangeAuthentication.Bearer)]
    public async Task Each_way_to_authenticate_has_a_word(string word, ExchangeAuthentication authentication)
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Put, Exchange, With("authentication", $"\"{word}\""));

        (await answer.JsonAsync()).GetProperty("authentication").GetString().ShouldBe(word);
        host.Engine.Site.Exchange!.Connection.Authentication.ShouldBe(authentication);
    }

    [Theory]
    [InlineData("automatic", ExchangeAccess.Automatic)]
    [InlineData("impersonation", ExchangeAccess.Impersonation)]
    [InlineData("impersonationWithPolling", ExchangeAccess.ImpersonationWithPolling)]
    [InlineData("delegate", ExchangeAccess.Delegate)]
    [InlineData("availability", ExchangeAccess.Availability)]
    public async Task Each_way_to_calendars_has_a_word(string word, ExchangeAccess access)
    {
        await using var host = await ApiHost.StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Put, Exchange, With("access", $"\"{word}\""));

        (await answer.JsonAsync()).GetProperty("access").GetString().ShouldBe(word);
        host.Engine.Site.Exchange!.Connection.Access.ShouldBe(access);
    }

    [Theory]
    [InlineData("server", "\"https://mail\"", "The Exchange server is \"https://mail\", but must be a host name")]
    [InlineData("server", "\"\"", "The Exchange server is \"\", but must be a host name")]
    [InlineData("port", "0", "The port is 0, but must be from 1 to 65535.")]
    [InlineData("port", "65536", "The port is 65536, but must be from 1 to 65535.")]
    [InlineData("path", "\"EWS\"", "The Exchange Web Services address is \"EWS\", but must be a path")]
    [InlineData("tls", "false", "The connection to mail.test.example.com is not encrypted")]
    [InlineData("userName", "\" \"", "The Exchange administrator's user name is \"\", but must be of the form [user name]@[domain name].")]
    [InlineData("certificatePin", "\"abc\"", "The certificate's fingerprint must be a SHA-256")]
    [InlineData("requestTimeoutSeconds", "0", "A request may take 00:00:00, but the time")]
    [InlineData("requestTimeoutSeconds", "-1", "A request may take 00:00:00, but the time")]
    [InlineData("requestTimeoutSeconds", "1e300", "A request may take 1.00:00:00, but the time")]
    [InlineData("maxConnections", "65", "The number of connections is 65, but must be from 1 to 64.")]
    [InlineData("delegateBatch", "17", "A request asks for 17 mailboxes in delegate mode")]
    public async Task A_connection_that_cannot_be_is_refused_and_the_old_one_stays(string member, string value, string detail)
    {
        await using var host = await ApiHost.StartAsync();
        using var put = await host.SendAsync(HttpMethod.Put, Exchange, Small);
        var before = host.Engine.Site;

        (await host.SendAsync(HttpMethod.Put, Exchange, With(member, value)).ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldStartWith(detail);
        host.Engine.Site.ShouldBeSameAs(before);
    }

    [Fact]
    public async Task The_first_connection_needs_a_password()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Put, Exchange, """{"server":"mail","userName":"admin@test.example.com"}""").ProblemAsync(HttpStatusCode.UnprocessableEntity))
            .ShouldContain("none is stored");
        host.Engine.Site.Exchange.ShouldBeNull();
    }

    [Theory]
    [InlineData("port", "\"443\"", "The member port is a text; a whole number is needed.")]
    [InlineData("port", "null", "The member port is null; a whole number is needed.")]
    [InlineData("port", "443.5", "The member port is 443.5; a whole number, without point or exponent and of at most nine digits, is needed.")]
    [InlineData("port", "99999999999", "The member port is 99999999999; a whole number, without point or exponent and of at most nine digits, is needed.")]
    [InlineData("requestTimeoutSeconds", "true", "The member requestTimeoutSeconds is true; a number is needed.")]
    [InlineData("requestTimeoutSeconds", "1e999", "The member requestTimeoutSeconds is 1e999; a smaller number is needed.")]
    [InlineData("authentication", "\"Basic\"", "The member authentication is not one of the words basic, ntlm, negotiate, bearer.")]
    [InlineData("authentication", "0", "The member authentication is a number; a text is needed.")]
    [InlineData("access", "\"all\"", "The member access is not one of the words automatic, impersonation, impersonationWithPolling, delegate, availability.")]
    [InlineData("server", "null", "The member server is null; a text is needed.")]
    [InlineData("path", "null", "The member path is null; a text is needed.")]
    [InlineData("tls", "1", "The member tls is a number; true or false is needed.")]
    [InlineData("useTls", "true", "The member useTls is not known; known are server, port, path, tls, userName, password, authentication, access, certificatePin, certificateAuthority, requestTimeoutSeconds, maxConnections, delegateBatch.")]
    public async Task What_cannot_be_read_is_told_by_the_members_name(string member, string value, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Put, Exchange, With(member, value)).ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe(detail);
        host.Engine.Site.Exchange.ShouldBeNull();
    }

    [Fact]
    public async Task A_connection_is_taken_away_with_its_password()
    {
        await using var host = await ApiHost.StartAsync();
        using var put = await host.SendAsync(HttpMethod.Put, Exchange, Small);

        using var answer = await host.SendAsync(HttpMethod.Delete, Exchange);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        host.Engine.Site.Exchange.ShouldBeNull();

        using var again = await host.SendAsync(HttpMethod.Delete, Exchange);
        again.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_connection_that_cannot_be_recorded_is_neither_changed_nor_taken_away()
    {
        await using var host = await ApiHost.StartAsync();
        using var put = await host.SendAsync(HttpMethod.Put, Exchange, Small);
        var before = host.Engine.Site;
        host.Engine.Trouble = "The disk is full.";

        (await host.SendAsync(HttpMethod.Put, Exchange, With("port", "444")).ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe("The disk is full.");
        (await host.SendAsync(HttpMethod.Delete, Exchange).ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe("The disk is full.");
        host.Engine.Site.ShouldBeSameAs(before);
    }

    /// <summary>A good connection but for one member.</summary>
    private static string With(string member, string value)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["server"] = "\"mail.test.example.com\"",
            ["userName"] = "\"admin@test.example.com\"",
            ["password"] = "\"other\"",
            [member] = value,
        };
        return $"{{{string.Join(',', members.Select(pair => $"\"{pair.Key}\":{pair.Value}"))}}}";
    }
}
