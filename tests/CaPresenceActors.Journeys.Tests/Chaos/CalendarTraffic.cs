using CaPresenceActors.Exchange.Simulator;
using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests.Chaos;

/// <summary>People who make, move, rename, cancel and delete appointments and series, at random but by a seed.</summary>
internal sealed class CalendarTraffic(IReadOnlyList<Person> people, Random chance)
{
    private const int MostItems = 8;

    private static readonly string[] Subjects =
    [
        "Monthly meeting", "MEETING with the auditors", "ＭＥＥＴＩＮＧ room 4", "定例会議", "部門 会議 （東京）", "昼食会", "Lunch with Ünal", "lunch", "Vacation 🌴", "休暇のため不在", "Business trip to Graz",
        "出張　大阪", "Dentist", "歯医者", "Luncheon", "pre-lunch walk", "", "Review & <planning>", "Straße 7", "会 議",
    ];

    private readonly Dictionary<Person, List<AppointmentKey>> _items = people.ToDictionary(person => person, _ => new List<AppointmentKey>());

    /// <summary>How many edits there were.</summary>
    public int Edits { get; private set; }

    /// <summary>How many the server did not allow, such as an occurrence moved past its neighbour.</summary>
    public int Refused { get; private set; }

    /// <summary>Something for everybody to begin with.</summary>
    public void Fill()
    {
        foreach (var person in people)
        {
            Create(person);
            CreateSeries(person);
        }
    }

    /// <summary>One person does one thing.</summary>
    public void Step()
    {
        var person = people[chance.Next(people.Count)];
        Edits++;
        try
        {
            Do(person, _items[person]);
        }
        catch (EwsErrorException)
        {
            Refused++;
        }
    }

    private void Do(Person person, List<AppointmentKey> items)
    {
        var what = items.Count == 0 ? 0 : items.Count >= MostItems ? 99 : chance.Next(100);
        switch (what)
        {
            case < 35:
                Create(person);
                break;
            case < 40:
                CreateSeries(person);
                break;
            case < 60:
                var (start, end) = Times();
                person.Calendar.Move(OneOf(items), start, end);
                break;
            case < 75:
                person.Calendar.Rename(OneOf(items), Subject());
                break;
            case < 82:
                person.Calendar.Cancel(OneOf(items));
                break;
            case < 88:
                person.Calendar.Rename(OneOf(items).On(Today), Subject());
                break;
            case < 91:
                person.Calendar.Delete(OneOf(items).On(Today));
                break;
            default:
                var gone = OneOf(items);
                items.Remove(gone);
                person.Calendar.Delete(gone);
                break;
        }
    }

    private static DateOnly Today => DateOnly.FromDateTime(Clock.Now.UtcDateTime);

    private AppointmentKey OneOf(List<AppointmentKey> items) => items[chance.Next(items.Count)];

    private string Subject() => Subjects[chance.Next(Subjects.Length)];

    // Around now and short, so that a run of a minute is full of edges.
    private (DateTimeOffset Start, DateTimeOffset End) Times()
    {
        var start = Clock.Now.AddSeconds(chance.Next(-120, 90));
        return (start, start.AddSeconds(chance.Next(4) == 0 ? chance.Next(600, 7200) : chance.Next(5, 180)));
    }

    private void Create(Person person)
    {
        var (start, end) = Times();
        _items[person].Add(person.Calendar.Add(new Appointment { Subject = Subject(), Start = start, End = end, Zone = person.Mailbox.Zone, ShowAs = (FreeBusyStatus)chance.Next(5) }));
    }

    private void CreateSeries(Person person)
    {
        var (start, end) = Times();
        _items[person].Add(person.Calendar.Add(new Appointment
        {
            Subject = Subject(),
            Start = start,
            End = end,
            Recurrence = new Recurrence(new RecurrencePattern.Daily(), DateOnly.FromDateTime(start.UtcDateTime)),
        }));
    }
}
