using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Simulator;
using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Company;
using CaPresenceActors.Exchange.Simulator.Faults;
using CaPresenceActors.Exchange.Tests.Support;
using CaPresenceActors.Presence;
using static CaPresenceActors.Exchange.Tests.Support.Sources;
using SimulatedAppointment = CaPresenceActors.Exchange.Simulator.Calendars.Appointment;

namespace CaPresenceActors.Exchange.Tests;

/// <summary>The client against the simulator, which was written from the protocol and not from the client.</summary>
public sealed class SimulatorReadingTests
{
    private const string Anna = "anna@example.test";

    [Fact]
    public async Task Reads_what_is_in_a_calendar_as_its_owner()
    {
        await using var exchange = await Start();
        var calendar = exchange.Mailboxes.Add(Anna, zone: "Europe/Berlin").Calendar;
        calendar.Add(Simple("Monthly meeting", "2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z") with { ShowAs = FreeBusyStatus.Tentative });
        calendar.Add(Simple("Dentist", "2026-11-24T13:00:00Z", "2026-11-24T14:00:00Z") with { Sensitivity = Sensitivity.Private, ShowAs = FreeBusyStatus.OOF });
        var cancelled = calendar.Add(Simple("Cancelled", "2026-11-24T15:00:00Z", "2026-11-24T16:00:00Z") with { IsMeeting = true });
        calendar.Cancel(cancelled);
        var declined = calendar.Add(Simple("Declined", "2026-11-25T15:00:00Z", "2026-11-25T16:00:00Z") with { IsMeeting = true });
        calendar.Respond(declined, ResponseType.Decline);
        calendar.Add(Simple("Nächste Woche", "2026-12-03T15:00:00Z", "2026-12-03T16:00:00Z"));
        await using var source = From(exchange);

        var read = (await source.ReadGood(new MailboxQuery(Anna, Berlin))).Calendar;

        read.Select(a => a.Subject).ShouldBe(["Monthly meeting", "Dentist", "Cancelled", "Declined"]);
        read[0].FreeBusy.ShouldBe(FreeBusy.Tentative);
        read[1].FreeBusy.ShouldBe(FreeBusy.Oof);
        read[1].Private.ShouldBeTrue();
        read[2].Cancelled.ShouldBeTrue();
        read[3].Response.ShouldBe(MeetingResponse.Decline);
    }

    [Fact]
    public async Task A_series_keeps_the_keys_of_its_occurrences_when_one_is_moved_and_one_is_deleted()
    {
        await using var exchange = await Start();
        var calendar = exchange.Mailboxes.Add(Anna, zone: "Europe/Berlin").Calendar;
        var series = calendar.Add(Simple("Daily", "2026-11-23T08:00:00Z", "2026-11-23T08:15:00Z") with
        {
            Zone = "Europe/Berlin",
            Recurrence = new Recurrence(new RecurrencePattern.Daily(), new DateOnly(2026, 11, 23)) { Count = 5 },
        });
        await using var source = From(exchange);
        var before = (await source.ReadGood(new MailboxQuery(Anna, Berlin))).Calendar;

        calendar.Move(series.On(new DateOnly(2026, 11, 24)), At("2026-11-24T13:00:00Z"), At("2026-11-24T13:30:00Z"));
        calendar.Delete(series.On(new DateOnly(2026, 11, 25)));
        var after = (await source.ReadGood(new MailboxQuery(Anna, Berlin))).Calendar;

        before.Count.ShouldBe(5);
        before.Select(a => a.Key).Distinct().Count().ShouldBe(5);
        after.Select(a => a.Key).ShouldBe([before[0].Key, before[1].Key, before[3].Key, before[4].Key]);
        after[1].Start.ShouldBe(At("2026-11-24T13:00:00Z"));
    }

    [Theory]
    [InlineData("Asia/Tokyo", "2026-11-24T15:00:00Z", "2026-11-25T15:00:00Z")]
    [InlineData("America/Los_Angeles", "2026-11-25T08:00:00Z", "2026-11-26T08:00:00Z")]
    public async Task A_holiday_that_was_made_abroad_is_a_day_at_home(string zone, string start, string end)
    {
        await using var exchange = await Start();
        exchange.Mailboxes.Add(Anna, zone: "Europe/Berlin").Calendar.Add(Simple("Holiday", start, end) with { IsAllDay = true, Zone = zone });
        await using var source = From(exchange);

        var holiday = (await source.ReadGood(new MailboxQuery(Anna, Berlin))).Calendar.ShouldHaveSingleItem();

        holiday.AllDay.ShouldBeTrue();
        holiday.Start.ShouldBe(At("2026-11-24T23:00:00Z"));
        holiday.End.ShouldBe(At("2026-11-25T23:00:00Z"));
    }

    [Fact]
    public async Task A_crowded_calendar_is_read_whole()
    {
        await using var exchange = await Start();
        exchange.Mailboxes.Add(Anna).Calendar.AddAll(Enumerable.Range(0, 2500).Select(i =>
            Simple($"{i}", "2026-11-23T00:00:00Z", "2026-11-23T00:10:00Z") with { Start = Week.From.AddMinutes(4 * i), End = Week.From.AddMinutes((4 * i) + 10) }));
        await using var source = From(exchange);

        var reading = await source.ReadGood(new MailboxQuery(Anna, Berlin));

        reading.Calendar.Count.ShouldBe(2500);
        reading.Dropped.ShouldBe(0);
    }

    [Fact]
    public async Task Reads_a_whole_company_the_same_in_every_way()
    {
        await using var exchange = await Start(MailboxRights.Owner with { MayImpersonate = true });
        var company = CompanyGenerator.Generate(seed: 4711, people: 30, new DateOnly(2026, 11, 23), days: 5, zone: "Europe/Berlin");
        company.MoveInto(exchange);
        var mailboxes = company.People.Select(p => new MailboxQuery(p.Account, Berlin)).ToArray();
        await using var asOwner = From(exchange);
        await using var asDelegate = From(exchange, ExchangeAccess.Delegate);
        await using var byAvailability = From(exchange, ExchangeAccess.Availability);

        var owners = await asOwner.ReadAsync([.. mailboxes], Week, Cancellation);
        var delegates = await asDelegate.ReadAsync([.. mailboxes], Week, Cancellation);
        var availability = await byAvailability.ReadAsync([.. mailboxes], Week, Cancellation);

        Good(owners).Sum(r => r.Calendar.Count).ShouldBeGreaterThan(100);
        Good(delegates).Select(r => r.Calendar).ShouldBe(Good(owners).Select(r => r.Calendar));
        for (var i = 0; i < mailboxes.Length; i++)
        {
            // Free/busy leaves out what is cancelled or declined, or shows it as free.
            var counting = Good(owners)[i].Calendar.Where(a => !a.Cancelled && a.Response != MeetingResponse.Decline).Select(a => (a.Start, a.End));
            counting.Except(Good(availability)[i].Calendar.Select(a => (a.Start, a.End))).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Each_way_finds_out_what_the_account_may_not()
    {
        await using var exchange = await Start(MailboxRights.None);
        exchange.Mailboxes.Add(Anna);
        foreach (var access in Enum.GetValues<ExchangeAccess>())
        {
            await using var source = From(exchange, access);

            var reading = await source.ReadOne(new MailboxQuery(Anna, Berlin));
            var unknown = await source.ReadOne(new MailboxQuery("nobody@example.test", Berlin));
            var check = await source.CheckAsync(new MailboxQuery(Anna, Berlin), Cancellation);

            reading.ShouldBeOfType<MailboxReading.Failed>().Failure.ShouldBe(ReadFailure.AccessDenied, customMessage: $"{access}");
            check.Failure.ShouldBe(ReadFailure.AccessDenied, customMessage: $"{access}");
            unknown.ShouldBeOfType<MailboxReading.Failed>().Failure.ShouldBeOneOf(ReadFailure.UnknownMailbox, ReadFailure.AccessDenied);
        }
    }

    [Fact]
    public async Task A_check_tells_the_servers_version()
    {
        await using var exchange = await Start();
        exchange.Mailboxes.Add(Anna);
        await using var source = From(exchange);

        var check = await source.CheckAsync(new MailboxQuery(Anna, Berlin), Cancellation);

        check.Failure.ShouldBeNull();
        check.ServerVersion!.ShouldStartWith("15.2.");
        (await source.ResolveAsync(Anna, Cancellation)).Mailboxes.ShouldHaveSingleItem().Address.ShouldBe(Anna);
    }

    [Fact]
    public async Task Faults_are_told_apart()
    {
        await using var exchange = await Start();
        exchange.Mailboxes.Add(Anna);
        await using var source = From(exchange);

        (await Fail(new FaultAnswer.ServerBusy(TimeSpan.FromSeconds(90)))).ShouldBe((ReadFailure.Throttled, TimeSpan.FromSeconds(90)));
        (await Fail(new FaultAnswer.ServiceUnavailable(TimeSpan.FromSeconds(30)))).ShouldBe((ReadFailure.Throttled, TimeSpan.FromSeconds(30)));
        (await Fail(new FaultAnswer.Unauthorized())).ShouldBe((ReadFailure.NotAuthenticated, null));
        (await Fail(new FaultAnswer.AbortConnection())).ShouldBe((ReadFailure.Unreachable, null));
        (await Fail(new FaultAnswer.SoapFault("ErrorMailboxMoveInProgress", "Moving."))).ShouldBe((ReadFailure.MailboxMoving, null));
        (await Fail(new FaultAnswer.Html(200, "<html><body>Sign in</body></html>"))).ShouldBe((ReadFailure.NotUnderstood, null));
        await source.ReadGood(new MailboxQuery(Anna, Berlin));

        async Task<(ReadFailure Failure, TimeSpan? RetryAfter)> Fail(FaultAnswer fault)
        {
            using var plan = exchange.Faults.Always(fault);
            var failed = (await source.ReadOne(new MailboxQuery(Anna, Berlin))).ShouldBeOfType<MailboxReading.Failed>();
            return (failed.Failure, failed.RetryAfter);
        }
    }

    [Fact]
    public async Task A_wrong_password_does_not_authenticate()
    {
        await using var exchange = await Start();
        exchange.Mailboxes.Add(Anna);
        await using var source = Source(ConnectionTo(exchange) with { Password = "wrong" });

        (await source.ReadOne(new MailboxQuery(Anna, Berlin))).ShouldBeOfType<MailboxReading.Failed>().Failure.ShouldBe(ReadFailure.NotAuthenticated);
    }

    [Fact]
    public async Task The_pinned_certificate_of_the_simulator_is_trusted()
    {
        await using var exchange = new ExchangeSimulator(new SimulatorOptions { UseHttps = true });
        await exchange.StartAsync(Cancellation);
        exchange.Mailboxes.Add(Anna);
        await using var trusting = Source(ConnectionTo(exchange) with { UseTls = true, CertificatePin = exchange.CertificateSha256 });
        await using var careful = Source(ConnectionTo(exchange) with { UseTls = true });

        await trusting.ReadGood(new MailboxQuery(Anna, Berlin));
        (await careful.ReadOne(new MailboxQuery(Anna, Berlin))).ShouldBeOfType<MailboxReading.Failed>().Failure.ShouldBe(ReadFailure.CertificateRefused);
    }

    private static async Task<ExchangeSimulator> Start(MailboxRights? rights = null)
    {
        var exchange = new ExchangeSimulator(new SimulatorOptions { ServiceAccountRights = rights ?? MailboxRights.Impersonation });
        await exchange.StartAsync(Cancellation);
        return exchange;
    }

    private static ExchangeConnection ConnectionTo(ExchangeSimulator exchange) => Connection(exchange.Address.Port) with
    {
        UserName = exchange.ServiceAccount.UserName,
        Password = exchange.ServiceAccount.Password,
    };

    private static ExchangeCalendarSource From(ExchangeSimulator exchange, ExchangeAccess access = ExchangeAccess.Impersonation) => Source(ConnectionTo(exchange) with { Access = access });

    private static SimulatedAppointment Simple(string subject, string start, string end) => new() { Subject = subject, Start = At(start), End = At(end) };

    private static List<MailboxReading.Good> Good(IEnumerable<MailboxReading> readings) =>
        [.. readings.Select(r => r.ShouldBeOfType<MailboxReading.Good>((r as MailboxReading.Failed)?.Reason))];
}
