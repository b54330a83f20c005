using System.Collections.Immutable;

namespace CaPresenceActors.Presence;

/// <content>What comes if nothing but time passes.</content>
public static partial class PresenceDecider
{
    /// <summary>
    /// What is expected to be shown from one instant to another (UTC) if nothing but time passes: what the rules would decide boundary by boundary. Stretches follow one another
    /// without a gap; of two neighbours the presence differs, or whether it is set by hand. None when the end is not later than the beginning.
    /// </summary>
    public static ImmutableArray<ExpectedPresence> Expect(PresenceState state, DateTimeOffset from, DateTimeOffset until)
    {
        var expected = ImmutableArray.CreateBuilder<ExpectedPresence>();
        var (at, episode, manual) = (state.DecidedUntil, state.Episode, state.Manual);
        var (began, presence, hold) = (from, state.Shown, ManualPresence.ShownHold(manual, episode));
        while (began < until)
        {
            var next = NextVisible(state.Agenda, manual, at);
            var end = next is { } boundary && boundary < until ? boundary : until;
            if (next is null || end == until)
            {
                expected.Add(new ExpectedPresence(began, until, presence, hold));
                break;
            }

            at = end;
            (episode, manual) = InTime(state, episode, manual, at);
            var (nextPresence, nextHold) = (Shown(state, episode, manual), ManualPresence.ShownHold(manual, episode));
            if (at > began && (nextPresence != presence || nextHold != hold))
            {
                expected.Add(new ExpectedPresence(began, at, presence, hold));
                began = at;
            }

            (presence, hold) = (nextPresence, nextHold);
        }

        return expected.DrainToImmutable();
    }
}

/// <summary>A stretch of time in which one presence is expected to be shown.</summary>
/// <param name="From">Its beginning, UTC; it belongs to it.</param>
/// <param name="Until">Its end, UTC; it no longer belongs to it.</param>
/// <param name="Presence">The presence.</param>
/// <param name="Manual">How it holds when it is set by hand; null when the calendar or the default decides.</param>
public sealed record ExpectedPresence(DateTimeOffset From, DateTimeOffset Until, string Presence, Hold? Manual);
