using System.Net;
using CaPresenceActors.Actors.Audit;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Audit;

public sealed class AuditTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Entries_are_told_with_what_was_before_and_what_is_after()
    {
        await using var host = await ApiHost.StartAsync();
        host.Operation.Audit = new AuditPage(
            [new AuditEntry(161, At, "anna", AuditKind.SignIn, "ben", "Ben may sign in.", [new AuditChange("role", null, "user"), new AuditChange("password", "set", null)])], null);

        (await host.GetJsonAsync("/api/v1/audit")).GetRawText().ShouldBe(
            """{"entries":[{"position":161,"at":"2026-11-23T09:00:00Z","by":"anna","what":"signIn","subject":"ben","sentence":"Ben may sign in.","changes":[{"member":"role","after":"user"},{"member":"password","before":"set"}]}]}""");
        host.Operation.AskedForAudit.ShouldBe(new AuditQuery());
    }

    [Fact]
    public async Task Every_filter_reaches_the_trail_and_goes_along_to_the_next_page()
    {
        await using var host = await ApiHost.StartAsync();
        host.Operation.Cursor = AuditCursor.Parse("site.12_users.48");
        host.Operation.Audit = new AuditPage([], host.Operation.Cursor);

        var answer = await host.GetJsonAsync("/api/v1/audit?by=anna%20b&what=keywords&subject=*7%2B1%23&from=2026-11-23T10:00:00%2B01:00&to=2026-11-24T00:00:00Z&before=500&limit=7");

        host.Operation.AskedForAudit.ShouldBe(
            new AuditQuery { By = "anna b", What = AuditKind.Keywords, Subject = "*7+1#", From = At, To = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero), Before = 500, Limit = 7 });
        var asked = host.Operation.AskedForAudit;
        (await host.GetJsonAsync(answer.GetProperty("next").GetString()!)).GetProperty("entries").GetArrayLength().ShouldBe(0);
        (host.Operation.AskedForAudit! with { Cursor = null }).ShouldBe(asked);
        host.Operation.AskedForAudit.Cursor!.ToString().ShouldBe("site.12_users.48");
    }

    [Theory]
    [InlineData("what=passwords", "The query's what is \"passwords\"; one of the words keywords, presences, options, preferences, exchange, user, signIn, token, webhook is needed.")]
    [InlineData("from=yesterday", "The query's from is \"yesterday\"; an instant such as 2026-11-23T10:00:00Z is needed.")]
    [InlineData("to=2026-11-23T10:00:00", "The query's to is \"2026-11-23T10:00:00\"; an instant such as 2026-11-23T10:00:00Z is needed.")]
    [InlineData("before=0", "The query's before is \"0\"; a whole number from 1 to 9223372036854775807 is needed.")]
    [InlineData("limit=1001", "The query's limit is \"1001\"; a whole number from 1 to 1000 is needed.")]
    [InlineData("cursor=../site", "The query's cursor is \"../site\"; only one that stands in a next of this address is taken. Begin without one.")]
    [InlineData("cursor=site.99", "The query's cursor is \"site.99\"; only one that stands in a next of this address is taken. Begin without one.")]
    public async Task A_query_that_cannot_be_is_refused_with_what_is_needed(string query, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Get, $"/api/v1/audit?{query}").ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe(detail);
    }
}
