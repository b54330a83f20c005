using System.Net;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>A presence that somebody sets by hand.</summary>
public sealed class ManualPresenceJourneys(Company company)
{
    [Fact]
    public async Task A_presence_until_the_next_change_goes_with_the_end_of_the_meeting()
    {
        var person = await company.HireAsync();
        var start = Clock.Now.AddSeconds(12);
        var end = start.AddSeconds(6);
        person.Calendar.Add(new() { Subject = "meeting", Start = start, End = end });
        var meeting = await company.Changes.ToAsync(person.Extension, "In a meeting");

        var shown = await company.Host.PutAsync(Manual(person), new { presence = "Do not disturb" });
        (shown.GetProperty("presence").GetString(), shown.GetProperty("manual").GetString()).ShouldBe(("Do not disturb", "untilNextChange"));
        (await company.Host.WhyAsync(person.Extension)).ShouldContain("By the calendar it would be \"In a meeting\"");

        var set = await company.Changes.ToAsync(person.Extension, "Do not disturb", after: meeting);
        (set.Cause, set.Event, set.Until, set.Next).ShouldBe(("manualSet", null, end, "Available"));
        var ended = await company.Changes.ToAsync(person.Extension, "Available", after: set);
        (ended.Cause, ended.At, ended.From).ShouldBe(("eventEnded", end, "Do not disturb"));
        (await company.Host.HistoryAsync(person.Extension)).ShouldBe([meeting, set, ended]);
    }

    [Fact]
    public async Task A_presence_until_an_instant_ends_at_that_instant()
    {
        var person = await company.HireAsync();
        var until = Clock.Now.AddSeconds(8);

        await company.Host.PutAsync(Manual(person), new { presence = "Lunch", hold = "until", until });

        var expired = await company.Changes.ToAsync(person.Extension, "Available");
        (expired.Cause, expired.At, expired.From).ShouldBe(("manualExpired", until, "Lunch"));
    }

    [Fact]
    public async Task A_presence_until_cleared_holds_over_a_meeting_and_gives_way_when_cleared()
    {
        var person = await company.HireAsync();
        var end = Clock.Now.AddMinutes(30);
        await company.Host.PutAsync(Manual(person), new { presence = "Out of office", hold = "untilCleared" });
        var set = await company.Changes.ToAsync(person.Extension, "Out of office");
        person.Calendar.Add(new() { Subject = "meeting", Start = end.AddHours(-1), End = end });

        // Two more requests: the first one's answer has been applied when the second is made.
        await person.Mailbox.Requests.ReachesAsync("FindItem", person.Mailbox.Requests.Of("FindItem") + 2, TestContext.Current.CancellationToken).WaitAsync(Heard<Change>.Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        (await company.Host.WhyAsync(person.Extension)).ShouldContain("holds until somebody clears it, over every appointment.");

        var shown = await company.Host.SendAsync(HttpMethod.Delete, Manual(person), body: null);
        shown.GetProperty("presence").GetString().ShouldBe("In a meeting");
        var cleared = await company.Changes.ToAsync(person.Extension, "In a meeting");
        (cleared.Cause, cleared.Keyword, cleared.Until).ShouldBe(("manualCleared", "meeting", end));
        (await company.Host.HistoryAsync(person.Extension)).ShouldBe([set, cleared]);
    }

    [Fact]
    public async Task What_cannot_be_set_is_refused_with_the_reason_and_changes_nothing()
    {
        var person = await company.HireAsync();

        await RefusedAsync(new { presence = "Asleep" }, HttpStatusCode.UnprocessableEntity, "Asleep");
        await RefusedAsync(new { presence = "Lunch", hold = "until", until = Clock.Now.AddMinutes(-1) }, HttpStatusCode.UnprocessableEntity, "later");
        await RefusedAsync(new { presence = "Lunch", hold = "until" }, HttpStatusCode.UnprocessableEntity, "until");
        await RefusedAsync(new { presence = "Lunch", hold = "forever" }, HttpStatusCode.BadRequest, "untilNextChange");
        await RefusedAsync(new { presence = "Lunch", holds = "until" }, HttpStatusCode.BadRequest, "holds");
        (await company.Host.HistoryAsync(person.Extension)).ShouldBeEmpty();

        var nobody = await company.Host.PutAsync("api/v1/presence/9999/manual", new { presence = "Lunch" }, HttpStatusCode.NotFound);
        nobody.GetProperty("detail").GetString()!.ShouldContain("9999");

        async Task RefusedAsync(object body, HttpStatusCode code, string reason) =>
            (await company.Host.PutAsync(Manual(person), body, code)).GetProperty("detail").GetString()!.ShouldContain(reason);
    }

    private static string Manual(Person person) => $"api/v1/presence/{person.Extension}/manual";
}
