using System.Globalization;
using CaPresenceActors.Exchange.Simulator;
using Simulated = CaPresenceActors.Exchange.Simulator.Calendars.Appointment;

namespace CaPresenceActors.Bench.Children;

/// <param name="Mailboxes">How many mailboxes.</param>
/// <param name="Events">How many events in the window of each.</param>
/// <param name="Day">Midnight of the day that the events are on.</param>
internal sealed record SimulatorOrder(int Mailboxes, int Events, DateTimeOffset Day);

/// <param name="Address">Where it listens.</param>
/// <param name="User">Who may read everything.</param>
/// <param name="Password">The password.</param>
internal sealed record SimulatorReady(Uri Address, string User, string Password);

/// <summary>The project's own Exchange simulator over plain HTTP.</summary>
internal static class SimulatorChild
{
    private static readonly string[] Subjects = ["Monthly meeting, room 4.12", "Lunch with the auditors", "Trip to the plant in Graz", "Review of the quarter", "Interview: candidate 7"];

    /// <summary>The mailbox with a number, from 0.</summary>
    public static string AddressOf(int mailbox) => string.Create(CultureInfo.InvariantCulture, $"user{mailbox}@bench.test");

    public static async Task RunAsync(SimulatorOrder order)
    {
        var options = new SimulatorOptions { ServiceAccountRights = new MailboxRights(CalendarAccess.Reviewer, MayImpersonate: true) };
        await using var simulator = new ExchangeSimulator(options);
        for (var mailbox = 0; mailbox < order.Mailboxes; mailbox++)
        {
            var day = order.Day;
            simulator.Mailboxes.Add(AddressOf(mailbox)).Calendar.AddAll(Enumerable.Range(0, order.Events).Select(number => new Simulated
            {
                Subject = Subjects[(mailbox + number) % Subjects.Length],
                Start = day.AddMinutes(480 + (number * 90)),
                End = day.AddMinutes(540 + (number * 90)),
                Location = "Room 4.12",
            }));
        }

        await simulator.StartAsync();
        ChildRoles.Tell(new SimulatorReady(simulator.Address, options.ServiceAccount.UserName, options.ServiceAccount.Password));
        await ChildRoles.EndAsync();
    }
}
