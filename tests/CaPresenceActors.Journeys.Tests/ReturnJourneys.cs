using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>Exchange is away for a while, with everybody's calendar, and comes back.</summary>
public sealed class ReturnJourneys
{
    private const int Mailboxes = 300;

    // Each mailbox is read once, subscribed once, and may be read again when its subscription is heard; what comes besides is probes and streams.
    private const int RequestsThatAreNeeded = (3 * Mailboxes) + 60;

    [Fact]
    public async Task Meanwhile_the_known_calendars_count_and_afterwards_all_is_right_without_a_storm_of_requests()
    {
        await using var site = new Site();
        Person[] people = [.. Enumerable.Range(1, Mailboxes).Select(number => site.Hire($"{4000 + number}"))];
        var known = Clock.Now.AddSeconds(35);
        foreach (var person in people)
        {
            person.Calendar.Add(new() { Subject = "meeting", Start = known, End = known.AddHours(1) });
        }

        await using var host = await site.StartAsync(people);
        await using var feed = await ChangeFeed.OpenAsync(host.Http);
        await Task.WhenAll(people.Select(person => ReadAsync(person, 1)));

        site.Exchange.Faults.Offline = true;
        site.Exchange.RestartBackEnd();
        await host.Process.Output.FirstAsync(line => line.Contains("Exchange cannot be read", StringComparison.Ordinal), "that Exchange is away");
        foreach (var person in people)
        {
            person.Calendar.Add(new() { Subject = "vacation", Start = known.AddMinutes(-30), End = known.AddHours(2) });
        }

        // The edges come all the same, by the calendars that are known, at the instant at which they are due.
        var started = await Task.WhenAll(people.Select(person => feed.ToAsync(person.Extension, "In a meeting")));
        started.ShouldAllBe(change => change.At == known && change.Cause == "eventStarted");

        var before = site.Exchange.Requests.Total;
        site.Exchange.Faults.Offline = false;
        var back = Clock.Precise;
        var right = await Task.WhenAll(people.Select(person => feed.ToAsync(person.Extension, "Vacation")));
        right.ShouldAllBe(change => change.Cause == "calendarChanged");

        // An interval is five seconds; the count goes on for two of them, and no request is made twice.
        await Clock.ReachesAsync(back.AddSeconds(10));
        (site.Exchange.Requests.Total - before).ShouldBeLessThan(RequestsThatAreNeeded);
        host.Process.Output.All.Count(line => line.Contains("Exchange cannot be read", StringComparison.Ordinal)).ShouldBe(1, "however often it is probed");
    }

    private static Task ReadAsync(Person person, int times) =>
        person.Mailbox.Requests.ReachesAsync("FindItem", times, TestContext.Current.CancellationToken).WaitAsync(Heard<string>.Patience, TimeProvider.System, TestContext.Current.CancellationToken);
}
