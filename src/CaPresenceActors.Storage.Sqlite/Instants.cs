namespace CaPresenceActors.Storage.Sqlite;

/// <summary>Instants as the database has them: 100 ns since 1970-01-01 UTC, so that what is read equals what was written.</summary>
internal static class Instants
{
    public static long ToNumber(DateTimeOffset instant) => instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    public static DateTimeOffset FromNumber(long number) => new(number + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero);
}
