using System.Collections;

namespace CaPresenceActors.Actors.Board;

/// <summary>
/// The rows of a view, each made when it is looked at: of 50,000 that are written one after the other, none has to live until the last one is. What a row shows was taken when the view was; how fresh its calendar is may be newer.
/// </summary>
internal sealed class RowsInView((BoardRow Row, Shown Shown)[] rows, Func<(BoardRow Row, Shown Shown), PresenceView> viewOf) : IReadOnlyList<PresenceView>
{
    public int Count => rows.Length;

    public PresenceView this[int index] => viewOf(rows[index]);

    public IEnumerator<PresenceView> GetEnumerator() => rows.Select(viewOf).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
