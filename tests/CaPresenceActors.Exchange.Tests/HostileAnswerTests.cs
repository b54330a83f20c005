using System.Text;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Tests.Support;
using CaPresenceActors.Presence;
using Microsoft.AspNetCore.Http;
using static CaPresenceActors.Exchange.Tests.Support.Answers;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

/// <summary>Answers that servers should not send, and some do.</summary>
public sealed class HostileAnswerTests
{
    private const string Start = "2026-11-23T09:00:00Z";
    private const string End = "2026-11-23T10:00:00Z";

    [Theory]
    [InlineData("Stand&#x1A;up", "Stand\uFFFDup")]
    [InlineData("Stand&#26;up", "Stand\uFFFDup")]
    [InlineData("Stand&#0;up", "Stand\uFFFDup")]
    [InlineData("Stand&#xD800;up", "Stand\uFFFDup")]
    [InlineData("Stand&#xFFFE;up", "Stand\uFFFDup")]
    [InlineData("Stand\u001Aup", "Stand\uFFFDup")]
    [InlineData("Stand\u0000up", "Stand\uFFFDup")]
    [InlineData("Stand\uFFFFup", "Stand\uFFFDup")]
    [InlineData("Lunch &#x1F355;&amp;😀", "Lunch 🍕&😀")]
    [InlineData("<![CDATA[<b>&]]>x<!-- y -->z", "<b>&xz")]
    [InlineData("a\tb&#9;c", "a\tb\tc")]
    [InlineData("昼食", "昼食")]
    [InlineData("", "")]
    public async Task A_subject_may_hold_anything(string xml, string subject)
    {
        var reading = await Read(FindItem(Items(Item("u1", Start, End, subject: xml))));

        reading.Calendar.ShouldHaveSingleItem().Subject.ShouldBe(subject);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_cost_a_letter_and_not_the_calendar()
    {
        var answer = Encoding.UTF8.GetBytes(FindItem(Items(Item("u1", Start, End, subject: "Stand§up"))));
        answer[answer.AsSpan().IndexOf("§"u8)] = 0xFF;
        await using var server = await ScriptedServer.AnsweringAsync(answer);
        await using var source = Source(server.Port);

        var subject = (await source.ReadGood()).Calendar.ShouldHaveSingleItem().Subject;

        subject.ShouldStartWith("Stand\uFFFD");
        subject.ShouldEndWith("up");
    }

    [Fact]
    public async Task A_subject_of_a_hundred_thousand_letters_is_read()
    {
        var reading = await Read(FindItem(Items(Item("u1", Start, End, subject: new string('x', 100_000)), Item("u2", Start, End, subject: "short"))));

        reading.Calendar.Select(a => a.Subject.Length).ShouldBe([100_000, 5], ignoreOrder: true);
    }

    [Fact]
    public async Task A_text_without_end_is_not_understood()
    {
        var failed = await Fail(FindItem(Items(Item("u1", Start, End, subject: new string('x', (1 << 20) + 1)))));

        failed.Failure.ShouldBe(ReadFailure.NotUnderstood);
    }

    [Fact]
    public async Task An_item_may_lack_everything_but_its_time()
    {
        var reading = await Read(FindItem(Items($"<t:CalendarItem><t:Start>{Start}</t:Start><t:End>{End}</t:End></t:CalendarItem>")));

        var bare = reading.Calendar.ShouldHaveSingleItem();
        bare.Subject.ShouldBe("");
        bare.FreeBusy.ShouldBe(FreeBusy.Busy);
        bare.Response.ShouldBe(MeetingResponse.Unknown);
        bare.Private.ShouldBeFalse();
    }

    [Fact]
    public async Task Elements_come_in_any_order_and_with_any_prefix()
    {
        var reading = await Read(
            $"""
             <x:Envelope xmlns:x="http://schemas.xmlsoap.org/soap/envelope/"><x:Body><FindItemResponse xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"><ResponseMessages>
             <FindItemResponseMessage ResponseClass="Success"><RootFolder><Items xmlns="http://schemas.microsoft.com/exchange/services/2006/types">
             <CalendarItem><End>{End}</End><News><Start>1999-01-01T00:00:00Z</Start></News><Start>{Start}</Start><UID>u1</UID><Subject>Meeting</Subject></CalendarItem>
             <Message><Subject>Not an appointment</Subject></Message>
             </Items></RootFolder><ResponseCode>NoError</ResponseCode></FindItemResponseMessage>
             </ResponseMessages></FindItemResponse></x:Body></x:Envelope>
             """);

        var meeting = reading.Calendar.ShouldHaveSingleItem();
        meeting.Start.ShouldBe(At(Start));
        meeting.End.ShouldBe(At(End));
        reading.Dropped.ShouldBe(0);
    }

    [Theory]
    [InlineData("<t:LegacyFreeBusyStatus>OnTheMoon</t:LegacyFreeBusyStatus>", FreeBusy.NoData)]
    [InlineData("<t:LegacyFreeBusyStatus>WorkingElsewhere</t:LegacyFreeBusyStatus>", FreeBusy.WorkingElsewhere)]
    [InlineData("<t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus>", FreeBusy.Oof)]
    [InlineData("<t:LegacyFreeBusyStatus>Free</t:LegacyFreeBusyStatus>", FreeBusy.Free)]
    [InlineData("<t:LegacyFreeBusyStatus>NoData</t:LegacyFreeBusyStatus>", FreeBusy.NoData)]
    public async Task Free_busy_is_Exchanges_word_or_no_data(string more, FreeBusy expected) =>
        (await ReadItem(more)).FreeBusy.ShouldBe(expected);

    [Theory]
    [InlineData("Organizer", MeetingResponse.Organizer)]
    [InlineData("Tentative", MeetingResponse.Tentative)]
    [InlineData("Accept", MeetingResponse.Accept)]
    [InlineData("Decline", MeetingResponse.Decline)]
    [InlineData("NoResponseReceived", MeetingResponse.NoResponse)]
    [InlineData("Unknown", MeetingResponse.Unknown)]
    [InlineData("Perhaps", MeetingResponse.Unknown)]
    public async Task A_response_is_Exchanges_word_or_unknown(string word, MeetingResponse expected) =>
        (await ReadItem($"<t:MyResponseType>{word}</t:MyResponseType>")).Response.ShouldBe(expected);

    [Theory]
    [InlineData("Private", true)]
    [InlineData("Confidential", true)]
    [InlineData("Personal", false)]
    [InlineData("Normal", false)]
    [InlineData("Cosmic", false)]
    public async Task Private_and_confidential_entries_are_private(string sensitivity, bool expected) =>
        (await ReadItem($"<t:Sensitivity>{sensitivity}</t:Sensitivity>")).Private.ShouldBe(expected);

    [Theory]
    [InlineData("<t:IsCancelled>true</t:IsCancelled>", true)]
    [InlineData("<t:IsCancelled>1</t:IsCancelled>", true)]
    [InlineData("<t:IsCancelled>false</t:IsCancelled>", false)]
    [InlineData("<t:AppointmentState>7</t:AppointmentState>", true)]
    [InlineData("<t:AppointmentState>5</t:AppointmentState><t:IsCancelled>false</t:IsCancelled>", true)]
    [InlineData("<t:AppointmentState>3</t:AppointmentState>", false)]
    [InlineData("<t:AppointmentState>many</t:AppointmentState>", false)]
    public async Task A_meeting_is_cancelled_by_its_mark_or_its_state(string more, bool expected) =>
        (await ReadItem(more)).Cancelled.ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-02-30T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("12026-11-23T09:00:00Z")]
    [InlineData("-2026-11-23T09:00:00Z")]
    public async Task An_item_with_a_senseless_start_is_dropped_and_counted_and_the_rest_counts(string start)
    {
        var reading = await Read(FindItem(Items(Item("bad", start, End, "<t:IsAllDayEvent>true</t:IsAllDayEvent>"), Item("good", Start, End))));

        reading.Calendar.ShouldHaveSingleItem().Key.ShouldBe(AppointmentKey.Of("single\ngood"));
        reading.Dropped.ShouldBe(1);
    }

    [Fact]
    public async Task An_item_that_ends_before_it_starts_and_a_second_one_of_its_name_are_dropped_and_counted()
    {
        var reading = await Read(FindItem(Items(Item("inverted", End, Start), Item("twice", Start, End, subject: "first"), Item("twice", Start, End, subject: "second"))));

        reading.Calendar.ShouldHaveSingleItem().Subject.ShouldBe("first");
        reading.Dropped.ShouldBe(2);
    }

    [Theory]
    [InlineData("<m:FindItemResponseMessage ResponseClass=\"Success\"><m:ResponseCode>NoError</m:ResponseCode></m:FindItemResponseMessage>", "RootFolder")]
    [InlineData("<m:FindItemResponseMessage ResponseClass=\"Success\"><m:ResponseCode>NoError</m:ResponseCode><m:RootFolder TotalItemsInView=\"3\"/></m:FindItemResponseMessage>", "entries that it counts")]
    [InlineData("", "answered for 0")]
    public async Task What_lacks_its_entries_is_no_empty_calendar(string message, string reason)
    {
        var failed = await Fail(FindItem(message));

        failed.Failure.ShouldBe(ReadFailure.NotUnderstood);
        failed.Reason.ShouldContain(reason);
    }

    [Fact]
    public async Task Two_answers_to_one_question_are_nobodys()
    {
        var failed = await Fail(FindItem(Items(), Items(Item("u1", Start, End))));

        failed.Failure.ShouldBe(ReadFailure.NotUnderstood);
    }

    [Theory]
    [InlineData("<html><head><title>Outlook</title></head><body>Sign in</body></html>", "the element html")]
    [InlineData("<!DOCTYPE html><html><body>Sign in<br></body></html>", "not well-formed")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>&c;</s:Body></s:Envelope>", "not well-formed")]
    [InlineData("{ \"error\": \"not found\" }", "instead of XML")]
    [InlineData("", "instead of XML")]
    [InlineData("   ", "instead of XML")]
    [InlineData("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"/>", "an empty envelope")]
    [InlineData("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body></s:Body></s:Envelope>", "an empty envelope")]
    [InlineData("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>", "not well-formed")]
    [InlineData("<s:Envelope><s:Body/></s:Envelope>", "not well-formed")]
    public async Task What_is_no_answer_of_Exchange_is_not_understood(string body, string reason)
    {
        var failed = await Fail(body);

        failed.Failure.ShouldBe(ReadFailure.NotUnderstood);
        failed.Reason.ShouldContain(reason);
    }

    [Fact]
    public async Task An_answer_that_is_nested_without_end_is_not_understood()
    {
        var failed = await Fail(Envelope(string.Concat(Enumerable.Repeat("<a>", 10_000)) + string.Concat(Enumerable.Repeat("</a>", 10_000))));

        failed.Failure.ShouldBe(ReadFailure.NotUnderstood);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/soap+xml")]
    [InlineData(null)]
    public async Task An_answer_counts_whatever_its_content_type(string? contentType)
    {
        await using var server = await ScriptedServer.StartAsync(async (_, response) =>
        {
            response.ContentType = contentType;
            await response.WriteAsync(FindItem(Items(Item("u1", Start, End))));
        });
        await using var source = Source(server.Port);

        (await source.ReadGood()).Calendar.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-8")]
    public async Task An_answer_may_begin_with_a_byte_order_mark(string encodingName)
    {
        var encoding = Encoding.GetEncoding(encodingName);
        var answer = FindItem(Items(Item("u1", Start, End, subject: "昼食"))).Replace("encoding=\"utf-8\"", $"encoding=\"{encodingName}\"", StringComparison.Ordinal);
        await using var server = await ScriptedServer.AnsweringAsync([.. encoding.GetPreamble(), .. encoding.GetBytes(answer)]);
        await using var source = Source(server.Port);

        (await source.ReadGood()).Calendar.ShouldHaveSingleItem().Subject.ShouldBe("昼食");
    }

    [Fact]
    public async Task A_broken_answer_spoils_nothing_for_the_next_one()
    {
        var broken = true;
        await using var server = await ScriptedServer.StartAsync((_, response) =>
            response.Xml(broken ? "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><a" : FindItem(Items(Item("u1", Start, End)))));
        await using var source = Source(server.Port);

        await source.ReadFailed();
        broken = false;

        (await source.ReadGood()).Calendar.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_compressed_answer_that_swells_is_cut_off()
    {
        await using var server = await ScriptedServer.StartAsync(async (_, response) =>
        {
            response.Headers.ContentEncoding = "gzip";
            await using var gzip = new System.IO.Compression.GZipStream(response.Body, System.IO.Compression.CompressionLevel.Fastest);
            var blanks = new byte[1 << 20];
            blanks.AsSpan().Fill((byte)' ');
            for (var i = 0; i < 66; i++)
            {
                await gzip.WriteAsync(blanks);
            }
        });
        await using var source = Source(server.Port);

        var failed = await source.ReadFailed();

        failed.Failure.ShouldBe(ReadFailure.NotUnderstood);
        failed.Reason.ShouldContain("longer than 64 MB");
    }

    private static async Task<MailboxReading.Good> Read(string answer)
    {
        await using var server = await ScriptedServer.AnsweringAsync(answer);
        await using var source = Source(server.Port);
        return await source.ReadGood();
    }

    private static async Task<Appointment> ReadItem(string more) => (await Read(FindItem(Items(Item("u1", Start, End, more))))).Calendar.ShouldHaveSingleItem();

    private static async Task<MailboxReading.Failed> Fail(string answer)
    {
        await using var server = await ScriptedServer.AnsweringAsync(answer);
        await using var source = Source(server.Port);
        return await source.ReadFailed();
    }
}
