using System.Net;
using System.Text;
using CaPresenceActors.Web.Tests.Hosting;

namespace CaPresenceActors.Web.Tests.Json;

public sealed class HostileBodyTests
{
    private const string Manual = "/api/v1/presence/1203/manual";

    [Theory]
    [InlineData("""{"presence":"Lunch","note":"x"}""", "The member note is not known; known are presence, hold, until.")]
    [InlineData("""{"Presence":"Lunch"}""", "The member Presence is not known; known are presence, hold, until.")]
    [InlineData("""{"presence":"Lunch","presence":"Vacation"}""", "The member presence is there twice.")]
    [InlineData("""{"presence":"Lunch","pr\u0065sence":"Vacation"}""", "The member presence is there twice.")]
    [InlineData("""{"hold":"untilCleared"}""", "The member presence is missing.")]
    [InlineData("""{"presence":null}""", "The member presence is null; a text is needed.")]
    [InlineData("""{"presence":7}""", "The member presence is a number; a text is needed.")]
    [InlineData("""{"presence":{"presence":"Lunch"}}""", "The member presence is an object; a text is needed.")]
    [InlineData("""{"presence":"Lunch","hold":"forever"}""", "The member hold is not one of the words untilNextChange, until, untilCleared.")]
    [InlineData("""{"presence":"Lunch","hold":"UntilCleared"}""", "The member hold is not one of the words untilNextChange, until, untilCleared.")]
    [InlineData("""{"presence":"Lunch","hold":1}""", "The member hold is a number; a text is needed.")]
    [InlineData("""{"presence":"Lunch","hold":"until","until":"tomorrow"}""", "The member until is not an instant such as 2026-11-23T10:00:00Z.")]
    [InlineData("""{"presence":"Lunch","hold":"until","until":"2026-11-23T10:00:00"}""", "The member until is not an instant such as 2026-11-23T10:00:00Z.")]
    [InlineData("""{"presence":"Lunch","hold":"until","until":"99999-11-23T10:00:00Z"}""", "The member until is not an instant such as 2026-11-23T10:00:00Z.")]
    [InlineData("""{"presence":"Lunch","hold":"until","until":1e400}""", "The member until is a number; a text is needed.")]
    [InlineData("""["Lunch"]""", "The body is an array; an object is needed.")]
    [InlineData("null", "The body is null; an object is needed.")]
    [InlineData("12345678901234567890123456789012345678901234567890", "The body is a number; an object is needed.")]
    [InlineData("", "The body is not JSON: line 1, byte 1.")]
    [InlineData("{\n\"presence\":\"Lunch\",}", "The body is not JSON: line 2, byte 20.")]
    [InlineData("""{"presence":"Lunch"} {}""", "The body is not JSON: line 1, byte 22.")]
    [InlineData("""{"presence":"\ud800"}""", "The body has an escape that stands for no character, such as \\ud800 alone.")]
    [InlineData("""{"\ud800":"x"}""", "The body has an escape that stands for no character, such as \\ud800 alone.")]
    public async Task What_is_wrong_with_a_body_is_told_by_the_members_name(string body, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Put, Manual, body).ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe(detail);
        host.Engine.Board.Find("1203")!.Presence.ShouldBe("Available");
    }

    [Theory]
    [InlineData("""{"keywords":{}}""", "The member keywords is an object; an array is needed.")]
    [InlineData("""{"keywords":null}""", "The member keywords is null; an array is needed.")]
    [InlineData("""{"keywords":[null]}""", "The member keywords[0] is null; an object is needed.")]
    [InlineData("""{"keywords":[{"keyword":"a","presence":"Lunch"},{"keyword":"b"}]}""", "The member keywords[1].presence is missing.")]
    [InlineData("""{"keywords":[{"keyword":"a","presence":"Lunch","wholeWord":"yes"}]}""", "The member keywords[0].wholeWord is a text; true or false is needed.")]
    public async Task Members_within_lists_are_named_by_their_place(string body, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Put, "/api/v1/site/keywords", body).ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe(detail);
    }

    [Fact]
    public async Task Deep_nesting_is_refused()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Put, Manual, new string('[', 10_000)).ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("The body is not JSON: line 1, byte 17.");
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_refused()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Put, Manual, [.. """{"presence":"L"""u8, 0xFC, .. """nch"}"""u8]).ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("The body is not UTF-8.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_long_is_refused(bool chunked)
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, Manual)
        {
            Content = new StringContent($$"""{"presence":"{{new string('x', 70_000)}}"}""", Encoding.UTF8, "application/json"),
            Headers = { TransferEncodingChunked = chunked },
        };

        (await host.Client.SendAsync(request, TestContext.Current.CancellationToken).ProblemAsync(HttpStatusCode.RequestEntityTooLarge))
            .ShouldBe("The body is longer than 65536 bytes, the most that is taken here.");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public async Task A_body_that_is_called_something_else_is_refused(string contentType)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync(HttpMethod.Put, Manual, """{"presence":"Lunch"}""", contentType).ProblemAsync(HttpStatusCode.UnsupportedMediaType))
            .ShouldBe($"The body is \"{contentType}\"; application/json in UTF-8 is needed.");
    }
}
