using System.Collections.Immutable;
using System.Globalization;
using CaPresenceActors.Exchange.Simulator.Calendars;

namespace CaPresenceActors.Exchange.Simulator.Company;

/// <summary>
/// Makes a company from a seed: the same seed gives the same people with the same calendars. Everybody has a weekly team meeting and
/// lunch; beside them there is what makes calendars hard: daily stand-ups with exceptions, trips over several days, vacations, private
/// and cancelled and declined and tentative appointments, and some that overlap.
/// </summary>
public static class CompanyGenerator
{
    private const int FirstExtension = 1001;
    private const string Domain = "example.test";

    private static readonly string[] Departments =
        ["Sales", "Purchasing", "Engineering", "Production", "Quality", "Service", "Logistics", "Finance", "Human Resources", "Marketing"];

    private static readonly string[] Meetings =
    [
        "Project meeting", "Customer meeting", "Budget meeting", "Design review meeting", "Monthly meeting", "Supplier meeting", "定例会議", "Besprechung Angebot (meeting)",
        "Kick-off meeting", "One-on-one", "Interview", "Phone call with the bank", "Training: first aid",
    ];

    private static readonly string[] PrivateSubjects = ["Dentist", "Doctor", "School", "Bring the car to the garage", "Bank"];
    private static readonly string[] Cities = ["Munich", "Lyon", "Osaka", "Turin", "Leeds", "Gdańsk", "Porto", "東京"];
    private static readonly string[] Rooms = ["Room 1", "Room 2", "Room Ada", "Room Grace", "Canteen", "Online"];

    /// <summary>Makes the company. Appointments begin on the days from <paramref name="firstDay"/> on; series go on after them.</summary>
    public static SimulatedCompany Generate(int seed, int people, DateOnly firstDay, int days, string zone)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(people);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var calendar = new Days(firstDay, days, TimeZones.Get(zone), zone);
        var teams = Departments.Select((department, i) => new Team(department, i)).ToArray();
        var accounts = new HashSet<string>(StringComparer.Ordinal);
        var made = ImmutableArray.CreateBuilder<SimulatedPerson>(people);
        for (var i = 0; i < people; i++)
        {
            // Everybody has chances of their own, so that a larger company begins with the same people.
            var chance = new Chance(((ulong)(uint)seed << 32) + (uint)i);
            var name = PeopleNames.Draw(chance);
            var account = UniqueAccount(name.Account, accounts);
            var team = chance.Of(teams);
            made.Add(new SimulatedPerson(
                (FirstExtension + i).ToString(CultureInfo.InvariantCulture), name.Shown, account, team.Department, Calendar(chance, calendar, team, seed)));
        }

        return new SimulatedCompany(zone, made.MoveToImmutable());
    }

    private static string UniqueAccount(string name, HashSet<string> taken)
    {
        var account = $"{name}@{Domain}";
        for (var number = 2; !taken.Add(account); number++)
        {
            account = string.Create(CultureInfo.InvariantCulture, $"{name}{number}@{Domain}");
        }

        return account;
    }

    private static ImmutableArray<Appointment> Calendar(Chance chance, Days days, Team team, int seed)
    {
        var appointments = ImmutableArray.CreateBuilder<Appointment>();
        appointments.Add(TeamMeeting(days, team, seed, isOrganizer: chance.Percent(10)));
        appointments.Add(Lunch(chance, days));
        if (team.Number % 3 == 2)
        {
            appointments.Add(StandUp(days, team, seed));
        }

        foreach (var day in days.Workdays)
        {
            AddDay(chance, days, day, appointments);
        }

        AddLongAbsence(chance, days, appointments);
        return appointments.ToImmutable();
    }

    private static Appointment TeamMeeting(Days days, Team team, int seed, bool isOrganizer)
    {
        var day = team.Number % 5;
        var start = TimeSpan.FromMinutes(540 + (team.Number * 30));
        var first = days.First.AddDays(-28);
        return days.At(first, start, TimeSpan.FromMinutes(60), $"{team.Department} team meeting") with
        {
            Location = Rooms[team.Number % Rooms.Length],
            IsMeeting = true,
            MyResponse = isOrganizer ? ResponseType.Organizer : ResponseType.Accept,
            Organizer = new MailAddress($"Head of {team.Department}", $"head.of.{team.Department.Replace(' ', '.').ToLowerInvariant()}@{Domain}"),
            Uid = MeetingUid(seed, team.Number, 1),
            Recurrence = new Recurrence(new RecurrencePattern.Weekly((Weekdays)(2 << day)), first),
        };
    }

    private static Appointment StandUp(Days days, Team team, int seed)
    {
        var first = days.First.AddDays(-14);
        return days.At(first, TimeSpan.FromMinutes(555), TimeSpan.FromMinutes(15), "Daily stand-up meeting") with
        {
            IsMeeting = true,
            MyResponse = ResponseType.Accept,
            Organizer = new MailAddress($"Head of {team.Department}", $"head.of.{team.Department.Replace(' ', '.').ToLowerInvariant()}@{Domain}"),
            Uid = MeetingUid(seed, team.Number, 2),
            Recurrence = new Recurrence(new RecurrencePattern.Weekly(Weekdays.Weekday), first),
        };
    }

    private static Appointment Lunch(Chance chance, Days days)
    {
        var start = TimeSpan.FromMinutes(chance.Of([690, 705, 720, 735, 750, 765]));
        return days.At(days.First, start, TimeSpan.FromMinutes(chance.Of([30, 45, 60])), chance.Of(["Lunch", "Lunch", "Lunch break", "昼食 Lunch", "Mittagessen / Lunch"])) with
        {
            ShowAs = chance.Percent(30) ? FreeBusyStatus.Free : FreeBusyStatus.Busy,
            Recurrence = new Recurrence(new RecurrencePattern.Weekly(Weekdays.Weekday), days.First),
        };
    }

    private static void AddDay(Chance chance, Days days, DateOnly day, ImmutableArray<Appointment>.Builder appointments)
    {
        for (var left = chance.Below(4); left > 0; left--)
        {
            var start = TimeSpan.FromMinutes(480 + (chance.Below(38) * 15));
            var appointment = days.At(day, start, TimeSpan.FromMinutes(chance.Of([15, 30, 30, 45, 60, 60, 90, 120])), chance.Of(Meetings)) with
            {
                Location = chance.Of(Rooms),
                IsMeeting = true,
                MyResponse = chance.Percent(30) ? ResponseType.Organizer : ResponseType.Accept,
            };
            appointments.Add(Twist(chance, appointment));
        }

        if (chance.Percent(6))
        {
            appointments.Add(days.At(day, TimeSpan.FromMinutes(480 + (chance.Below(34) * 15)), TimeSpan.FromMinutes(60), chance.Of(PrivateSubjects)) with
            {
                Sensitivity = Sensitivity.Private,
                ShowAs = FreeBusyStatus.OOF,
            });
        }

        if (chance.Percent(5))
        {
            appointments.Add(days.At(day, TimeSpan.FromMinutes(840), TimeSpan.FromMinutes(90), "Do not disturb: concentrated work"));
        }
    }

    // One in five meetings is not simply accepted.
    private static Appointment Twist(Chance chance, Appointment appointment) => chance.Below(25) switch
    {
        0 => appointment with { IsCancelled = true, ShowAs = FreeBusyStatus.Free, MyResponse = ResponseType.Accept, Subject = $"Canceled: {appointment.Subject}" },
        1 => appointment with { MyResponse = ResponseType.Decline, ShowAs = FreeBusyStatus.Free },
        2 => appointment with { MyResponse = ResponseType.NoResponseReceived, ShowAs = FreeBusyStatus.Tentative },
        3 => appointment with { MyResponse = ResponseType.Tentative, ShowAs = FreeBusyStatus.Tentative },
        4 => appointment with { Sensitivity = Sensitivity.Confidential },
        _ => appointment,
    };

    private static void AddLongAbsence(Chance chance, Days days, ImmutableArray<Appointment>.Builder appointments)
    {
        var first = days.First.AddDays(chance.Below(days.Count));
        if (chance.Percent(12))
        {
            appointments.Add(days.WholeDays(first, 1 + chance.Below(10), chance.Of(["Vacation", "Vacation", "Urlaub / Vacation", "休暇 Vacation"]), FreeBusyStatus.OOF));
        }
        else if (chance.Percent(12))
        {
            appointments.Add(days.At(first, TimeSpan.FromHours(8), TimeSpan.FromHours(24 * (1 + chance.Below(3)) + 9), $"Business trip {chance.Of(Cities)}") with { ShowAs = FreeBusyStatus.OOF });
        }
        else if (chance.Percent(10))
        {
            appointments.Add(days.WholeDays(first, 1, chance.Of(["Birthday of Clara", "Public holiday", "Inventory day"]), FreeBusyStatus.Free));
        }
        else if (chance.Percent(8))
        {
            appointments.Add(days.WholeDays(first, 1, "Home office", FreeBusyStatus.WorkingElsewhere));
        }
    }

    private static string MeetingUid(int seed, int team, int series) =>
        string.Create(CultureInfo.InvariantCulture, $"040000008200E00074C5B7101A82E0080000000000000000000000000000000000000000100000{series:X2}{(uint)seed:X16}{team:X16}");

    private sealed record Team(string Department, int Number);

    /// <summary>The days that are filled, in the company's zone.</summary>
    private sealed record Days(DateOnly First, int Count, TimeZoneInfo Zone, string ZoneId)
    {
        public IEnumerable<DateOnly> Workdays => Enumerable.Range(0, Count).Select(First.AddDays).Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

        public Appointment At(DateOnly day, TimeSpan timeOfDay, TimeSpan duration, string subject)
        {
            var start = TimeZones.ToInstant(Zone, day.ToDateTime(TimeOnly.MinValue) + timeOfDay);
            return new Appointment { Subject = subject, Start = start, End = start + duration, Zone = ZoneId };
        }

        public Appointment WholeDays(DateOnly day, int count, string subject, FreeBusyStatus showAs) => new()
        {
            Subject = subject,
            Start = TimeZones.ToInstant(Zone, day.ToDateTime(TimeOnly.MinValue)),
            End = TimeZones.ToInstant(Zone, day.AddDays(count).ToDateTime(TimeOnly.MinValue)),
            Zone = ZoneId,
            IsAllDay = true,
            ShowAs = showAs,
        };
    }
}
