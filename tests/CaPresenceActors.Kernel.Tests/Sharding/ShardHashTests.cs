using CaPresenceActors.Kernel.Sharding;

namespace CaPresenceActors.Kernel.Tests.Sharding;

public sealed class ShardHashTests
{
    // The first three are the published vectors of FNV-1a with 32 bits; the others were computed once, apart from this code.
    [Theory]
    [InlineData("", 0x811c9dc5, 5)]
    [InlineData("a", 0xe40c292c, 44)]
    [InlineData("foobar", 0xbf9cf968, 40)]
    [InlineData("1203", 0xfec66327, 39)]
    [InlineData("Zoë", 0xc2a2bddc, 28)]
    public void The_hash_never_changes(string entityId, uint hash, int shardOf64)
    {
        ShardHash.Of(entityId).ShouldBe(hash);
        ShardHash.ShardOf(entityId, 64).ShouldBe(shardOf64);
    }

    [Fact]
    public void Long_ids_are_hashed_whole() => ShardHash.Of(new string('a', 1000)).ShouldNotBe(ShardHash.Of(new string('a', 999)));

    [Fact]
    public void Extensions_are_spread_evenly()
    {
        var counts = new int[64];
        for (var extension = 1000; extension < 11_000; extension++)
        {
            counts[ShardHash.ShardOf($"{extension}", 64)]++;
        }

        counts.Min().ShouldBeGreaterThan(100);
        counts.Max().ShouldBeLessThan(220);
    }
}
