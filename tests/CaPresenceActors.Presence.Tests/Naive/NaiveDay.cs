namespace CaPresenceActors.Presence.Tests.Naive;

internal sealed record Line(DateTime At, string From, string To, string Cause, string? Event, string? Keyword);

/// <summary>
/// The rules a second time, from the sentences of SEMANTICS.md alone: looks at every instant that occurs anywhere in the day and works everything out from scratch there.
/// Slow and plain on purpose; shares nothing with the product.
/// </summary>
internal sealed class NaiveDay
{
    private readonly Day _day;
    private readonly DateTime[] _instants;
    private readonly List<Line> _lines = [];

    private string[] _presences;
    private Row[] _siteKeywords;
    private Row[]? _ownKeywords;
    private Choices _options;
    private bool _siteIntegration = true;
    private bool _userIntegration = true;
    private bool _hasAccount = true;
    private Entry[] _calendar = [];
    private Hand? _hand;
    private Winner? _running;
    private string _shown;
    private DateTime _now;

    private NaiveDay(Day day)
    {
        _day = day;
        _presences = Trimmed(day.Presences);
        _siteKeywords = day.Keywords;
        _options = day.Options;
        _shown = _presences[0];
        _now = day.Start;
        _instants = [.. InstantsOf(day).Order().Distinct()];
    }

    /// <summary>The lines that replay must print, and the input (from 1) that breaks a rule; 0 when none does.</summary>
    public static (IReadOnlyList<Line> Lines, int BrokenInput) Run(Day day)
    {
        var run = new NaiveDay(day);
        for (var i = 0; i < day.Inputs.Length; i++)
        {
            if (!run.Take(day.Inputs[i]))
            {
                return (run._lines, i + 1);
            }
        }

        run.LookUntil(day.End);
        return (run._lines, 0);
    }

    /// <summary>Whether a presence list keeps the rules of §1.</summary>
    public static bool IsPresenceList(string[] names)
    {
        var trimmed = Trimmed(names);
        return trimmed.Length is >= 1 and <= 40
            && trimmed.All(n => n.Length is >= 1 and <= 64)
            && !HasTwins(trimmed);
    }

    /// <summary>Whether a keyword list keeps the rules of §1.</summary>
    public static bool IsKeywordList(Row[] rows, string[] presences) =>
        rows.Length <= 40
        && rows.All(r => NaiveText.Normalise(r.Keyword).Length is >= 1 and <= 100)
        && !HasTwins([.. rows.Select(r => r.Keyword)])
        && rows.All(r => Trimmed(presences).Contains(r.Presence.Trim()));

    private static string[] Trimmed(string[] names) => [.. names.Select(n => n.Trim())];

    private static bool HasTwins(string[] texts)
    {
        for (var i = 0; i < texts.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (NaiveText.AreSame(texts[i], texts[j]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static IEnumerable<DateTime> InstantsOf(Day day)
    {
        foreach (var input in day.Inputs)
        {
            yield return input.At;
            if (input is Input.Manual { Until: { } until })
            {
                yield return until;
            }

            if (input is Input.Calendar calendar)
            {
                foreach (var entry in calendar.Events)
                {
                    yield return entry.Start;
                    yield return entry.End;
                }
            }
        }

        yield return day.End;
    }

    private bool Take(Input input)
    {
        if (input.At < _now || input.At < _day.Start || input.At > _day.End)
        {
            return false;
        }

        LookUntil(input.At);
        if (!IsAllowed(input))
        {
            return false;
        }

        var cause = Apply(input);
        Look(input.At, cause, bySettings: input is not (Input.Calendar or Input.Manual or Input.ClearManual));
        return true;
    }

    private void LookUntil(DateTime to)
    {
        foreach (var instant in _instants.Where(t => t > _now && t <= to).ToArray())
        {
            Look(instant, null, bySettings: false);
        }

        _now = to;
    }

    private bool IsAllowed(Input input) => input switch
    {
        Input.Calendar calendar =>
            calendar.Events.All(e => e.End >= e.Start) && calendar.Events.Select(e => e.Id).Distinct(StringComparer.Ordinal).Count() == calendar.Events.Length,
        Input.Manual manual =>
            _presences.Contains(manual.Presence.Trim()) && (manual.Hold == "until" ? manual.Until > manual.At : manual.Until is null),
        Input.Keywords keywords => IsKeywordList(keywords.Rows, _presences),
        Input.UserKeywords keywords => keywords.Rows is null || IsKeywordList(keywords.Rows, _presences),
        Input.Presences presences => IsPresenceList(presences.Names) && _siteKeywords.All(r => Trimmed(presences.Names).Contains(r.Presence.Trim())),
        Input.Account account => account.Text != "",
        _ => true,
    };

    private string Apply(Input input)
    {
        switch (input)
        {
            case Input.Calendar calendar:
                _calendar = calendar.Events;
                return "calendarChanged";
            case Input.Manual manual:
                _hand = new Hand(manual.Presence.Trim(), manual.Hold, manual.Until, SetWithinEpisode: _running is not null);
                return "manualSet";
            case Input.ClearManual:
                _hand = null;
                return "manualCleared";
            case Input.Keywords keywords:
                _siteKeywords = keywords.Rows;
                return "keywordsChanged";
            case Input.UserKeywords keywords:
                _ownKeywords = keywords.Rows;
                return "keywordsChanged";
            case Input.Presences presences:
                _presences = Trimmed(presences.Names);
                _ownKeywords = _ownKeywords?.Where(r => _presences.Contains(r.Presence.Trim())).ToArray();
                _hand = _hand is not null && _presences.Contains(_hand.Presence) ? _hand : null;
                return "presencesChanged";
            case Input.Options options:
                _options = options.Choices;
                return "optionsChanged";
            case Input.SiteIntegration integration:
                _siteIntegration = integration.On;
                return "integrationChanged";
            case Input.UserIntegration integration:
                _userIntegration = integration.On;
                return "integrationChanged";
            case Input.Account account:
                _hasAccount = account.Text is not null;
                _calendar = [];
                return "integrationChanged";
            default:
                throw new ArgumentException($"No rule for {input.GetType().Name}.", nameof(input));
        }
    }

    private void Look(DateTime at, string? inputCause, bool bySettings)
    {
        var winner = WinnerAt(at);
        var isEdge = winner?.Event.Id != _running?.Event.Id || winner?.Presence != _running?.Presence;
        if (isEdge && _hand is { Hold: "untilNextChange" })
        {
            var wasHidden = _running is not null && !_hand.SetWithinEpisode;
            if (bySettings)
            {
                _hand = wasHidden ? _hand : _hand with { SetWithinEpisode = winner is not null };
            }
            else if (!_options.Previous || _hand.SetWithinEpisode)
            {
                _hand = null;
            }
        }

        _running = winner;
        if (_hand is { Hold: "until" } && _hand.Until <= at)
        {
            _hand = null;
        }

        var isByWinner = false;
        string shown;
        if (_hand is { Hold: "until" or "untilCleared" })
        {
            shown = _hand.Presence;
        }
        else if (winner is not null)
        {
            isByWinner = !(_hand is not null && _hand.SetWithinEpisode);
            shown = isByWinner ? winner.Presence : _hand!.Presence;
        }
        else
        {
            shown = _hand is not null ? _hand.Presence : _presences[0];
        }

        if (shown != _shown)
        {
            var timeCause = !isEdge ? "manualExpired" : winner is null ? "eventEnded" : winner.Event.Start == at ? "eventStarted" : "eventResumed";
            _lines.Add(new Line(at, _shown, shown, inputCause ?? timeCause, isByWinner ? winner!.Event.Id : null, isByWinner ? winner!.Keyword : null));
            _shown = shown;
        }
    }

    private Winner? WinnerAt(DateTime at)
    {
        if (!_siteIntegration || !_userIntegration || !_hasAccount)
        {
            return null;
        }

        // Row by row from the top: the first row that any running event matches decides.
        foreach (var row in _ownKeywords ?? _siteKeywords)
        {
            var matching = _calendar.Where(e => Counts(e) && e.Start <= at && at < e.End && NaiveText.Matches(row.Keyword, row.WholeWord, e.Subject)).ToList();
            if (matching.Count > 0)
            {
                matching.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : string.CompareOrdinal(a.Id, b.Id));
                return new Winner(matching[0], row.Presence.Trim(), row.Keyword);
            }
        }

        return null;
    }

    private bool Counts(Entry entry)
    {
        if (entry.Cancelled || entry.Response == "decline")
        {
            return false;
        }

        var isExcluded = (_options.IgnoreFree && entry.FreeBusy == "free")
            || (_options.IgnoreTentative && entry.FreeBusy == "tentative")
            || (_options.IgnoreWorkingElsewhere && entry.FreeBusy == "workingElsewhere")
            || (_options.IgnoreAllDay && entry.AllDay)
            || (_options.IgnorePrivate && entry.Private);
        return !isExcluded;
    }

    private sealed record Hand(string Presence, string Hold, DateTime? Until, bool SetWithinEpisode);

    private sealed record Winner(Entry Event, string Presence, string Keyword);
}
