namespace CaPresenceActors.Exchange.Http;

/// <summary>The versions of the protocol that this program can speak, earliest first.</summary>
internal enum SchemaVersion
{
    Exchange2007Sp1,
    Exchange2010,
    Exchange2010Sp1,
    Exchange2010Sp2,
}

internal static class SchemaVersionNames
{
    /// <summary>What a request calls it.</summary>
    public static string Name(this SchemaVersion version) => version switch
    {
        SchemaVersion.Exchange2007Sp1 => "Exchange2007_SP1",
        SchemaVersion.Exchange2010 => "Exchange2010",
        SchemaVersion.Exchange2010Sp1 => "Exchange2010_SP1",
        _ => "Exchange2010_SP2",
    };
}
