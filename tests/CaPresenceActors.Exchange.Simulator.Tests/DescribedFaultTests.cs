using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using CaPresenceActors.Exchange.Simulator.Faults;
using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

/// <summary>Every kind of fault that strikes a request, by its description.</summary>
public sealed class DescribedFaultTests : SimulatorTest
{
    [Theory]
    [InlineData("server-busy", "ErrorServerBusy")]
    [InlineData("mailbox-gone", "ErrorNonExistentMailbox")]
    [InlineData("rights-withdrawn", "ErrorImpersonateUserDenied")]
    public async Task Some_faults_are_told_by_soap(string kind, string code)
    {
        Use(new FaultDescription { Kind = kind });

        (await AskAsync()).FaultCode.ShouldBe(code);
    }

    [Theory]
    [InlineData("mailbox-gone", "ErrorNonExistentMailbox")]
    [InlineData("rights-withdrawn", "ErrorAccessDenied")]
    public async Task A_delegate_is_told_in_the_response_messages(string kind, string code)
    {
        Use(new FaultDescription { Kind = kind });

        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", impersonate: null, of: [Anna, Ben])).Codes.ShouldBe([code, code]);
    }

    [Fact]
    public async Task A_busy_server_says_so_in_every_item_and_has_done_nothing()
    {
        Use(new FaultDescription { Kind = "server-busy-item", BackOffSeconds = 30, Count = 1 });

        var answer = await Client.CreateAsync("<t:Subject>Never</t:Subject><t:Start>2026-03-02T08:00:00Z</t:Start><t:End>2026-03-02T09:00:00Z</t:End>");

        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.OK, "ErrorServerBusy"));
        answer.Body.Descendants(EwsAnswer.T + "Value").Single().Value.ShouldBe("30000");
        Calendar.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Any_code_can_be_told_by_soap_or_in_the_items()
    {
        using (Simulator.Faults.Use(new FaultDescription { Kind = "soap-fault", Code = "ErrorMailboxFailover" }))
        {
            (await AskAsync()).FaultCode.ShouldBe("ErrorMailboxFailover");
        }

        Use(new FaultDescription { Kind = "item-error", Code = "ErrorMailboxStoreUnavailable" });
        (await AskAsync()).Code.ShouldBe("ErrorMailboxStoreUnavailable");
        (await Client.SubscribeAsync()).Code.ShouldBe("ErrorMailboxStoreUnavailable");
        Simulator.Subscriptions.ShouldBe(0);
    }

    [Fact]
    public async Task Answers_without_xml_are_answered_over_http()
    {
        using (Simulator.Faults.Use(new FaultDescription { Kind = "unavailable", RetryAfterSeconds = 20 }))
        {
            (await AskAsync()).Http.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(20));
        }

        using (Simulator.Faults.Use(new FaultDescription { Kind = "unauthorized" }))
        {
            (await AskAsync()).Status.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using (Simulator.Faults.Use(new FaultDescription { Kind = "html" }))
        {
            (await AskAsync()).Text.ShouldContain("Server Error in '/EWS' Application.");
        }

        using (Simulator.Faults.Use(new FaultDescription { Kind = "redirect", Location = "https://elsewhere.example.test/" }))
        {
            var answer = await AskAsync();
            (answer.Status, answer.Http.Headers.Location!.Host).ShouldBe((HttpStatusCode.Found, "elsewhere.example.test"));
        }

        using (Simulator.Faults.Use(new FaultDescription { Kind = "abort" }))
        {
            await Should.ThrowAsync<HttpRequestException>(AskAsync);
        }
    }

    [Fact]
    public async Task A_silent_server_takes_the_request_and_stops_all_the_same()
    {
        Use(new FaultDescription { Kind = "silence" });
        var waiting = AskAsync();
        await Simulator.Requests.ReachesAsync("FindItem", 1, TestContext.Current.CancellationToken);

        waiting.IsCompleted.ShouldBeFalse();
        await Simulator.StopAsync();

        await Should.ThrowAsync<HttpRequestException>(() => waiting);
    }

    [Fact]
    public async Task A_slow_answer_is_a_right_answer()
    {
        Use(new FaultDescription { Kind = "delay", DelaySeconds = 0.01 });
        (await AskAsync()).Code.ShouldBe("NoError");
        Simulator.Faults.EndAll().ShouldBe(1);

        Use(new FaultDescription { Kind = "slow-bytes", BytesPerSecond = 10_000 });
        (await AskAsync()).Code.ShouldBe("NoError");
    }

    [Fact]
    public async Task An_answer_may_end_in_its_middle()
    {
        using (Simulator.Faults.Use(new FaultDescription { Kind = "reset-mid-answer", AfterBytes = 20 }))
        {
            await Should.ThrowAsync<HttpRequestException>(AskAsync);
        }

        using (Simulator.Faults.Use(new FaultDescription { Kind = "truncated" }))
        {
            var answer = await PostAsync();
            answer.Status.ShouldBe(HttpStatusCode.OK);
            Should.Throw<XmlException>(() => XDocument.Parse(answer.Text));
        }
    }

    [Fact]
    public async Task Xml_may_be_broken_or_have_characters_that_xml_does_not_allow()
    {
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"));
        using (Simulator.Faults.Use(new FaultDescription { Kind = "invalid-xml" }))
        {
            var answer = await PostAsync();
            Should.Throw<XmlException>(() => XDocument.Parse(answer.Text));
        }

        using (Simulator.Faults.Use(new FaultDescription { Kind = "control-characters" }))
        {
            (await PostAsync()).Text.ShouldContain("<t:Subject>&#x1A;Meeting");
        }

        using (Simulator.Faults.Use(new FaultDescription { Kind = "control-characters", Raw = true }))
        {
            (await PostAsync()).Text.ShouldContain("<t:Subject>\u001AMeeting");
        }
    }

    [Fact]
    public async Task Messages_may_come_in_the_wrong_order()
    {
        Use(new FaultDescription { Kind = "wrong-order" });

        var answer = await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", impersonate: null, of: ["nobody@example.test", Ben]);

        answer.Codes.ShouldBe(["ErrorAccessDenied", "ErrorNonExistentMailbox"]);
    }

    [Fact]
    public async Task Chunks_end_in_the_middle_of_a_character()
    {
        Use(new FaultDescription { Kind = "split-characters" });
        Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z", "Müller"));

        var wire = await WireAsync();

        var half = wire.AsSpan().IndexOf((byte)0xC3);
        wire[half + 1].ShouldBe((byte)'\r');
        (await AskAsync()).Item.Element(EwsAnswer.T + "Subject")!.Value.ShouldBe("Müller");
    }

    [Fact]
    public async Task One_answer_lies_about_the_time_or_the_servers_clock_is_off()
    {
        using (Simulator.Faults.Use(new FaultDescription { Kind = "wrong-date", OffsetSeconds = -7200, Count = 1 }))
        {
            (await AskAsync()).Http.Headers.Date.ShouldBe(Noon.AddHours(-2));
            (await AskAsync()).Http.Headers.Date.ShouldBe(Noon);
        }

        Simulator.ClockOffset = TimeSpan.FromHours(3);
        (await AskAsync()).Http.Headers.Date.ShouldBe(Noon.AddHours(3));
    }

    [Fact]
    public async Task A_mailbox_that_moves_loses_its_subscriptions_and_is_there_again_afterwards()
    {
        var (anna, ben) = (await Client.SubscribedAsync(), await Client.SubscribedAsync(Ben));
        using (Simulator.Faults.Use(new FaultDescription { Kind = "mailbox-moving", Mailboxes = [Anna] }))
        {
            (await AskAsync()).Code.ShouldBe("ErrorMailboxMoveInProgress");
            Simulator.Subscriptions.ShouldBe(1);
        }

        (await AskAsync()).Code.ShouldBe("NoError");
        (await Client.UnsubscribeAsync(anna)).Code.ShouldBe("ErrorSubscriptionNotFound");
        (await Client.UnsubscribeAsync(ben, Ben)).Code.ShouldBe("NoError");
    }

    [Fact]
    public async Task A_fault_strikes_the_requests_that_it_describes_and_no_others()
    {
        Use(new FaultDescription { Kind = "soap-fault", Code = "ErrorTimeoutExpired", Mailboxes = [Anna], Operations = ["FindItem"], From = Noon.AddMinutes(1), Until = Noon.AddMinutes(2), Count = 2 });

        (await AskAsync()).Code.ShouldBe("NoError");
        Time.Now = Noon.AddMinutes(1);
        (await AskAsync()).FaultCode.ShouldBe("ErrorTimeoutExpired");
        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", Ben)).Code.ShouldBe("NoError");
        (await Client.SubscribeAsync()).Code.ShouldBe("NoError");
        Time.Now = Noon.AddMinutes(2);
        (await AskAsync()).Code.ShouldBe("NoError");
        var fault = Simulator.Faults.Described.ShouldHaveSingleItem();
        (fault.Struck, fault.IsOver).ShouldBe((1, true));
    }

    [Fact]
    public async Task Chance_has_a_seed()
    {
        var first = await StruckAsync(7);
        var again = await StruckAsync(7);

        again.ShouldBe(first);
        first.ShouldContain(true);
        first.ShouldContain(false);

        async Task<List<bool>> StruckAsync(int seed)
        {
            using var fault = Simulator.Faults.Use(new FaultDescription { Kind = "unauthorized", Probability = 0.5, Seed = seed });
            var struck = new List<bool>();
            for (var i = 0; i < 20; i++)
            {
                struck.Add((await AskAsync()).Status == HttpStatusCode.Unauthorized);
            }

            return struck;
        }
    }

    [Fact]
    public async Task A_server_that_keeps_no_limits_takes_whatever_comes()
    {
        Calendar.AddAll(Enumerable.Range(0, 1001).Select(_ => Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z")));
        (await AskAsync()).Code.ShouldBe("ErrorExceededFindCountLimit");

        Simulator.KeepsLimits = false;

        (await AskAsync()).Items.Count.ShouldBe(1001);
    }

    [Fact]
    public void A_description_that_is_wrong_names_every_problem()
    {
        new FaultDescription { Kind = "moonshine" }.Problems().ShouldHaveSingleItem().ShouldStartWith("\"kind\" is \"moonshine\", which is no kind of fault; known are server-busy, ");
        new FaultDescription { Kind = "delay" }.Problems().ShouldBe(["\"delaySeconds\" is missing, but the fault delay needs it."]);
        new FaultDescription { Kind = "abort", Status = 500, Probability = 2, Count = 0 }.Problems().ShouldBe(
        [
            "\"probability\" is 2, but must be between 0 and 1.",
            "\"count\" is 0, but must be at least 1; leave it out for a fault that stays.",
            "\"status\" is given, but the fault abort does not use it; it uses none of its own.",
        ]);
    }

    private void Use(FaultDescription description) => Simulator.Faults.Install(description);

    private Task<EwsAnswer> AskAsync() => Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", Anna);

    private Task<EwsAnswer> PostAsync() => Client.PostAsync(Request());

    private string Request() => Client.Envelope(
        """<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:CalendarView StartDate="2026-03-02T00:00:00Z" EndDate="2026-03-03T00:00:00Z"/><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>""",
        Anna);

    // The bytes as they come, chunk borders among them, which HttpClient does not show.
    private async Task<byte[]> WireAsync()
    {
        var body = Encoding.UTF8.GetBytes(Request());
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Simulator.Address.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST {Simulator.Address.AbsolutePath} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: {Client.Authorization}\r\nContent-Type: text/xml\r\nContent-Length: {body.Length}\r\n\r\n"),
            TestContext.Current.CancellationToken);
        await stream.WriteAsync(body, TestContext.Current.CancellationToken);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, TestContext.Current.CancellationToken);
        return answer.ToArray();
    }
}
