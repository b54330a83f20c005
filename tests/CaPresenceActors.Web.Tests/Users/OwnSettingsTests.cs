using System.Net;
using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Users;

/// <summary>What people may change of their own, and of others.</summary>
public sealed class OwnSettingsTests
{
    private const string Account = "/api/v1/users/1203/account";
    private const string Privacy = "/api/v1/users/1203/privacy";

    [Fact]
    public async Task A_person_changes_their_account_where_the_site_allows_it()
    {
        await using var host = await ApiHost.StartAsync(caller: Callers.Anna);
        (await host.SendAsync(HttpMethod.Put, Account, """{"exchangeAccount":"a@test.example.com"}""").ProblemAsync(HttpStatusCode.Forbidden))
            .ShouldBe("The site does not allow users to change their own profile. Ask an administrator. Nothing was changed.");

        await host.Engine.ChangeSiteAsync(site => site with { UsersMayChangeProfile = true }, "admin", TestContext.Current.CancellationToken);
        using var changed = await host.SendAsync(HttpMethod.Put, Account, """{"exchangeAccount":" a@test.example.com "}""");
        (await changed.JsonAsync()).GetProperty("exchangeAccount").GetString().ShouldBe("a@test.example.com");

        using var none = await host.SendAsync(HttpMethod.Put, Account, """{"exchangeAccount":null}""");
        (await none.JsonAsync()).TryGetProperty("exchangeAccount", out _).ShouldBeFalse();
        (await host.SendAsync(HttpMethod.Put, Account, """{"exchangeAccount":"nobody"}""").ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldStartWith("The Exchange user account is \"nobody\"");
    }

    [Fact]
    public async Task An_account_that_a_person_enters_is_nobody_elses_and_waits_for_an_administrator()
    {
        await using var host = await ApiHost.StartAsync(caller: Callers.Ben);
        await host.Engine.ChangeSiteAsync(site => site with { UsersMayChangeProfile = true }, "admin", TestContext.Current.CancellationToken);

        (await host.SendAsync(HttpMethod.Put, "/api/v1/users/1204/account", """{"exchangeAccount":"ANNA@test.example.com"}""").ProblemAsync(HttpStatusCode.UnprocessableEntity)).ShouldStartWith("The Exchange user account is another person's.");
        host.Engine.Users.Find("1204")!.Account.ShouldBeNull();

        using var own = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1204/account", """{"exchangeAccount":"ben@test.example.com"}""");
        (await own.JsonAsync()).GetProperty("accountUnconfirmed").GetBoolean().ShouldBeTrue();
        using var again = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1204/account", """{"exchangeAccount":"ben@test.example.com"}""");
        (await again.JsonAsync()).GetProperty("accountUnconfirmed").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task An_administrator_changes_accounts_whatever_the_site_allows()
    {
        await using var host = await ApiHost.StartAsync(caller: Callers.Administrator);

        using var changed = await host.SendAsync(HttpMethod.Put, Account, """{"exchangeAccount":"a@test.example.com"}""");

        (await changed.JsonAsync()).GetProperty("exchangeAccount").GetString().ShouldBe("a@test.example.com");
    }

    [Fact]
    public async Task A_person_hides_their_times_and_a_new_profile_keeps_it()
    {
        await using var anna = await ApiHost.StartAsync(caller: Callers.Anna);
        using var hidden = await anna.SendAsync(HttpMethod.Put, Privacy, """{"hideTimes":true}""");
        (await hidden.JsonAsync()).GetProperty("hideTimes").GetBoolean().ShouldBeTrue();
        anna.Engine.Users.Find("1203")!.HideTimes.ShouldBeTrue();

        using var shown = await anna.SendAsync(HttpMethod.Put, Privacy, """{"hideTimes":false}""");
        (await shown.JsonAsync()).TryGetProperty("hideTimes", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_import_and_a_new_profile_keep_what_a_person_hides()
    {
        await using var host = await ApiHost.StartAsync();
        using var hidden = await host.SendAsync(HttpMethod.Put, Privacy, """{"hideTimes":true}""");
        using var import = await host.SendAsync(HttpMethod.Post, "/api/v1/users/import", "extension,name,exchangeAccount\n1203,Anna,\n", "text/csv");
        using var put = await host.SendAsync(HttpMethod.Put, "/api/v1/users/1203", """{"name":"Ann"}""");

        host.Engine.Users.Find("1203")!.ShouldSatisfyAllConditions(user => user.Name.ShouldBe("Ann"), user => user.HideTimes.ShouldBeTrue());
    }

    [Theory]
    [InlineData("ben", "account", """{"exchangeAccount":"evil@test.example.com"}""")]
    [InlineData("ben", "privacy", """{"hideTimes":false}""")]
    [InlineData("ben", "keywords", """{"keywords":[]}""")]
    [InlineData("ben", "integration", """{"integration":false}""")]
    [InlineData("chiyo", "account", """{"exchangeAccount":"evil@test.example.com"}""")]
    [InlineData("chiyo", "privacy", """{"hideTimes":false}""")]
    public async Task Nobody_but_the_person_and_administrators_changes_a_profile(string who, string part, string body)
    {
        Caller caller = who == "ben" ? Callers.Ben : Callers.Chiyo;
        await using var host = await ApiHost.StartAsync(caller: caller);
        await host.Engine.ChangeSiteAsync(site => site with { UsersMayChangeProfile = true }, "admin", TestContext.Current.CancellationToken);
        var before = host.Engine.Users.Find("1203");

        (await host.SendAsync(HttpMethod.Put, $"/api/v1/users/1203/{part}", body).ProblemAsync(HttpStatusCode.Forbidden)).ShouldStartWith("Extension 1203 is not yours");

        host.Engine.Users.Find("1203").ShouldBe(before);
    }

    [Fact]
    public async Task Other_peoples_profiles_are_not_told_to_users()
    {
        await using var host = await ApiHost.StartAsync(caller: Callers.Ben);

        (await host.SendAsync(HttpMethod.Get, "/api/v1/users/1203").ProblemAsync(HttpStatusCode.Forbidden)).ShouldNotContain("anna@");
        (await host.GetJsonAsync("/api/v1/users/1204")).GetProperty("name").GetString().ShouldBe("Ben Okafor");
    }
}
