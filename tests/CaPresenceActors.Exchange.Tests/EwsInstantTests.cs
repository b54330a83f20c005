using CaPresenceActors.Exchange.Xml;
using static CaPresenceActors.Exchange.Tests.Support.Sources;

namespace CaPresenceActors.Exchange.Tests;

public sealed class EwsInstantTests
{
    [Theory]
    [InlineData("2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z")]
    [InlineData("2026-11-23T09:00:00z", "2026-11-23T09:00:00Z")]
    [InlineData("2026-11-23T09:00:00", "2026-11-23T09:00:00Z")]
    [InlineData("  2026-11-23T09:00:00Z\n", "2026-11-23T09:00:00Z")]
    [InlineData("2026-11-23T09:00:00+01:00", "2026-11-23T08:00:00Z")]
    [InlineData("2026-11-23T00:30:00-03:30", "2026-11-23T04:00:00Z")]
    [InlineData("2026-11-23T00:30:00+14:00", "2026-11-22T10:30:00Z")]
    [InlineData("2026-11-23T09:00:00.5Z", "2026-11-23T09:00:00.5Z")]
    [InlineData("2026-11-23T09:00:00.225959899Z", "2026-11-23T09:00:00.2259598Z")]
    [InlineData("2026-11-23T09:00:00.000000-05:00", "2026-11-23T14:00:00Z")]
    [InlineData("2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z")]
    public void Reads_what_servers_write(string text, string expected)
    {
        EwsInstant.TryRead(text, out var instant).ShouldBeTrue();

        instant.ShouldBe(At(expected));
        instant.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-23")]
    [InlineData("2026-11-23 09:00:00Z")]
    [InlineData("2026-11-23T09:00Z")]
    [InlineData("2026-11-23T24:00:00Z")]
    [InlineData("2026-11-23T09:60:00Z")]
    [InlineData("2026-11-23T09:00:00.Z")]
    [InlineData("2026-11-23T09:00:00+1:00")]
    [InlineData("2026-11-23T09:00:00+15:00")]
    [InlineData("2026-11-23T09:00:00 CET")]
    [InlineData("2023-02-29T00:00:00Z")]
    [InlineData("1600-01-01T00:00:00Z")]
    [InlineData("4501-01-01T00:00:00Z")]
    [InlineData("２０２６-11-23T09:00:00Z")]
    public void Refuses_what_is_none(string text) => EwsInstant.TryRead(text, out _).ShouldBeFalse();

    [Fact]
    public void Writes_whole_seconds_in_UTC() => EwsInstant.Utc(At("2026-11-23T01:02:03.9+02:00")).ShouldBe("2026-11-22T23:02:03Z");
}
