using System.Collections.Immutable;
using CaPresenceActors.Exchange.Simulator.Calendars;

namespace CaPresenceActors.Exchange.Simulator.Company;

/// <summary>
/// A company whose next hour is lively: appointments start and end every few seconds, the first of them 10 to 20 seconds after
/// <c>now</c>, all at whole seconds. Times do not depend on the hour of the day, so it may be shown at midnight too.
/// </summary>
public static class DemoDay
{
    private static readonly string[] Subjects =
    [
        "Team meeting", "Customer meeting", "Project meeting", "Lunch", "Business trip Munich", "Vacation", "定例会議 meeting", "Do not disturb: concentrated work",
        "Design review meeting", "Lunch break", "Out of office: post office",
    ];

    private static readonly TimeSpan Shown = TimeSpan.FromHours(1);

    /// <summary>Makes the company, with its calendars around <paramref name="now"/>.</summary>
    public static SimulatedCompany Generate(int seed, int people, DateTimeOffset now, string zone)
    {
        var company = CompanyGenerator.Generate(seed, people, DateOnly.FromDateTime(TimeZones.ToLocal(TimeZones.Get(zone), now)), 1, zone);
        var second = new DateTimeOffset(now.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        return company with
        {
            People = [.. company.People.Select((person, i) => person with { Appointments = Lively(new Chance(((ulong)(uint)seed << 32) + 0x8000_0000 + (uint)i), second, i, zone) })],
        };
    }

    private static ImmutableArray<Appointment> Lively(Chance chance, DateTimeOffset now, int person, string zone)
    {
        var appointments = ImmutableArray.CreateBuilder<Appointment>();
        var next = now + FirstEdge(chance, person);

        // Every third person is busy when the show begins, and their first edge is an end.
        if (person % 3 == 0)
        {
            appointments.Add(Draw(chance, next.AddMinutes(-10), next, zone));
            next = next.AddSeconds(30 + chance.Below(240));
        }

        while (next < now + Shown)
        {
            var end = next.AddSeconds(chance.Percent(40) ? 40 + chance.Below(80) : 120 + chance.Below(600));
            appointments.Add(Draw(chance, next, end, zone));

            // One in eight appointments is followed by the next without a gap.
            next = chance.Percent(12) ? end : end.AddSeconds(30 + chance.Below(400));
        }

        return appointments.ToImmutable();
    }

    // The first people change within seconds, the others in the minutes after.
    private static TimeSpan FirstEdge(Chance chance, int person) =>
        TimeSpan.FromSeconds(person < 5 ? 10 + (person * 5 / 2) : 20 + (person % 10 * 5) + chance.Below(120));

    private static Appointment Draw(Chance chance, DateTimeOffset start, DateTimeOffset end, string zone)
    {
        var appointment = new Appointment { Subject = chance.Of(Subjects), Start = start, End = end, Zone = zone };
        return chance.Below(20) switch
        {
            0 => appointment with { Subject = "Dentist", Sensitivity = Sensitivity.Private, ShowAs = FreeBusyStatus.OOF },
            1 => appointment with { IsMeeting = true, MyResponse = ResponseType.NoResponseReceived, ShowAs = FreeBusyStatus.Tentative },
            _ => appointment,
        };
    }
}
