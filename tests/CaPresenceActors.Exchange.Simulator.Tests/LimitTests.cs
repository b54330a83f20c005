using CaPresenceActors.Exchange.Simulator.Faults;
using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class LimitTests : SimulatorTest
{
    [Fact]
    public async Task More_than_a_thousand_items_are_too_many_unless_fewer_are_asked_for()
    {
        Calendar.AddAll(Enumerable.Range(0, 1001).Select(i => Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z")));

        var refused = await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
        refused.Code.ShouldBe("ErrorExceededFindCountLimit");
        var limit = refused.Body.Descendants(EwsAnswer.M + "MessageXml").Single().Element(EwsAnswer.T + "Value")!;
        (limit.Attribute("Name")!.Value, limit.Value).ShouldBe(("PolicyLimit", "1000"));

        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", max: 1000)).Items.Count.ShouldBe(1000);
    }

    [Theory]
    [InlineData("2026-03-02T00:00:00Z", "2028-03-02T00:00:00Z", "NoError")]
    [InlineData("2026-03-02T00:00:00Z", "2028-03-02T00:00:01Z", "ErrorCalendarViewRangeTooBig")]
    [InlineData("2026-03-02T00:00:01Z", "2026-03-02T00:00:00Z", "ErrorCalendarEndDateIsEarlierThanStartDate")]
    [InlineData("2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z", "NoError")]
    [InlineData("0001-01-01T00:00:00Z", "0002-01-01T00:00:00Z", "ErrorCalendarOutOfRange")]
    public async Task A_view_is_at_most_two_years_and_does_not_end_before_it_starts(string from, string to, string code) =>
        (await Client.ViewAsync(from, to)).Code.ShouldBe(code);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Fewer_than_one_item_cannot_be_asked_for(int max) =>
        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", max: max)).Code.ShouldBe("ErrorInvalidPagingMaxRows");

    [Fact]
    public async Task The_seventeenth_mailbox_of_others_is_too_many()
    {
        var addresses = Enumerable.Range(1, 18).Select(i => $"person{i}@example.test").ToArray();
        foreach (var address in addresses)
        {
            Simulator.Mailboxes.Add(address).Grant(Simulator.ServiceAccount.UserName, MailboxRights.Reviewer);
        }

        var answer = await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", impersonate: null, of: addresses);

        answer.Codes.ShouldBe([.. Enumerable.Repeat("NoError", 16), "ErrorTooManyObjectsOpened", "ErrorTooManyObjectsOpened"]);
    }

    [Fact]
    public async Task A_budget_holds_27_requests_at_a_time_and_each_impersonated_mailbox_has_its_own()
    {
        var hold = new Hold(27);
        using var installed = Simulator.Faults.Use(hold);
        var waiting = Enumerable.Range(0, 27).Select(_ => Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).ToArray();
        await hold.Full.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).FaultCode.ShouldBe("ErrorExceededConnectionCount");
        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", Ben)).Code.ShouldBe("NoError");

        hold.Release();
        foreach (var answer in await Task.WhenAll(waiting))
        {
            answer.Code.ShouldBe("NoError");
        }

        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).Code.ShouldBe("NoError");
    }

    private sealed class Hold(int count) : IFaultPlan
    {
        private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _arrived;

        public Task Full => _full.Task;

        public void Release() => _released.SetResult();

        public async ValueTask<FaultAnswer?> AnswerAsync(SimulatedRequest request, CancellationToken cancellation)
        {
            if (request.IsAbout(Anna))
            {
                if (Interlocked.Increment(ref _arrived) == count)
                {
                    _full.SetResult();
                }

                await _released.Task.WaitAsync(cancellation);
            }

            return null;
        }
    }
}
