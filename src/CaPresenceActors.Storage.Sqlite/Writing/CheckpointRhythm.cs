namespace CaPresenceActors.Storage.Sqlite.Writing;

/// <summary>When the write-ahead log is copied into the database: soon when nobody waits, and at some length in any case.</summary>
/// <param name="pagesWhenIdle">Length from which on it is copied when no append waits.</param>
/// <param name="pagesAlways">Length from which on it is copied in any case.</param>
internal sealed class CheckpointRhythm(long pagesWhenIdle, long pagesAlways)
{
    private long _pages;

    public bool IsTime(int pagesWritten, bool isIdle)
    {
        _pages += pagesWritten;
        if (_pages < (isIdle ? pagesWhenIdle : pagesAlways))
        {
            return false;
        }

        _pages = 0;
        return true;
    }
}
