using System.Collections.Immutable;
using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Company;
using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class CompanyTests
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    [Fact]
    public void The_same_seed_makes_the_same_company_and_another_makes_another()
    {
        var first = CompanyGenerator.Generate(7, 50, Monday, 14, "Europe/Berlin");
        var again = CompanyGenerator.Generate(7, 50, Monday, 14, "Europe/Berlin");
        var other = CompanyGenerator.Generate(8, 50, Monday, 14, "Europe/Berlin");

        Print(again).ShouldBe(Print(first));
        Print(other).ShouldNotBe(Print(first));
    }

    [Fact]
    public void A_larger_company_begins_with_the_same_people()
    {
        var small = CompanyGenerator.Generate(7, 20, Monday, 14, "Europe/Berlin");
        var large = CompanyGenerator.Generate(7, 200, Monday, 14, "Europe/Berlin");

        Print(large with { People = [.. large.People.Take(20)] }).ShouldBe(Print(small));
    }

    [Fact]
    public void Everybody_has_an_extension_and_an_account_of_their_own()
    {
        var company = CompanyGenerator.Generate(1, 3000, Monday, 1, "Europe/Berlin");

        company.People.Select(p => p.Extension).ShouldBe(Enumerable.Range(1001, 3000).Select(n => $"{n}"));
        company.People.Select(p => p.Account).Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(3000);
        company.People.ShouldAllBe(p => p.Account.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '.' || c == '@'));
        company.People.Any(p => p.Name.Contains('佐')).ShouldBeTrue();
    }

    [Fact]
    public void Calendars_have_everything_that_makes_them_hard()
    {
        var all = CompanyGenerator.Generate(1, 300, Monday, 28, "Europe/Berlin").People.SelectMany(p => p.Appointments).ToList();

        all.ShouldContain(a => a.Recurrence != null);
        all.ShouldContain(a => a.IsCancelled);
        all.ShouldContain(a => a.MyResponse == ResponseType.Decline);
        all.ShouldContain(a => a.ShowAs == FreeBusyStatus.Tentative);
        all.ShouldContain(a => a.ShowAs == FreeBusyStatus.WorkingElsewhere);
        all.ShouldContain(a => a.Sensitivity == Sensitivity.Private);
        all.ShouldContain(a => a.IsAllDay);
        all.ShouldContain(a => a.End - a.Start > TimeSpan.FromDays(1) && a.Subject.StartsWith("Business trip", StringComparison.Ordinal));
        all.ShouldContain(a => a.Subject.Contains("Lunch", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_company_moves_into_a_simulator_and_is_read_there()
    {
        await using var simulator = new ExchangeSimulator();
        await simulator.StartAsync(TestContext.Current.CancellationToken);
        var company = CompanyGenerator.Generate(3, 40, Monday, 7, "Europe/Berlin");
        company.MoveInto(simulator);
        using var client = new EwsClient(simulator);

        foreach (var person in company.People)
        {
            var answer = await client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z", person.Account);
            answer.Code.ShouldBe("NoError");
            answer.Items.Count.ShouldBeGreaterThan(4);
        }
    }

    [Theory]
    [InlineData("2026-03-02T09:15:30.4567Z")]
    [InlineData("2026-03-01T22:59:58Z")]
    public void A_demo_day_begins_within_seconds_and_stays_lively(string start)
    {
        var now = SimulatorTest.Instant(start);
        var people = DemoDay.Generate(1, 50, now, "Europe/Berlin").People;

        var edges = people.SelectMany(p => p.Appointments).SelectMany(a => new[] { a.Start, a.End }).Where(e => e > now && e < now.AddHours(1)).Order().ToList();
        edges.ShouldAllBe(e => e.Ticks % TimeSpan.TicksPerSecond == 0);
        (edges[0] - now).TotalSeconds.ShouldBeInRange(9, 20);
        edges.Count(e => e - now <= TimeSpan.FromSeconds(60)).ShouldBeGreaterThan(8);
        edges.Zip(edges.Skip(1)).Max(pair => (pair.Second - pair.First).TotalSeconds).ShouldBeLessThan(60);
        people.Any(p => p.Appointments.Any(a => a.Start <= now && a.End > now)).ShouldBeTrue();
    }

    [Fact]
    public void The_users_file_has_a_line_for_everybody()
    {
        var company = new SimulatedCompany("UTC",
        [
            new SimulatedPerson("1001", "佐藤 葵", "aoi.sato@example.test", "Sales", []),
            new SimulatedPerson("1002", "King, \"Bill\"", "bill.king@example.test", "Sales", []),
        ]);

        company.ToUsersCsv().ShouldBe("extension,name,exchangeAccount\n1001,佐藤 葵,aoi.sato@example.test\n1002,\"King, \"\"Bill\"\"\",bill.king@example.test\n");
    }

    // Records that hold arrays have no value equality, so what they say is compared.
    private static string Print(SimulatedCompany company) => string.Join('\n', company.People.Select(p =>
        $"{p.Extension} {p.Name} {p.Account} {p.Department} {string.Join("; ", p.Appointments.Select(a => a with { Attendees = ImmutableArray<Attendee>.Empty }))}"));
}
