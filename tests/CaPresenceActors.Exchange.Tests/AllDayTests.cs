using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Tests.Support;
using static CaPresenceActors.Exchange.Tests.Support.Answers;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

/// <summary>An all-day appointment is a date where it was made, and becomes that day where its owner lives.</summary>
public sealed class AllDayTests
{
    [Theory]

    // Made where the owner lives.
    [InlineData("W. Europe Standard Time", "2026-11-24T23:00:00Z", "2026-11-25T23:00:00Z", "Europe/Berlin", "2026-11-24T23:00:00Z", "2026-11-25T23:00:00Z")]

    // Made in Tokyo and in Los Angeles for 25 November.
    [InlineData("Tokyo Standard Time", "2026-11-24T15:00:00Z", "2026-11-25T15:00:00Z", "Europe/Berlin", "2026-11-24T23:00:00Z", "2026-11-25T23:00:00Z")]
    [InlineData("Pacific Standard Time", "2026-11-25T08:00:00Z", "2026-11-26T08:00:00Z", "Europe/Berlin", "2026-11-24T23:00:00Z", "2026-11-25T23:00:00Z")]

    // The far ends of the world: made on Kiritimati (+14), owner on Pago Pago (-11).
    [InlineData("Line Islands Standard Time", "2026-11-24T10:00:00Z", "2026-11-25T10:00:00Z", "Pacific/Pago_Pago", "2026-11-25T11:00:00Z", "2026-11-26T11:00:00Z")]

    // Three days.
    [InlineData("UTC", "2026-11-24T00:00:00Z", "2026-11-27T00:00:00Z", "Europe/Berlin", "2026-11-23T23:00:00Z", "2026-11-26T23:00:00Z")]

    // An IANA id, as some servers send.
    [InlineData("Asia/Tokyo", "2026-11-24T15:00:00Z", "2026-11-25T15:00:00Z", "Europe/Berlin", "2026-11-24T23:00:00Z", "2026-11-25T23:00:00Z")]

    // The zone is not told, or was defined by hand: the nearest midnight in the owner's zone.
    [InlineData(null, "2026-11-24T23:00:00Z", "2026-11-25T23:00:00Z", "Europe/Berlin", "2026-11-24T23:00:00Z", "2026-11-25T23:00:00Z")]
    [InlineData("tzone://Microsoft/Custom", "2026-11-24T15:00:00Z", "2026-11-25T15:00:00Z", "Europe/Berlin", "2026-11-24T23:00:00Z", "2026-11-25T23:00:00Z")]
    [InlineData("tzone://Microsoft/Custom", "2026-11-25T05:00:00Z", "2026-11-26T05:00:00Z", "Europe/Berlin", "2026-11-24T23:00:00Z", "2026-11-25T23:00:00Z")]
    public async Task An_all_day_appointment_is_that_day_where_its_owner_lives(string? madeIn, string start, string end, string ownersZone, string expectedStart, string expectedEnd)
    {
        var appointment = (await Read(madeIn, start, end, ownersZone)).Calendar.ShouldHaveSingleItem();

        appointment.AllDay.ShouldBeTrue();
        appointment.Start.ShouldBe(At(expectedStart));
        appointment.End.ShouldBe(At(expectedEnd));
    }

    [Theory]
    [InlineData("2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")] // 25 hours
    [InlineData("2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")] // 23 hours
    [InlineData("2026-03-08", "America/Havana", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z")] // the clocks go forward at midnight: the day begins at one
    [InlineData("2026-11-01", "America/Havana", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z")] // midnight comes twice: the day begins with the first
    [InlineData("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z")] // the same gap elsewhere
    [InlineData("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z")] // a day that there never was
    public void A_day_begins_with_its_first_moment_and_ends_with_the_next_ones(string date, string zone, string start, string end)
    {
        var owner = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var midnight = At($"{date}T00:00:00Z");

        var (from, to) = Exchange.Calendars.AllDay.InZone(midnight, midnight.AddDays(1), TimeZoneInfo.Utc, owner);

        from.ShouldBe(At(start));
        to.ShouldBe(At(end));
    }

    [Fact]
    public async Task An_all_day_appointment_of_the_last_day_before_the_window_is_found_where_its_instants_are_off()
    {
        // 30 November in Pago Pago, made on Kiritimati: stored on 29 November, before the window begins.
        var reading = await Read("Line Islands Standard Time", "2026-11-29T10:00:00Z", "2026-11-30T10:00:00Z", "Pacific/Pago_Pago", Window("2026-11-30T11:00:00Z", "2026-12-02T11:00:00Z"));

        reading.Calendar.ShouldHaveSingleItem().Start.ShouldBe(At("2026-11-30T11:00:00Z"));
    }

    [Fact]
    public async Task An_all_day_appointment_without_length_stays_without()
    {
        var appointment = (await Read("UTC", "2026-11-25T00:00:00Z", "2026-11-25T00:00:00Z", "Europe/Berlin")).Calendar.ShouldHaveSingleItem();

        appointment.End.ShouldBe(appointment.Start);
    }

    [Fact]
    public async Task An_all_day_appointment_of_half_a_day_is_a_day()
    {
        var appointment = (await Read("UTC", "2026-11-25T00:00:00Z", "2026-11-25T10:00:00Z", "Europe/Berlin")).Calendar.ShouldHaveSingleItem();

        appointment.Start.ShouldBe(At("2026-11-24T23:00:00Z"));
        appointment.End.ShouldBe(At("2026-11-25T23:00:00Z"));
    }

    private static async Task<MailboxReading.Good> Read(string? madeIn, string start, string end, string ownersZone, CalendarWindow? window = null)
    {
        var zone = madeIn is null ? "" : $"""<t:StartTimeZone Id="{madeIn}" Name="whatever"><t:Periods/></t:StartTimeZone>""";
        await using var server = await ScriptedServer.AnsweringAsync(FindItem(Items(Item("u1", start, end, $"<t:IsAllDayEvent>true</t:IsAllDayEvent>{zone}"))));
        await using var source = Source(server.Port);
        return await source.ReadGood(new MailboxQuery("anna@example.test", TimeZoneInfo.FindSystemTimeZoneById(ownersZone)), window);
    }
}
