using System.Net;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Schedules;

public sealed class ScheduleTests
{
    private const string Schedule = "/api/v1/schedule/1203";

    [Fact]
    public async Task A_person_sees_the_whole_day()
    {
        await using var host = await StartAsync(Callers.Anna);

        var day = await host.GetJsonAsync(Schedule);

        day.GetProperty("detail").GetString().ShouldBe("own");
        day.GetProperty("date").GetString().ShouldBe("2026-11-23");
        day.GetProperty("timeZone").GetString().ShouldBe("UTC");
        day.GetProperty("knownUntil").GetString().ShouldBe("2026-11-25T00:00:00Z");
        day.GetProperty("appointments").EnumerateArray().Select(a => a.GetRawText()).ShouldBe(
        [
            """{"start":"2026-11-23T08:00:00Z","end":"2026-11-23T09:30:00Z","allDay":false,"private":true,"freeBusy":"busy","subject":"XYZZY meeting","presence":"In a meeting","keyword":"meeting","position":1,"shown":true,"reason":"leads"}""",
            """{"start":"2026-11-23T11:00:00Z","end":"2026-11-23T12:00:00Z","allDay":false,"private":false,"freeBusy":"busy","subject":"XYZZY dentist","reason":"noKeyword"}""",
        ]);
        day.GetProperty("shown").EnumerateArray().Select(s => s.GetRawText()).ShouldBe(
        [
            """{"from":"2026-11-23T09:00:00Z","until":"2026-11-23T09:30:00Z","presence":"In a meeting","availability":"busy","kind":"expected"}""",
            """{"from":"2026-11-23T09:30:00Z","until":"2026-11-24T00:00:00Z","presence":"Available","availability":"open","kind":"expected"}""",
        ]);
    }

    [Fact]
    public async Task What_was_shown_goes_on_into_what_is_expected()
    {
        await using var host = await StartAsync(Callers.Anna);
        host.Time.Advance(TimeSpan.FromMinutes(10));
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch", Hold.UntilCleared));
        host.Time.Advance(TimeSpan.FromMinutes(10));

        var shown = (await host.GetJsonAsync(Schedule)).GetProperty("shown").EnumerateArray().Select(s => s.GetRawText());

        shown.ShouldBe(
        [
            """{"from":"2026-11-23T09:00:00Z","until":"2026-11-23T09:10:00Z","presence":"In a meeting","availability":"busy","kind":"past","cause":"calendarChanged"}""",
            """{"from":"2026-11-23T09:10:00Z","until":"2026-11-23T09:20:00Z","presence":"Lunch","availability":"away","kind":"past","cause":"manualSet","manual":"untilCleared"}""",
            """{"from":"2026-11-23T09:20:00Z","until":"2026-11-24T00:00:00Z","presence":"Lunch","availability":"away","kind":"expected","manual":"untilCleared"}""",
        ]);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Nobody_else_gets_a_subject_a_keyword_or_a_private_mark_whatever_their_role(string who)
    {
        await using var host = await StartAsync(ByName(who));

        var day = await host.GetJsonAsync(Schedule);

        day.GetProperty("detail").GetString().ShouldBe("times");
        day.GetProperty("appointments").EnumerateArray().Select(a => a.GetRawText()).ShouldBe(
            ["""{"start":"2026-11-23T08:00:00Z","end":"2026-11-23T09:30:00Z","allDay":false,"freeBusy":"busy","presence":"In a meeting","shown":true,"reason":"leads"}"""]);
        day.GetProperty("shown").GetArrayLength().ShouldBe(2);
        day.GetRawText().ShouldNotContain("XYZZY");
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task No_address_tells_other_peoples_subjects(string who)
    {
        await using var host = await StartAsync(ByName(who));
        host.Engine.Do("1203", new PresenceCommand.SetManualPresence("Lunch"));
        string[] addresses =
        [
            Schedule, $"{Schedule}?date=2026-11-23", $"{Schedule}?date=2026-11-22", $"{Schedule}?date=2026-11-24", $"{Schedule}?detail=own", $"{Schedule}?extension=1203&caller=1203",
            "/api/v1/schedule/%31203", "/api/v1/presence", "/api/v1/presence/1203", "/api/v1/presence/1203/why", "/api/v1/presence/1203/history", "/api/v1/client", "/api/v1/users", "/api/v1/users/1203",
            "/api/v1/users?search=XYZZY", "/api/v1/users/export", "/api/v1/site", "/api/v1/health", "/api/v1/mailboxes",
        ];

        foreach (var address in addresses)
        {
            using var answer = await host.SendAsync(HttpMethod.Get, address);
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            body.Replace("search=XYZZY", string.Empty, StringComparison.Ordinal).ShouldNotContain("XYZZY", Case.Insensitive, address);
        }
    }

    [Fact]
    public async Task Who_has_really_signed_in_sees_their_own_day_and_nobody_elses_subjects()
    {
        await using var host = await StartAsync(caller: null);
        using var anna = await host.SignedInAsync("1203", Role.User);
        using var ben = await host.SignedInAsync("1204", Role.User);
        using var chief = await host.SignedInAsync("chief", Role.Administrator);

        (await BodyAsync(anna)).ShouldContain("XYZZY meeting");
        (await BodyAsync(ben)).ShouldNotContain("XYZZY");
        (await BodyAsync(chief)).ShouldNotContain("XYZZY");
        using var nobody = await host.Anonymous.GetAsync(Schedule, TestContext.Current.CancellationToken);
        nobody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        static async Task<string> BodyAsync(Browser browser)
        {
            using var answer = await browser.SendAsync(HttpMethod.Get, Schedule);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_header_or_a_name_that_looks_like_the_owner_opens_nothing()
    {
        await using var host = await StartAsync(Callers.Token);
        host.Client.DefaultRequestHeaders.Add("X-Forwarded-User", "1203");
        host.Client.DefaultRequestHeaders.Add("X-Extension", "1203");

        var day = await host.GetJsonAsync(Schedule);

        day.GetProperty("detail").GetString().ShouldBe("times");
        day.GetRawText().ShouldNotContain("XYZZY");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hidden_times_are_hidden_from_users_by_the_person_or_by_the_site(bool byPerson)
    {
        await using var host = await StartAsync(Callers.Ben);
        await HideAsync(host, byPerson);

        var day = await host.GetJsonAsync(Schedule);

        day.GetRawText().ShouldBe(
            """{"extension":"1203","name":"Anna Lindqvist","timeZone":"UTC","date":"2026-11-23","from":"2026-11-23T00:00:00Z","to":"2026-11-24T00:00:00Z","detail":"hidden","appointments":[],"shown":[]}""");
    }

    [Theory]
    [InlineData("chiyo", "times", 1)]
    [InlineData("administrator", "times", 1)]
    [InlineData("anna", "own", 2)]
    public async Task Hidden_times_are_told_to_receptionists_and_to_the_person(string who, string detail, int appointments)
    {
        await using var host = await StartAsync(ByName(who));
        await HideAsync(host, byPerson: true);

        var day = await host.GetJsonAsync(Schedule);

        day.GetProperty("detail").GetString().ShouldBe(detail);
        day.GetProperty("appointments").GetArrayLength().ShouldBe(appointments);
        day.GetProperty("shown").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_day_that_is_over_is_the_persons_own_and_receptionists_affair()
    {
        await using var ben = await StartAsync(Callers.Ben);
        (await ben.SendAsync(HttpMethod.Get, $"{Schedule}?date=2026-11-22").ProblemAsync(HttpStatusCode.Forbidden)).ShouldStartWith("Extension 1203 is not yours");

        await using var anna = await StartAsync(Callers.Anna);
        (await anna.GetJsonAsync($"{Schedule}?date=2026-11-22")).GetProperty("shown").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_later_day_has_what_is_known_of_it()
    {
        await using var host = await StartAsync(Callers.Anna);

        (await host.GetJsonAsync($"{Schedule}?date=2026-11-24")).GetProperty("shown")[0].GetRawText().ShouldBe(
            """{"from":"2026-11-24T00:00:00Z","until":"2026-11-25T00:00:00Z","presence":"Available","availability":"open","kind":"expected"}""");
        (await host.GetJsonAsync($"{Schedule}?date=2026-11-25")).GetProperty("shown").GetArrayLength().ShouldBe(0, "the calendar is not known as far");
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("2026-2-3")]
    [InlineData("2026-11-31")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("")]
    public async Task A_day_that_is_none_is_refused(string date)
    {
        await using var host = await StartAsync(Callers.Anna);

        (await host.SendAsync(HttpMethod.Get, $"{Schedule}?date={date}").ProblemAsync(HttpStatusCode.BadRequest))
            .ShouldBe($"The query's date is \"{date}\"; a day such as 2026-11-23 is needed, within 366 days of today.");
    }

    [Fact]
    public async Task Nobody_has_an_unknown_extension()
    {
        await using var host = await StartAsync(Callers.Anna);

        (await host.SendAsync(HttpMethod.Get, "/api/v1/schedule/9999").ProblemAsync(HttpStatusCode.NotFound)).ShouldStartWith("Nobody has the extension 9999.");
    }

    public static TheoryData<string> Others => ["ben", "chiyo", "administratorBen", "administrator", "token", "local"];

    private static Caller? ByName(string who) => who switch
    {
        "anna" => Callers.Anna,
        "ben" => Callers.Ben,
        "chiyo" => Callers.Chiyo,
        "administratorBen" => Callers.AdministratorBen,
        "administrator" => Callers.Administrator,
        "token" => Callers.Token,
        _ => null,
    };

    private static Task<EngineReply> HideAsync(ApiHost host, bool byPerson) => byPerson
        ? host.Engine.ChangeUsersAsync([host.Engine.Users.Find("1203")! with { HideTimes = true }], [], "admin", TestContext.Current.CancellationToken)
        : host.Engine.ChangeSiteAsync(site => site with { ScheduleTimes = Actors.Site.ScheduleTimes.Receptionists }, "admin", TestContext.Current.CancellationToken);

    // Anna is in a meeting since eight, and has an appointment at eleven that matches no keyword. It is nine.
    private static async Task<ApiHost> StartAsync(Caller? caller)
    {
        var host = await ApiHost.StartAsync(caller: caller);
        await host.Engine.ChangeSiteAsync(
            site => site with { Rules = site.Rules.WithKeywords([new KeywordRow("meeting", "In a meeting")]) with { Integration = true } }, "admin", TestContext.Current.CancellationToken);
        host.Engine.KnownUntil = new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);
        host.Engine.Read("1203", At(1, "XYZZY meeting", 8, 9, 30) with { Private = true }, At(2, "XYZZY dentist", 11, 12));
        return host;
    }

    private static Appointment At(int key, string subject, int from, int to, int minute = 0) => new()
    {
        Key = new AppointmentKey((UInt128)key),
        Subject = subject,
        Start = new DateTimeOffset(2026, 11, 23, from, 0, 0, TimeSpan.Zero),
        End = new DateTimeOffset(2026, 11, 23, to, minute, 0, TimeSpan.Zero),
    };
}
