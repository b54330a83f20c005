using System.Globalization;
using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Faults;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Exchange.Simulator.Control;

/// <summary>What the control API does at which path.</summary>
internal sealed class ControlRoutes(ExchangeSimulator simulator)
{
    /// <exception cref="ControlException">There is nothing at the path, or the request is wrong.</exception>
    public object Answer(string method, string[] path, IQueryCollection query, string body) => (method, path) switch
    {
        ("GET", []) or ("GET", ["server"]) => Server(),
        ("PATCH", ["server"]) => Change(ControlJson.Read<ServerChange>(body)),
        ("POST", ["server", "restart"]) => Restart(ControlJson.Read<Restart>(body)),
        ("POST", ["server", "certificate"]) => ChangeCertificate(ControlJson.Read<NewCertificate>(body)),
        ("GET", ["counters"]) => Counters(),
        ("GET", ["fault-kinds"]) => FaultKinds.All.Select(k => new { k.Name, k.Explanation, k.Fields }),
        ("GET", ["faults"]) => simulator.Faults.Described,
        ("POST", ["faults"]) => Install(ControlJson.Read<FaultDescription>(body)),
        ("DELETE", ["faults"]) => new { Ended = simulator.Faults.EndAll() },
        ("DELETE", ["faults", var id]) => End(id),
        ("GET", ["mailboxes"]) => simulator.Mailboxes.All.OrderBy(m => m.Address, StringComparer.OrdinalIgnoreCase).Select(m => new { m.Address, m.Name, m.Zone, Appointments = m.Calendar.Count, Requests = m.Requests.Total }),
        ("POST", ["mailboxes", var address, "move"]) => new { SubscriptionsLost = simulator.MoveMailbox(Mailbox(address).Address) },
        ("DELETE", ["mailboxes", var address]) => new { Removed = simulator.Mailboxes.Remove(Mailbox(address).Address) },
        ("GET", ["mailboxes", var address, "appointments"]) => View(Mailbox(address), query),
        ("POST", ["mailboxes", var address, "appointments"]) => Create(Mailbox(address), ControlJson.Read<NewAppointment>(body)),
        ("PATCH", ["mailboxes", var address, "appointments", var id]) => Change(Mailbox(address), Key(id), ControlJson.Read<AppointmentChange>(body)),
        ("POST", ["mailboxes", var address, "appointments", var id, "cancel"]) => Cancel(Mailbox(address), Key(id)),
        ("DELETE", ["mailboxes", var address, "appointments", var id]) => Delete(Mailbox(address), Key(id), query),
        _ => throw new ControlException(404, $"There is no {method} /{string.Join('/', path)}. There are /server, /counters, /faults, /fault-kinds and /mailboxes; docs/simulator.md describes them."),
    };

    private object Server() => new
    {
        simulator.Address,
        simulator.CertificateSha256,
        ClockOffsetSeconds = simulator.ClockOffset.TotalSeconds,
        simulator.KeepsLimits,
        simulator.Faults.Offline,
        Mailboxes = simulator.Mailboxes.Count,
        simulator.Subscriptions,
        simulator.OpenStreams,
    };

    private object Counters() => new
    {
        Requests = simulator.Requests.All,
        simulator.Requests.Total,
        simulator.Refused,
        simulator.OpenStreams,
        simulator.Subscriptions,
    };

    private object Change(ServerChange change)
    {
        const double Centuries = 3.2e9;
        if (change.ClockOffsetSeconds is { } seconds && Math.Abs(seconds) > Centuries)
        {
            throw new ControlException(400, string.Create(CultureInfo.InvariantCulture, $"\"clockOffsetSeconds\" is {seconds}, but must be between {-Centuries} and {Centuries}."));
        }

        simulator.ClockOffset = change.ClockOffsetSeconds is { } offset ? TimeSpan.FromSeconds(offset) : simulator.ClockOffset;
        simulator.KeepsLimits = change.KeepsLimits ?? simulator.KeepsLimits;
        simulator.Faults.Offline = change.Offline ?? simulator.Faults.Offline;
        return Server();
    }

    private object Restart(Restart restart) => restart.BackEnd is { } number && (number < 0 || number >= simulator.BackEnds)
        ? throw new ControlException(400, $"\"backEnd\" is {number}, but must be between 0 and {simulator.BackEnds - 1}; leave it out to restart all.")
        : new { SubscriptionsLost = simulator.RestartBackEnd(restart.BackEnd) };

    private object ChangeCertificate(NewCertificate wanted)
    {
        if (simulator.Certificate is null)
        {
            throw new ControlException(409, "The simulator speaks plain HTTP and has no certificate to change.");
        }

        simulator.ChangeCertificate(wanted.Expired ?? false);
        return Server();
    }

    private InstalledFault Install(FaultDescription description)
    {
        if (description.Problems().ToList() is { Count: > 0 } problems)
        {
            throw new ControlException(400, string.Join(' ', problems));
        }

        if (description.Mailboxes?.FirstOrDefault(m => simulator.Mailboxes.Find(m) is null) is { } unknown)
        {
            throw new ControlException(400, $"\"mailboxes\" has \"{unknown}\", but no mailbox has this address.");
        }

        var id = simulator.Faults.Install(description);
        return simulator.Faults.Described.Single(f => f.Id == id);
    }

    private object End(string id) => int.TryParse(id, CultureInfo.InvariantCulture, out var number) && simulator.Faults.End(number)
        ? new { Ended = 1 }
        : throw new ControlException(404, $"There is no fault \"{id}\"; GET /faults lists them.");

    private SimulatedMailbox Mailbox(string address) =>
        simulator.Mailboxes.Find(address) ?? throw new ControlException(404, $"No mailbox has the address \"{address}\"; GET /mailboxes lists them.");

    private static AppointmentKey Key(string id)
    {
        var parts = id.Split('@');
        if (long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            if (parts.Length == 1)
            {
                return new AppointmentKey(number);
            }

            if (parts.Length == 2 && DateOnly.TryParseExact(parts[1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return new AppointmentKey(number, date);
            }
        }

        throw new ControlException(400, $"\"{id}\" is no id of an appointment: a number is needed, or for one occurrence of a series a number and its date, such as 7@2026-03-02.");
    }

    private IEnumerable<object> View(SimulatedMailbox mailbox, IQueryCollection query)
    {
        var from = Instant(query, "from", simulator.Now.AddDays(-1));
        var to = Instant(query, "to", from.AddDays(8));
        return to < from || (to - from).TotalDays > 800
            ? throw new ControlException(400, $"\"from\" is {from:u} and \"to\" is {to:u}, but \"to\" must be later, and by 800 days at most.")
            : mailbox.Calendar.View(from, to).Select(Show);
    }

    private static DateTimeOffset Instant(IQueryCollection query, string name, DateTimeOffset standard)
    {
        if (query[name].ToString() is not { Length: > 0 } text)
        {
            return standard;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.ToUniversalTime()
            : throw new ControlException(400, $"\"{name}\" is \"{text}\", but an instant such as 2026-03-02T12:00:00Z is needed.");
    }

    private static object Create(SimulatedMailbox mailbox, NewAppointment wanted)
    {
        var zone = wanted.Zone ?? mailbox.Zone;
        if (TimeZones.Find(zone) is null)
        {
            throw new ControlException(400, $"\"zone\" is \"{zone}\", which is no known time zone: a Windows or IANA id is needed, such as Europe/Berlin.");
        }

        return Show(mailbox, mailbox.Calendar.Add(new Appointment
        {
            Subject = wanted.Subject ?? "",
            Start = wanted.Start.ToUniversalTime(),
            End = wanted.End.ToUniversalTime(),
            Zone = zone,
            Location = wanted.Location,
            IsAllDay = wanted.IsAllDay ?? false,
            ShowAs = wanted.ShowAs ?? FreeBusyStatus.Busy,
            Sensitivity = wanted.Sensitivity ?? Sensitivity.Normal,
        }));
    }

    private static object Change(SimulatedMailbox mailbox, AppointmentKey key, AppointmentChange change)
    {
        mailbox.Calendar.Change(key, change.ApplyTo);
        return Show(mailbox, key);
    }

    private static object Cancel(SimulatedMailbox mailbox, AppointmentKey key)
    {
        mailbox.Calendar.Cancel(key);
        return Show(mailbox, key);
    }

    private static object Delete(SimulatedMailbox mailbox, AppointmentKey key, IQueryCollection query)
    {
        var kind = query["to"].ToString() switch
        {
            "" => CalendarChangeKind.Deleted,
            "deleteditems" => CalendarChangeKind.Moved,
            var other => throw new ControlException(400, $"\"to\" is \"{other}\", but must be \"deleteditems\", or left out to delete for good."),
        };
        mailbox.Calendar.Delete(key, kind);
        return new { Deleted = 1 };
    }

    private static object Show(SimulatedMailbox mailbox, AppointmentKey key) => Show(mailbox.Calendar.Get(key));

    private static object Show(CalendarEntry entry) => new
    {
        Id = entry.Date is { } date ? string.Create(CultureInfo.InvariantCulture, $"{entry.Item.Number}@{date:yyyy-MM-dd}") : entry.Item.Number.ToString(CultureInfo.InvariantCulture),
        entry.Appointment.Subject,
        Start = entry.Start.ToUniversalTime(),
        End = entry.End.ToUniversalTime(),
        entry.Appointment.Zone,
        entry.Appointment.Location,
        entry.Appointment.IsAllDay,
        entry.Appointment.ShowAs,
        entry.Appointment.Sensitivity,
        entry.Appointment.IsCancelled,
        IsSeries = entry.Item.IsSeries && entry.Date is null,
    };
}
