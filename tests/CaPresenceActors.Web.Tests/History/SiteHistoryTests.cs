using System.Net;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.History;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.History;

public sealed class SiteHistoryTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Changes_are_told_as_in_the_stream_with_the_name_of_who_is_still_there()
    {
        await using var host = await ApiHost.StartAsync();
        host.Operation.History = new SiteHistoryPage([Change(7, "1203"), Change(6, "1999")], null);

        (await host.GetJsonAsync("/api/v1/history")).GetRawText().ShouldBe(
            """{"changes":[{"position":7,"extension":"1203","name":"Anna Lindqvist","sequence":1,"at":"2026-11-23T09:00:00Z","recordedAt":"2026-11-23T09:00:00Z","from":"Available","to":"Lunch","cause":"manualSet"},{"position":6,"extension":"1999","sequence":1,"at":"2026-11-23T09:00:00Z","recordedAt":"2026-11-23T09:00:00Z","from":"Available","to":"Lunch","cause":"manualSet"}]}""");
    }

    [Fact]
    public async Task Every_filter_reaches_the_history_and_goes_along_to_the_next_page()
    {
        await using var host = await ApiHost.StartAsync();
        host.Operation.History = new SiteHistoryPage([], 42);

        var answer = await host.GetJsonAsync("/api/v1/history?extension=*7%2B1%23&presence=Lunch&presence=Do%20not%20disturb&cause=manualSet&from=2026-11-23T09:00Z&to=2026-11-23T10:00:00.5Z&before=500&limit=7");

        Check(500);
        var next = answer.GetProperty("next").GetString()!;
        next.ShouldStartWith("/api/v1/history?");
        await host.GetJsonAsync(next);
        Check(42);

        void Check(long before)
        {
            var query = host.Operation.AskedForHistory.ShouldNotBeNull();
            query.Presences.ShouldBe(["Lunch", "Do not disturb"], ignoreOrder: true);
            query.Causes.ShouldHaveSingleItem().ShouldBe(PresenceCause.ManualSet);
            (query.Extension, query.From, query.To, query.Before, query.Limit).ShouldBe(("*7+1#", At, At.AddHours(1).AddSeconds(0.5), before, 7));
        }
    }

    [Theory]
    [InlineData("cause=hunger", "The query's cause is \"hunger\"; one of the words ")]
    [InlineData("before=-1", "The query's before is \"-1\"; a whole number from 1 ")]
    [InlineData("from=2026-13-01T00:00:00Z", "The query's from is \"2026-13-01T00:00:00Z\"; an instant ")]
    public async Task A_query_that_cannot_be_is_refused_with_what_is_needed(string query, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Get, $"/api/v1/history?{query}").ProblemAsync(HttpStatusCode.BadRequest)).ShouldStartWith(detail);
    }

    private static PresenceChangeView Change(long position, string extension) => new()
    {
        Position = position,
        Extension = extension,
        Sequence = 1,
        At = At,
        RecordedAt = At,
        From = "Available",
        To = "Lunch",
        Cause = PresenceCause.ManualSet,
    };
}
