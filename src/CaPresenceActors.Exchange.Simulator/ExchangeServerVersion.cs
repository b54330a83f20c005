namespace CaPresenceActors.Exchange.Simulator;

/// <summary>A version of Exchange: what it calls itself in <c>ServerVersionInfo</c> and the newest schema it understands.</summary>
public sealed record ExchangeServerVersion(int Major, int Minor, int MajorBuild, int MinorBuild, string Version, string NewestSchema)
{
    public static ExchangeServerVersion Exchange2010 { get; } = new(14, 3, 123, 4, "Exchange2010_SP2", "Exchange2010_SP2");

    public static ExchangeServerVersion Exchange2013 { get; } = new(15, 0, 1497, 48, "V2_23", "Exchange2013_SP1");

    public static ExchangeServerVersion Exchange2016 { get; } = new(15, 1, 2507, 61, "V2017_07_11", "V2017_07_11");

    public static ExchangeServerVersion Exchange2019 { get; } = new(15, 2, 1748, 10, "V2017_07_11", "V2017_07_11");
}
