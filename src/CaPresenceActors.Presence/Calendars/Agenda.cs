using System.Collections.Immutable;

namespace CaPresenceActors.Presence;

/// <summary>
/// A calendar seen through a keyword list: which appointments count and match, and by which keyword. Worked out once for each calendar or change of settings, so that an edge
/// has only to compare.
/// </summary>
public sealed class Agenda
{
    private const byte DoesNotMatch = byte.MaxValue;

    private readonly Calendar _calendar;
    private readonly KeywordList _keywords;
    private readonly byte[] _positions;

    private Agenda(Calendar calendar, KeywordList keywords, byte[] positions)
    {
        _calendar = calendar;
        _keywords = keywords;
        _positions = positions;
    }

    /// <summary>Nothing matches: the integration is off, or there is no calendar yet.</summary>
    public static Agenda Empty { get; } = new(Calendar.Empty, KeywordList.Empty, []);

    /// <summary>Looks for the keywords in the subjects of the appointments that count.</summary>
    public static Agenda Of(Calendar calendar, KeywordList keywords, PresenceOptions options)
    {
        if (calendar.Count == 0 || keywords.Count == 0)
        {
            return Empty;
        }

        var positions = new byte[calendar.Count];
        var anything = false;
        for (var i = 0; i < positions.Length; i++)
        {
            var position = calendar.Counts(i, options) ? keywords.MatchUtf8(calendar.SubjectOf(i)) : KeywordList.NoMatch;
            positions[i] = position == KeywordList.NoMatch ? DoesNotMatch : (byte)position;
            anything |= position != KeywordList.NoMatch;
        }

        return anything ? new Agenda(calendar, keywords, positions) : Empty;
    }

    /// <summary>
    /// The winner at an instant (SEMANTICS §4): among the appointments that are on, the one whose keyword stands highest, then the one that started first, then the one with the lower key.
    /// </summary>
    public Episode? WinnerAt(DateTimeOffset instant)
    {
        var winner = IndexOfWinner(instant.UtcTicks);
        return winner < 0 ? null : EpisodeOf(winner);
    }

    /// <summary>What else was on and matched at an instant, and lost to the winner: highest first.</summary>
    public ImmutableArray<Contender> LosersAt(DateTimeOffset instant)
    {
        var ticks = instant.UtcTicks;
        var winner = IndexOfWinner(ticks);
        if (winner < 0)
        {
            return [];
        }

        List<Contender>? losers = null;
        for (var i = 0; i < _positions.Length; i++)
        {
            if (i != winner && _positions[i] != DoesNotMatch && _calendar.Covers(i, ticks))
            {
                (losers ??= []).Add(new Contender(_calendar.KeyOf(i), _positions[i] + 1, _keywords[_positions[i]].Row.Text, _calendar.StartOf(i)));
            }
        }

        return losers is null ? [] : [.. losers.OrderBy(l => l.Position).ThenBy(l => l.Start).ThenBy(l => l.Key)];
    }

    /// <summary>The first instant after another at which an appointment that matches starts or ends; null when there is none.</summary>
    public DateTimeOffset? NextBoundary(DateTimeOffset after)
    {
        var from = after.UtcTicks;
        var next = long.MaxValue;
        for (var i = 0; i < _positions.Length; i++)
        {
            if (_positions[i] == DoesNotMatch)
            {
                continue;
            }

            var (start, end) = _calendar.TicksOf(i);
            next = start > from ? Math.Min(next, start) : end > from ? Math.Min(next, end) : next;
        }

        return next == long.MaxValue ? null : new DateTimeOffset(next, TimeSpan.Zero);
    }

    private int IndexOfWinner(long ticks)
    {
        var winner = -1;
        for (var i = 0; i < _positions.Length; i++)
        {
            // The calendar is in order of start and key, so of two with one keyword the earlier index is the better.
            if (_positions[i] != DoesNotMatch && _calendar.Covers(i, ticks) && (winner < 0 || _positions[i] < _positions[winner]))
            {
                winner = i;
            }
        }

        return winner;
    }

    private Episode EpisodeOf(int index)
    {
        var position = _positions[index];
        var row = _keywords[position].Row;
        return new Episode(_calendar.KeyOf(index), row.Presence, row.Text, position + 1, _calendar.StartOf(index), _calendar.EndOf(index));
    }
}
