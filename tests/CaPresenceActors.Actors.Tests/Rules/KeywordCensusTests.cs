using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Tests.Engine;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Presence;
using static CaPresenceActors.Actors.Tests.Engine.EngineBench;

namespace CaPresenceActors.Actors.Tests.Rules;

public sealed class KeywordCensusTests
{
    private static readonly KeywordList Keywords = KeywordList.Of([new KeywordRow("meeting", "In a meeting"), new KeywordRow("yoga", "Lunch")], PresenceList.Initial);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keywords_are_counted_in_the_calendars_of_those_whom_the_list_is_for()
    {
        await using var bench = new EngineBench();
        bench.Calendars.Has("ito@example.com", Event("1", 8, "Meeting"), Event("2", 12, "Monthly meeting"));
        bench.Calendars.Has("sato@example.com", Event("3", 8, "Meeting"), Event("4", 12, "Yoga"));
        await bench.StartAsync();
        await bench.ConfigureAsync(
            Ito with { Extension = "1" },
            Person("2", "nobody") with { Account = null },
            Person("3", "sato") with { OwnKeywords = Keywords });
        await bench.ShowsAsync("1", "In a meeting");
        await bench.ShowsAsync("3", "In a meeting");

        var census = await bench.Engine.Census.CountAsync(Keywords, Cancelled);

        census.Matches.ShouldBe([new KeywordMatches(1, 2, 2), new KeywordMatches(0, 0, 0)]);
        census.People.ShouldBe(1);
        census.Until.ShouldNotBeNull().ShouldBeGreaterThan(At(8).AddHours(47));
    }

    [Fact]
    public async Task Where_no_calendar_is_known_none_is_counted()
    {
        await using var bench = await StartedAsync(Person("1", "ito") with { Account = null });
        (await bench.Engine.Census.CountAsync(Keywords, Cancelled)).ShouldSatisfyAllConditions(census => census.People.ShouldBe(0), census => census.Until.ShouldBeNull());
    }

    [Fact]
    public async Task Counts_that_are_asked_for_at_once_are_all_answered()
    {
        await using var bench = await StartedAsync(Ito);
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.Engine.Census.CountAsync(Keywords, Cancelled)));
        all.Length.ShouldBe(8);
    }

    [Fact]
    public async Task Who_gives_up_is_not_kept_waiting()
    {
        await using var bench = await StartedAsync(Ito);
        bench.Store.HoldCommits();
        var held = bench.Engine.SetManualAsync("1203", new PresenceCommand.SetManualPresence("Lunch"), Cancelled);
        using var patience = new CancellationTokenSource();
        var count = bench.Engine.Census.CountAsync(Keywords, patience.Token);
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => count.WaitAsync(Deadline, Cancelled));

        bench.Store.Release();
        (await held).ShouldBeOfType<EngineReply.Done>();
        (await bench.Engine.Census.CountAsync(Keywords, Cancelled)).Matches.Length.ShouldBe(2);
    }

    private static UserProfile Person(string extension, string name) => new() { Extension = extension, Name = name, Account = $"{name}@example.com" };

    private static Appointment Event(string key, int hour, string subject) => new() { Key = AppointmentKey.Of(key), Subject = subject, Start = At(hour), End = At(hour + 1) };
}
