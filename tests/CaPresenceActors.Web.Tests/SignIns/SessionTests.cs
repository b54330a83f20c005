using System.Net;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.SignIns;

public sealed class SessionTests
{
    private const string Session = "/api/v1/session";

    [Fact]
    public async Task A_user_signs_in_with_extension_and_password()
    {
        await using var host = await ApiHost.StartAsync();
        await host.EnrolAsync("1203", Role.User, Browser.Password);
        using var browser = host.NewBrowser();

        using var answer = await browser.SignInAsync(" 1203 ", Browser.Password);

        var told = await answer.JsonAsync();
        told.GetProperty("name").GetString().ShouldBe("1203");
        told.GetProperty("role").GetString().ShouldBe("user");
        told.GetProperty("extension").GetString().ShouldBe("1203");
        told.GetProperty("displayName").GetString().ShouldBe("Anna Lindqvist");
        told.GetProperty("antiforgeryToken").GetString().ShouldNotBeNullOrEmpty();
        (await browser.StatusAsync(Session)).ShouldBe(HttpStatusCode.OK);
        (await browser.StatusAsync("/api/v1/presence")).ShouldBe(HttpStatusCode.OK);
        (await browser.StatusAsync("/api/v1/presence/1203/why")).ShouldBe(HttpStatusCode.OK);
        (await browser.StatusAsync("/api/v1/presence/1204/why")).ShouldBe(HttpStatusCode.Forbidden);
        (await browser.StatusAsync("/api/v1/users/1203")).ShouldBe(HttpStatusCode.OK);
        (await browser.StatusAsync("/api/v1/users/1204")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_cookie_is_for_this_server_alone()
    {
        await using var host = await ApiHost.StartAsync();
        await host.EnrolAsync("1203", Role.User, Browser.Password);
        using var browser = host.NewBrowser();

        using var answer = await browser.SignInAsync("1203", Browser.Password);

        foreach (var cookie in answer.Headers.GetValues("Set-Cookie"))
        {
            cookie.ShouldContain("; httponly", Case.Insensitive);
            cookie.ShouldContain("; samesite=strict", Case.Insensitive);
            cookie.ShouldContain("; path=/", Case.Insensitive);
            cookie.ShouldNotContain("domain=", Case.Insensitive);
        }
    }

    [Fact]
    public async Task Who_does_not_know_the_password_hears_the_same_whatever_is_wrong()
    {
        await using var host = await ApiHost.StartAsync();
        await host.EnrolAsync("1203", Role.User, Browser.Password);
        using var browser = host.NewBrowser();

        var wrong = await browser.SignInAsync("1203", "another password").ProblemAsync(HttpStatusCode.Unauthorized);
        (await browser.SignInAsync("1204", Browser.Password).ProblemAsync(HttpStatusCode.Unauthorized)).ShouldBe(wrong, "has no password");
        (await browser.SignInAsync("nobody", Browser.Password).ProblemAsync(HttpStatusCode.Unauthorized)).ShouldBe(wrong, "is not there");
        (await browser.SignInAsync("1203", new string('x', 300)).ProblemAsync(HttpStatusCode.Unauthorized)).ShouldBe(wrong, "is too long");
        (await browser.StatusAsync(Session)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_change_without_the_token_of_the_page_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        using var browser = await host.SignedInAsync("1203", Role.User);
        var token = browser.AntiforgeryToken;

        foreach (var forged in (string?[])[null, "", "made up", token + "x"])
        {
            browser.AntiforgeryToken = forged;
            (await browser.SendAsync(HttpMethod.Put, "/api/v1/presence/1203/manual", """{"presence":"Lunch"}""").ProblemAsync(HttpStatusCode.BadRequest)).ShouldContain("X-CSRF-Token");
        }

        host.Engine.Board.Find("1203")!.Presence.ShouldBe("Available");
        browser.AntiforgeryToken = token;
        using var answer = await browser.SendAsync(HttpMethod.Put, "/api/v1/presence/1203/manual", """{"presence":"Lunch"}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_token_of_one_persons_page_is_not_anothers()
    {
        await using var host = await ApiHost.StartAsync();
        using var anna = await host.SignedInAsync("1203", Role.User);
        using var ben = await host.SignedInAsync("1204", Role.User);

        ben.AntiforgeryToken = anna.AntiforgeryToken;

        await ben.SendAsync(HttpMethod.Put, "/api/v1/presence/1204/manual", """{"presence":"Lunch"}""").ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_page_of_another_site_signs_nobody_in()
    {
        await using var host = await ApiHost.StartAsync();
        await host.EnrolAsync("1203", Role.User, Browser.Password);
        using var browser = host.NewBrowser();
        browser.Http.DefaultRequestHeaders.Remove("Origin");
        browser.Http.DefaultRequestHeaders.Add("Origin", "https://evil.example.com");

        await browser.SignInAsync("1203", Browser.Password).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Signing_out_ends_this_browsers_session()
    {
        await using var host = await ApiHost.StartAsync();
        using var browser = await host.SignedInAsync("1203", Role.User);

        using var answer = await browser.SendAsync(HttpMethod.Delete, Session);

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await browser.StatusAsync(Session)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_all_sessions_and_their_streams()
    {
        await using var host = await ApiHost.StartAsync();
        using var here = await host.SignedInAsync("1203", Role.User);
        using var there = host.NewBrowser();
        using var second = await there.SignInAsync("1203", Browser.Password);
        using var other = await host.SignedInAsync("1204", Role.User);
        using var stream = await there.SendAsync(HttpMethod.Get, "/api/v1/changes");
        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        var streamed = stream.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        using var answer = await here.SendAsync(HttpMethod.Delete, Session + "/everywhere");

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await streamed.WaitAsync(ApiHost.Deadline, TestContext.Current.CancellationToken)).ShouldStartWith("retry:");
        (await there.StatusAsync(Session)).ShouldBe(HttpStatusCode.Unauthorized);
        (await here.StatusAsync(Session)).ShouldBe(HttpStatusCode.Unauthorized);
        (await other.StatusAsync(Session)).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("role")]
    [InlineData("password")]
    [InlineData("sessions")]
    [InlineData("removal")]
    public async Task What_an_administrator_does_to_a_sign_in_ends_its_sessions(string what)
    {
        await using var host = await ApiHost.StartAsync();
        using var browser = await host.SignedInAsync("1203", Role.User);
        var (method, path, body) = what switch
        {
            "role" => (HttpMethod.Put, "/api/v1/sign-ins/1203", """{"role":"receptionist"}"""),
            "password" => (HttpMethod.Put, "/api/v1/sign-ins/1203/password", """{"password":"quite another one"}"""),
            "sessions" => (HttpMethod.Delete, "/api/v1/sign-ins/1203/sessions", null),
            _ => (HttpMethod.Delete, "/api/v1/sign-ins/1203", null),
        };

        using var answer = await host.SendAsync(method, path, body);

        answer.IsSuccessStatusCode.ShouldBeTrue();
        (await browser.StatusAsync(Session)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_that_is_used_lasts_and_one_that_is_not_expires()
    {
        await using var host = await ApiHost.StartAsync();
        using var browser = await host.SignedInAsync("1203", Role.User);

        for (var hours = 0; hours < 35; hours += 7)
        {
            host.Time.Advance(TimeSpan.FromHours(7));
            (await browser.StatusAsync(Session)).ShouldBe(HttpStatusCode.OK);
        }

        host.Time.Advance(TimeSpan.FromHours(13));
        (await browser.StatusAsync(Session)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_stream_ends_with_its_session()
    {
        await using var host = await ApiHost.StartAsync();
        using var browser = await host.SignedInAsync("1203", Role.User);
        using var stream = await browser.SendAsync(HttpMethod.Get, "/api/v1/changes");
        var streamed = stream.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        host.Time.Advance(TimeSpan.FromHours(12));

        await streamed.WaitAsync(ApiHost.Deadline, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_new_password_of_ones_own_signs_the_others_out()
    {
        await using var host = await ApiHost.StartAsync();
        using var here = await host.SignedInAsync("1203", Role.User);
        using var there = host.NewBrowser();
        using var second = await there.SignInAsync("1203", Browser.Password);

        await here.SendAsync(HttpMethod.Put, Session + "/password", """{"current":"wrong","new":"a better password"}""").ProblemAsync(HttpStatusCode.UnprocessableEntity);
        using var answer = await here.BeginAsync(Session + "/password", $$"""{"current":"{{Browser.Password}}","new":"a better password"}""", HttpMethod.Put);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await here.StatusAsync(Session)).ShouldBe(HttpStatusCode.OK);
        (await there.StatusAsync(Session)).ShouldBe(HttpStatusCode.Unauthorized);
        using var set = await here.SendAsync(HttpMethod.Put, "/api/v1/presence/1203/manual", """{"presence":"Lunch"}""");
        set.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = await there.SignInAsync("1203", "a better password");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("1203")]
    public async Task A_bad_password_is_refused_without_being_repeated(string password)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Put, "/api/v1/sign-ins/1203/password", $$"""{"password":"{{password}}"}""").ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldNotContain(password);
    }

    [Theory]
    [InlineData("half a character \\ud83d")]
    [InlineData("no character \\ufffe")]
    public async Task A_password_that_is_no_text_is_wrong_and_cannot_be_chosen(string password)
    {
        await using var host = await ApiHost.StartAsync();
        using var browser = host.NewBrowser();

        using var set = await host.SendAsync(HttpMethod.Put, "/api/v1/sign-ins/1203/password", $$"""{"password":"{{password}}"}""");
        using var signIn = await browser.SignInAsync("1203", password);

        set.StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity);
        signIn.StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(0xD83D)]
    [InlineData(0xDE00)]
    [InlineData(0xFFFE)]
    public void What_is_no_text_matches_no_password(int code)
    {
        var password = $"hardly a character {(char)code}";
        var hasher = new Pbkdf2Passwords(rounds: 1);

        PasswordRule.Problem("1203", password).ShouldNotBeNull().ShouldNotContain(password);
        PasswordRule.Problem("1203", "a whole character \ud83d\ude00").ShouldBeNull();
        hasher.Matches(hasher.Hash(""), password).ShouldBeFalse();
    }

    [Fact]
    public async Task A_cookie_that_somebody_changed_is_none()
    {
        await using var host = await ApiHost.StartAsync();
        using var browser = await host.SignedInAsync("1203", Role.User);
        var cookie = browser.Cookies.GetCookies(host.Address)["capresence-session"].ShouldNotBeNull();
        cookie.Value = cookie.Value[..^4] + "AAAA";

        (await browser.StatusAsync(Session)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Strangers_who_guess_do_not_lock_out_a_browser_that_is_known()
    {
        await using var host = await ApiHost.StartAsync();
        using var known = await host.SignedInAsync("boss", Role.Administrator);
        using var stranger = host.NewBrowser();
        for (var guess = 0; guess < 10; guess++)
        {
            await stranger.SignInAsync("boss", $"guess number {guess}").ProblemAsync(HttpStatusCode.Unauthorized);
        }

        using var eleventh = await stranger.SignInAsync("boss", Browser.Password);
        eleventh.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, "not even the right one is looked at");
        eleventh.Headers.RetryAfter!.Delta.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
        using var again = await known.SignInAsync("boss", Browser.Password);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);

        host.Time.Advance(TimeSpan.FromMinutes(2));
        using var later = await stranger.SignInAsync("boss", Browser.Password);
        later.StatusCode.ShouldBe(HttpStatusCode.OK, "nothing is locked for ever");
    }
}
