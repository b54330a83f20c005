using System.Collections.Immutable;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Schedules;

/// <summary>
/// What an extension showed in the course of a day until now, put together from its state and its events, which come newest first. An event says how things stood from its instant on, so that it is
/// known what was shown as far back as there are events.
/// </summary>
public sealed class ShownSoFar
{
    private readonly DateTimeOffset _from;
    private readonly List<ShownPresence> _newestFirst = [];
    private DateTimeOffset _knownFrom;

    /// <summary>Begins with what is shown now.</summary>
    /// <param name="state">How the extension stands.</param>
    /// <param name="from">When the day begins, UTC.</param>
    /// <param name="until">Now, or the end of the day where that is earlier, UTC.</param>
    public ShownSoFar(PresenceState state, DateTimeOffset from, DateTimeOffset until)
    {
        (_from, _knownFrom) = (from, until);
        Take(state.Since, state.Shown, state.LastChange?.Cause, ManualPresence.ShownHold(state.Manual, state.Episode));
    }

    /// <summary>Whether older events have nothing to add.</summary>
    public bool IsComplete => _knownFrom <= _from;

    /// <summary>Takes the event before those that were taken.</summary>
    public void Take(PresenceEvent happened) => Take(
        happened.At, happened.Settlement.Shown, happened.Settlement.Change?.Cause, ManualPresence.ShownHold(happened.Settlement.Manual, happened.Settlement.Episode));

    /// <summary>What was shown, oldest first.</summary>
    public ImmutableArray<ShownPresence> ToArray()
    {
        var shown = ImmutableArray.CreateBuilder<ShownPresence>();
        foreach (var next in Enumerable.Reverse(_newestFirst))
        {
            // An event that changed nothing that is shown goes on with what there was, and with why.
            if (shown.Count > 0 && shown[^1] is var last && last.Presence == next.Presence && last.Manual == next.Manual)
            {
                shown[^1] = last with { Until = next.Until };
            }
            else
            {
                shown.Add(next);
            }
        }

        return shown.DrainToImmutable();
    }

    // Where the clock was set back, an older event may stand at a later instant: what was decided anew counts.
    private void Take(DateTimeOffset at, string presence, PresenceCause? cause, Hold? manual)
    {
        if (at < _knownFrom && !IsComplete)
        {
            var began = at > _from ? at : _from;
            _newestFirst.Add(new ShownPresence(began, _knownFrom, presence, Expected: false, cause, manual));
            _knownFrom = began;
        }
    }
}
