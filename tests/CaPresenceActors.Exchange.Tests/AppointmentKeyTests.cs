using CaPresenceActors.Exchange.Tests.Support;
using CaPresenceActors.Presence;
using static CaPresenceActors.Exchange.Tests.Support.Answers;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

public sealed class AppointmentKeyTests
{
    private const string Start = "2026-11-23T09:00:00Z";
    private const string End = "2026-11-23T10:00:00Z";
    private const string Occurrence = "<t:CalendarItemType>Occurrence</t:CalendarItemType>";

    [Fact]
    public async Task A_single_appointment_keeps_its_key_when_it_is_moved_and_renamed() =>
        (await KeyOf(Item("u1", Start, End))).ShouldBe(await KeyOf(Item("u1", "2026-11-25T11:00:00Z", "2026-11-25T12:00:00Z", subject: "Other")));

    [Fact]
    public async Task An_occurrence_keeps_its_key_when_it_becomes_an_exception() =>
        (await KeyOf(Item("u1", Start, End, $"{Occurrence}<t:RecurrenceId>{Start}</t:RecurrenceId>")))
            .ShouldBe(await KeyOf(Item("u1", "2026-11-23T15:00:00Z", "2026-11-23T16:00:00Z", $"<t:CalendarItemType>Exception</t:CalendarItemType><t:RecurrenceId>{Start}</t:RecurrenceId>")));

    [Fact]
    public async Task Without_RecurrenceId_the_original_start_serves() =>
        (await KeyOf(Item("u1", Start, End, $"{Occurrence}<t:OriginalStart>{Start}</t:OriginalStart>")))
            .ShouldBe(await KeyOf(Item("u1", "2026-11-23T15:00:00Z", "2026-11-23T16:00:00Z", $"<t:CalendarItemType>Exception</t:CalendarItemType><t:OriginalStart>2026-11-23T10:00:00+01:00</t:OriginalStart>")));

    [Fact]
    public async Task Without_either_the_start_serves()
    {
        (await KeyOf(Item("u1", Start, End, Occurrence))).ShouldBe(AppointmentKey.Of($"occurrence\nu1\n{At(Start).UtcTicks}"));
        (await KeyOf(Item("u1", Start, End, Occurrence))).ShouldNotBe(await KeyOf(Item("u1", "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z", Occurrence)));
    }

    [Fact]
    public async Task Single_invitations_to_two_meetings_of_one_series_are_two_appointments()
    {
        var reading = await Read(FindItem(Items(
            Item("u1", Start, End, $"<t:CalendarItemType>Single</t:CalendarItemType><t:RecurrenceId>{Start}</t:RecurrenceId>"),
            Item("u1", "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z", "<t:CalendarItemType>Single</t:CalendarItemType><t:RecurrenceId>2026-11-24T09:00:00Z</t:RecurrenceId>"))));

        reading.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Without_UID_the_item_id_serves() =>
        (await KeyOf($"""<t:CalendarItem><t:ItemId Id="AAMk="/><t:Start>{Start}</t:Start><t:End>{End}</t:End></t:CalendarItem>""")).ShouldBe(AppointmentKey.Of("item\nAAMk="));

    [Fact]
    public async Task Keys_of_different_kinds_never_meet()
    {
        var single = await KeyOf(Item("u1", Start, End));
        var occurrence = await KeyOf(Item("u1", Start, End, Occurrence));
        var item = await KeyOf($"""<t:CalendarItem><t:ItemId Id="u1"/><t:Start>{Start}</t:Start><t:End>{End}</t:End></t:CalendarItem>""");
        var nameless = await KeyOf($"<t:CalendarItem><t:Start>{Start}</t:Start><t:End>{End}</t:End></t:CalendarItem>");

        new[] { single, occurrence, item, nameless }.Distinct().Count().ShouldBe(4);
    }

    private static async Task<AppointmentKey> KeyOf(string item) => (await Read(FindItem(Items(item)))).ShouldHaveSingleItem().Key;

    private static async Task<Calendar> Read(string answer)
    {
        await using var server = await ScriptedServer.AnsweringAsync(answer);
        await using var source = Source(server.Port);
        return (await source.ReadGood()).Calendar;
    }
}
