using System.Globalization;
using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Tests.Support;

namespace CaPresenceActors.Exchange.Simulator.Tests;

public sealed class ConcurrencyTests : SimulatorTest
{
    [Fact]
    public async Task Readers_and_writers_of_one_calendar_lose_nothing()
    {
        var writers = Enumerable.Range(0, 8).Select(w => Task.Run(
            async () =>
            {
                for (var i = 0; i < 25; i++)
                {
                    var start = Instant("2026-03-02T00:00:00Z").AddMinutes((w * 25) + i).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
                    (await Client.CreateAsync($"<t:Subject>{w}/{i}</t:Subject><t:Start>{start}</t:Start><t:End>{start}</t:End>")).Code.ShouldBe("NoError");
                }
            },
            TestContext.Current.CancellationToken));
        var readers = Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                var seen = 0;
                for (var i = 0; i < 25; i++)
                {
                    var count = (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", shape: "IdOnly")).Items.Count;
                    count.ShouldBeGreaterThanOrEqualTo(seen);
                    seen = count;
                }
            },
            TestContext.Current.CancellationToken));

        await Task.WhenAll(writers.Concat(readers));

        Calendar.Count.ShouldBe(200);
        (await Client.ViewAsync("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z")).All("Subject").Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public async Task Thousands_of_mailboxes_are_swept()
    {
        const int Mailboxes = 3000;
        for (var i = 0; i < Mailboxes; i++)
        {
            Simulator.Mailboxes.Add($"person{i}@example.test").Calendar.Add(Appointment("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z", $"{i}") with
            {
                Recurrence = new Recurrence(new RecurrencePattern.Daily(), new DateOnly(2026, 1, 1)),
            });
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, Mailboxes), new ParallelOptions { MaxDegreeOfParallelism = 10, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            var answer = await Client.PostAsync(Client.Envelope(
                """<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:CalendarView StartDate="2026-03-02T00:00:00Z" EndDate="2026-03-04T00:00:00Z"/><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>""",
                $"person{i}@example.test"));
            answer.All("Subject").ShouldBe([$"{i}", $"{i}"]);
        });

        Simulator.Requests.Of("FindItem").ShouldBe(Mailboxes);
    }
}
