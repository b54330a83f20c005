using System.Collections.Immutable;
using System.Text;
using CaPresenceActors.Exchange.Simulator.Calendars;

namespace CaPresenceActors.Exchange.Simulator.Company;

/// <summary>Somebody who works in a simulated company, with an extension, a mailbox and appointments.</summary>
public sealed record SimulatedPerson(string Extension, string Name, string Account, string Department, ImmutableArray<Appointment> Appointments);

/// <summary>A company with believable people and calendars.</summary>
public sealed record SimulatedCompany(string Zone, ImmutableArray<SimulatedPerson> People)
{
    /// <summary>Gives everybody a mailbox with their appointments.</summary>
    public void MoveInto(ExchangeSimulator simulator)
    {
        foreach (var person in People)
        {
            simulator.Mailboxes.Add(person.Account, person.Name, Zone).Calendar.AddAll(person.Appointments);
        }
    }

    /// <summary>The people as a CSV file for import: extension, name and Exchange account.</summary>
    public string ToUsersCsv()
    {
        var csv = new StringBuilder("extension,name,exchangeAccount\n");
        foreach (var person in People)
        {
            csv.Append(person.Extension).Append(',').Append(Quoted(person.Name)).Append(',').Append(Quoted(person.Account)).Append('\n');
        }

        return csv.ToString();
    }

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(',', '"', '\n') ? '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"' : text;
}
