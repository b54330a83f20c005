using System.Globalization;
using CaPresenceActors.Exchange.Simulator;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>The main job: an appointment becomes a presence and goes away again, to the second.</summary>
public sealed class AppointmentJourneys(Company company, ITestOutputHelper output)
{
    private const string Subject = "Monthly meeting about Brunhilde";

    [Fact]
    public async Task An_appointment_becomes_a_presence_at_its_start_and_goes_away_at_its_end()
    {
        var (anna, ben) = (await company.HireAsync(), await company.HireAsync());
        company.Exchange.AddAccount(new SimulatedAccount(anna.Account, "annas-own"));
        using var owner = OutlookUser.Owner(company.ExchangeAddress, anna.Account, "annas-own");
        using var assistant = OutlookUser.Impersonating(company.ExchangeAddress, ben.Account);

        // Three polls ahead, so that the reading is there before the start.
        var start = Clock.Now.AddSeconds(15);
        var end = start.AddSeconds(6);
        await owner.CreateAsync(Subject, start, end);
        await assistant.CreateAsync(Subject, start, end);

        foreach (var person in new[] { anna, ben })
        {
            var started = await company.Changes.ToAsync(person.Extension, "In a meeting");
            (started.From, started.Cause, started.Keyword).ShouldBe(("Available", "eventStarted", "meeting"));
            (started.At, started.Until, started.Next).ShouldBe((start, end, "Available"));
            started.Event.ShouldNotBeNull();

            var ended = await company.Changes.ToAsync(person.Extension, "Available", after: started);
            (ended.From, ended.Cause, ended.At).ShouldBe(("In a meeting", "eventEnded", end));
            ended.Event.ShouldBeNull();

            Measured("start", started);
            Measured("end", ended);
            (await company.Host.HistoryAsync(person.Extension)).ShouldBe([started, ended]);
            (await company.Host.PresenceAsync(person.Extension)).GetProperty("presence").GetString().ShouldBe("Available");
        }

        company.Host.Process.Printed.ShouldNotContain("Brunhilde");

        void Measured(string edge, Change change) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{change.Extension}: {edge} recorded {change.LatenessMs:F1} ms and heard {company.Changes.HeardMsAfterDue(change):F1} ms after it was due"));
    }

    [Fact]
    public async Task Two_appointments_that_meet_leave_no_gap_between_their_presences()
    {
        var person = await company.HireAsync();
        var first = Clock.Now.AddSeconds(15);
        var second = first.AddSeconds(4);
        var end = second.AddSeconds(4);
        person.Calendar.AddAll([new() { Subject = "meeting", Start = first, End = second }, new() { Subject = "lunch", Start = second, End = end }]);

        var last = await company.Changes.ToAsync(person.Extension, "Available");

        last.At.ShouldBe(end);
        (await company.Host.HistoryAsync(person.Extension)).Select(change => (change.To, change.At)).ShouldBe([("In a meeting", first), ("Lunch", second), ("Available", end)]);
    }
}
