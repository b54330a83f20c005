using CaPresenceActors.Actors.Board;
using CaPresenceActors.Web.SignIns;

namespace CaPresenceActors.Web.Board;

/// <summary>A row of the board as one caller sees it. A bare <see cref="PresenceView"/> is written for everybody's eyes.</summary>
/// <param name="View">The row.</param>
/// <param name="TellsHiddenTimes">Whether the caller sees times that are kept from users.</param>
internal sealed record SeenView(PresenceView View, bool TellsHiddenTimes)
{
    public static SeenView By(Caller caller, PresenceView view) => new(view, MaySee(caller, view.Extension));

    /// <summary>Whether somebody sees the times of an extension although they are hidden: receptionists, administrators, and the person.</summary>
    public static bool MaySee(Caller caller, string extension) => caller.SeesEverything || caller.Is(extension);
}
