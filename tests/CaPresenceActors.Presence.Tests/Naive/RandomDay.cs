namespace CaPresenceActors.Presence.Tests.Naive;

/// <summary>
/// Random days that are dense and nasty: few instants on a coarse grid, so that edges, expiries and inputs coincide; few ids and few words, so that events tie and replace
/// one another; texts whose case, width or composition is not what it seems. The same seed makes the same day.
/// </summary>
internal sealed class RandomDay
{
    private static readonly DateTime Morning = new(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc);

    private static readonly string[] Names = ["Available", "In a meeting", "Lunch", "会議中", "Öffnung", " Trip "];

    private static readonly string[] Ids = ["a", "b", "B", "0", "あ", "\U00010400", "\uE000", "é", "e\u0301", "", "\uD83D"];

    private static readonly string[] Words =
    [
        "meeting", "MEETING", "ＭＥＥＴＩＮＧ", "lunch", "off", "Off site", "ff", "会議", "カイギ", "ｶｲｷﾞ", "e", "é", "e\u0301", "ß", "ẞ", "ss", "İ", "ı", "i", "I", "K", "k", "ſ", "s", "µ", "Μ",
        "\U00010400", "\U00010428", "①", "1", "x-y", "_", "ﬁ", "fi", "Å", "\uD83D", "\uFFFD", "\u0301", "Ǆ", "ǅ", "σ", "ς", "Σ",
    ];

    private static readonly string[] Glue = ["", "", " ", " ", "  ", "\t", "-", "_", "\u3000", "\u00A0", "\u0301", "s", "1", ".", "\u200B", "\U0001F600", "\U00010428", "\u2028"];

    private static readonly string[] FreeBusy = ["free", "tentative", "busy", "busy", "busy", "oof", "workingElsewhere", "noData"];

    private static readonly string[] Responses = ["unknown", "organizer", "tentative", "accept", "accept", "accept", "accept", "accept", "decline", "noResponse"];

    private readonly Random _random;

    // A day uses few of the words and ids, so that they meet.
    private readonly string[] _words;
    private readonly string[] _ids;
    private readonly string[] _presences;

    // A third of the days plays with what is hidden and comes back, which needs long chains of edges without anything in between.
    private readonly bool _isAboutPrevious;

    private RandomDay(int seed)
    {
        _random = new Random(seed);
        _words = _random.GetItems(Words, _random.Next(1, 5));
        _ids = _random.GetItems(Ids, _random.Next(2, 8));
        _isAboutPrevious = seed % 3 == 0;
        _presences = _random.GetItems(Names, _random.Next(1, 9)).Distinct().ToArray();
    }

    public static Day Of(int seed) => new RandomDay(seed).Make(seed);

    private Day Make(int seed)
    {
        var end = _random.Next(5) == 0 ? At(12) : Morning.AddHours(7);
        var at = Enumerable.Range(0, _random.Next(0, 14)).Select(_ => Before(end, At(12))).Order().ToArray();
        if (at.Length > 1 && _random.Next(40) == 0)
        {
            (at[^2], at[^1]) = (at[^1], at[0]);
        }

        // Most lists must keep the rules, or most days would end at their first input.
        Row[] keywords;
        do
        {
            keywords = Rows();
        }
        while (!NaiveDay.IsKeywordList(keywords, _presences));

        return new Day(seed, Morning, end, _presences, keywords, Options(), [new Input.Calendar(Morning, Calendar()), .. at.Select(Of)]);
    }

    private Input Of(DateTime at) => _random.Next(18) switch
    {
        < 4 => new Input.Calendar(at, Calendar()),
        < 8 => Manual(at),
        8 => new Input.ClearManual(at),
        9 => new Input.Keywords(at, Rows()),
        < 12 => new Input.UserKeywords(at, _random.Next(3) == 0 ? null : Rows()),
        12 => new Input.Presences(at, Presences()),
        < 15 => new Input.Options(at, Options()),
        15 => new Input.SiteIntegration(at, _random.Next(4) > 0),
        16 => new Input.UserIntegration(at, _random.Next(4) > 0),
        _ => new Input.Account(at, _random.Next(30) switch { 0 => "", < 5 => null, _ => "anna@example.com" }),
    };

    private Entry[] Calendar() =>
    [
        .. Enumerable.Range(0, _random.Next(0, 10)).Select(_ => Entry()).DistinctBy(e => _random.Next(100) == 0 ? e.Subject : e.Id, StringComparer.Ordinal),
    ];

    private Entry Entry()
    {
        var (start, end) = (At(12), At(14));
        if (end < start && _random.Next(200) > 0)
        {
            (start, end) = (end, start);
        }

        return new Entry(
            Pick(_ids), Subject(), start, end, Pick(FreeBusy), Pick(Responses), _random.Next(6) == 0, _random.Next(6) == 0, _random.Next(15) == 0);
    }

    private string Subject() =>
        string.Concat(Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Pick(Glue) + Pick(_words) + Pick(Glue)));

    private Input.Manual Manual(DateTime at)
    {
        var presence = _random.Next(100) == 0 ? Pick(Names) : Pick(_presences) + Pick(["", " "]);
        var until = At(14);
        return (_isAboutPrevious ? 0 : _random.Next(8)) switch
        {
            < 5 => new Input.Manual(at, presence, "untilNextChange", null),
            < 7 => new Input.Manual(at, presence, "until", until > at || _random.Next(30) == 0 ? until : at.AddMinutes(30)),
            _ => new Input.Manual(at, presence, "untilCleared", _random.Next(30) == 0 ? until : null),
        };
    }

    // Never twice the same keyword but by bad luck, since that is a broken rule.
    private Row[] Rows()
    {
        var rows = new List<Row>();
        foreach (var word in _random.GetItems(_words, _random.Next(8) == 0 ? 0 : _random.Next(1, 6)))
        {
            var keyword = _random.Next(8) == 0 ? word + Pick(Glue) + Pick(_words) : word;
            if (_random.Next(200) == 0 || !rows.Any(r => NaiveText.AreSame(r.Keyword, keyword)))
            {
                rows.Add(new Row(keyword, Pick(_presences), _random.Next(4) == 0));
            }
        }

        return [.. rows];
    }

    private string[] Presences()
    {
        var names = _presences.Append(Pick(Names)).Distinct().ToArray();
        _random.Shuffle(names);
        return _random.Next(3) > 0 ? names : names[.._random.Next(_random.Next(20) == 0 ? 0 : 1, names.Length + 1)];
    }

    private Choices Options()
    {
        bool Rarely() => _random.Next(5) == 0;
        return new Choices(_isAboutPrevious || _random.Next(2) == 0, Rarely(), Rarely(), Rarely(), Rarely(), Rarely());
    }

    private DateTime At(int slots)
    {
        var slot = Morning.AddMinutes(30 * _random.Next(0, slots + 1));
        return _random.Next(25) == 0 ? slot.AddTicks(1) : slot;
    }

    private static DateTime Before(DateTime end, DateTime at) => at <= end ? at : end;

    private T Pick<T>(T[] of) => of[_random.Next(of.Length)];
}
