using CaPresenceActors.Storage.Tests.Support;

namespace CaPresenceActors.Storage.Tests.Contract;

public abstract partial class JournalContract
{
    [Fact]
    public async Task Reading_starts_after_a_position_and_stops_at_the_limit()
    {
        await Actor("anna").Append("a1", "a2", "a3", "a4");

        Lines.Of(await Journal.ReadAsync(1, 2, Cancellation)).ShouldBe(["2 anna 2 <1 a2", "3 anna 3 <2 a3"]);
        Lines.Of(await Journal.ReadAsync(3, 9, Cancellation)).ShouldBe(["4 anna 4 <3 a4"]);
        (await Journal.ReadAsync(4, 9, Cancellation)).ShouldBeEmpty();
        (await Journal.ReadAsync(0, 0, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_actors_history_is_read_backwards_along_its_chain()
    {
        var anna = Actor("anna");
        var bert = Actor("bert");
        for (var i = 1; i <= 3; i++)
        {
            await anna.Append($"a{i}");
            await bert.Append($"b{i}");
        }

        Lines.Of(await Journal.ReadBackAsync("anna", 5, 10, Cancellation)).ShouldBe(["5 anna 3 <3 a3", "3 anna 2 <1 a2", "1 anna 1 <0 a1"]);
        Lines.Of(await Journal.ReadBackAsync("bert", 6, 2, Cancellation)).ShouldBe(["6 bert 3 <4 b3", "4 bert 2 <2 b2"]);
        (await Journal.ReadBackAsync("anna", 0, 10, Cancellation)).ShouldBeEmpty();
        await Should.ThrowAsync<ArgumentException>(async () => await Journal.ReadBackAsync("anna", 2, 10, Cancellation));
    }
}
