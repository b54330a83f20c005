using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CaPresenceActors.Hocon.Reading;

namespace CaPresenceActors.Hocon;

/// <summary>
/// Reads settings by path and type, and collects what is wrong with them instead of stopping at the first: whoever starts the program learns of all
/// mistakes at once.
/// </summary>
/// <remarks>
/// <para>A method that finds a problem records it and returns something harmless (the lower bound, an empty text, an empty list). Look at
/// <see cref="Problems"/>, or call <see cref="ThrowIfProblems"/>, before using anything that was read.</para>
/// <para>Paths are relative to the object that this reader stands for: the root, a section, or an element of a list. All readers made from one share
/// their problems. Not safe for use by several threads at once.</para>
/// </remarks>
public sealed class ConfigReader
{
    private readonly HoconObject _at;
    private readonly string _path;
    private readonly KnownKeys _read;
    private readonly Findings _findings;

    /// <param name="config">What to read from.</param>
    /// <param name="isSecret">Which settings hold secrets, by the path that problems show: their values are left out of every problem. None by default; see also <see cref="Secret"/>.</param>
    public ConfigReader(HoconConfig config, Func<string, bool>? isSecret = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        _at = config.Root;
        _path = "";
        _read = new KnownKeys();
        _findings = new Findings(config.Root, _read, isSecret ?? (_ => false));
    }

    private ConfigReader(HoconObject at, string path, KnownKeys read, Findings findings)
    {
        _at = at;
        _path = path;
        _read = read;
        _findings = findings;
    }

    /// <summary>Everything found so far, in the order of reading.</summary>
    public ImmutableArray<ConfigProblem> Problems => [.. _findings.Problems];

    /// <summary>The path that this reader stands for, as problems show it. Empty for the root.</summary>
    public string At => _path;

    /// <summary>Where the object that this reader stands for was written.</summary>
    public HoconOrigin Origin => _at.Origin;

    /// <exception cref="ConfigProblemsException">There are problems; it lists all of them.</exception>
    public void ThrowIfProblems()
    {
        if (_findings.Problems.Count > 0)
        {
            throw new ConfigProblemsException(Problems);
        }
    }

    /// <summary>Whether the setting is there, and not null.</summary>
    public bool Has(string path) => Find(path, out _) is not (null or HoconScalar { Kind: HoconScalarKind.Null });

    /// <summary>A text. Numbers and booleans count as their text, as written.</summary>
    public string Text(string path, int maxLength = int.MaxValue) =>
        Scalar(path, "a text", out var shown) is { } scalar && IsShortEnough(scalar, shown, maxLength) ? scalar.Text : "";

    /// <summary>A text, or null where the setting is missing, null or empty.</summary>
    public string? OptionalText(string path, int maxLength = int.MaxValue) =>
        Has(path) && Text(path, maxLength) is { Length: > 0 } text ? text : null;

    /// <summary>A text that is never shown, not even in a problem; null where it is missing, null or empty.</summary>
    public string? Secret(string path)
    {
        _findings.Secrets.Add(Shown(path));
        return OptionalText(path);
    }

    /// <summary>A duration with a unit (<c>30s</c>, <c>5 minutes</c>); a bare number is in milliseconds. Not negative unless <paramref name="min"/> says so.</summary>
    public TimeSpan Duration(string path, TimeSpan? min = null, TimeSpan? max = null)
    {
        var (lowest, highest) = (min ?? TimeSpan.Zero, max ?? TimeSpan.MaxValue);
        var needed = Range("a duration with a unit, such as 30s or 5m", HoconUnits.Format(lowest), max is null ? null : HoconUnits.Format(highest));
        return Read(path, needed, lowest, (string text, out TimeSpan value) => HoconUnits.TryParseDuration(text, out value) && value >= lowest && value <= highest);
    }

    /// <summary>A size with a unit (<c>10MiB</c>, <c>512 kB</c>), in bytes; a bare number is in bytes.</summary>
    public long Size(string path, long min = 0, long max = long.MaxValue)
    {
        var needed = Range("a size with a unit, such as 512KiB or 10MB", Number(min), max == long.MaxValue ? null : Number(max)) + (min == 0 && max == long.MaxValue ? "" : " bytes");
        return Read(path, needed, min, (string text, out long value) => HoconUnits.TryParseSize(text, out value) && value >= min && value <= max);
    }

    public int WholeNumber(string path, int min = int.MinValue, int max = int.MaxValue)
    {
        var needed = Range("a whole number", min == int.MinValue ? null : Number(min), max == int.MaxValue ? null : Number(max));
        return Read(path, needed, min == int.MinValue ? 0 : min, (string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= min && value <= max);
    }

    /// <summary>A number with an optional fraction and exponent.</summary>
    public double Real(string path, double min = double.MinValue, double max = double.MaxValue)
    {
        var needed = Range("a number", min <= double.MinValue ? null : Number(min), max >= double.MaxValue ? null : Number(max));
        return Read(path, needed, min <= double.MinValue ? 0 : min, (string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value >= min && value <= max);
    }

    /// <summary>true, yes or on; false, no or off.</summary>
    public bool Boolean(string path) => Read<bool>(path, "true or false (or yes, no, on, off)", false, HoconUnits.TryParseBoolean);

    /// <summary>The number of a TCP port. 0 means that the system chooses one, where <paramref name="allowZero"/> says that this makes sense.</summary>
    public int Port(string path, bool allowZero = false)
    {
        var lowest = allowZero ? 0 : 1;
        return Read(path, $"a port number from {lowest} to 65535", lowest, (string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= lowest && value <= 65535);
    }

    /// <summary>An absolute address with one of the schemes, such as <c>https</c>.</summary>
    /// <returns><c>about:blank</c> where there is a problem.</returns>
    public Uri Url(string path, params string[] schemes)
    {
        ArgumentNullException.ThrowIfNull(schemes);
        var needed = schemes.Length == 0 ? "an absolute address" : $"an address that starts with {string.Join(" or ", schemes.Select(scheme => scheme + "://"))}";
        return Read<Uri>(path, needed, new Uri("about:blank"), (string text, [MaybeNullWhen(false)] out Uri value) =>
            Uri.TryCreate(text, UriKind.Absolute, out value) && (schemes.Length == 0 || schemes.Contains(value.Scheme)));
    }

    /// <summary>One of the names of <typeparamref name="T"/>, written in words: <c>InAMeeting</c> is <c>in-a-meeting</c>.</summary>
    public T Enum<T>(string path)
        where T : struct, Enum
    {
        var names = System.Enum.GetValues<T>().DistinctBy(value => value).ToDictionary(value => Kebab.Case(value.ToString()));
        return Read(path, $"one of {string.Join(", ", names.Keys)}", default, (string text, out T value) => names.TryGetValue(text.ToLowerInvariant(), out value));
    }

    /// <summary>Whatever <paramref name="parse"/> makes of a text.</summary>
    /// <param name="path">The setting.</param>
    /// <param name="needed">What a good value is, for the problem: "a time zone such as Europe/Berlin".</param>
    /// <param name="otherwise">What to return where there is a problem.</param>
    /// <param name="parse">Returns whether the text is good.</param>
    public T Read<T>(string path, string needed, T otherwise, TryParse<T> parse)
    {
        ArgumentNullException.ThrowIfNull(parse);
        if (Scalar(path, needed, out var shown) is not { } scalar)
        {
            return otherwise;
        }

        if (parse(scalar.Text, out var value))
        {
            return value!;
        }

        AddWrong(scalar, shown, needed);
        return otherwise;
    }

    /// <summary>A list of texts. An object with numeric keys counts as a list, which is how environment variables give one.</summary>
    public ImmutableArray<string> Texts(string path)
    {
        var items = ImmutableArray.CreateBuilder<string>();
        foreach (var (value, shown) in Items(path, "a list of texts"))
        {
            if (value is HoconScalar { Kind: not HoconScalarKind.Null } scalar)
            {
                items.Add(scalar.Text);
            }
            else
            {
                AddWrong(value, shown, "a text");
            }
        }

        return items.ToImmutable();
    }

    /// <summary>A list of objects, each with a reader of its own. Empty where the setting is missing.</summary>
    public ImmutableArray<ConfigReader> Objects(string path)
    {
        if (!Has(path))
        {
            return [];
        }

        var keys = _read.Add(HoconPath.Parse(path).Elements);
        var readers = ImmutableArray.CreateBuilder<ConfigReader>();
        var index = 0;
        foreach (var (value, shown) in Items(path, "a list of objects"))
        {
            var known = keys.Add(ShownPath.Index(index++));
            if (value is HoconObject item)
            {
                readers.Add(new ConfigReader(item, shown, known, _findings));
            }
            else
            {
                AddWrong(value, shown, "an object");
            }
        }

        return readers.ToImmutable();
    }

    /// <summary>An object whose keys are names that the site chooses, and whose values are objects: a reader for each, by name. Empty where the setting is missing.</summary>
    public ImmutableArray<KeyValuePair<string, ConfigReader>> Entries(string path)
    {
        if (!Has(path))
        {
            return [];
        }

        var found = Find(path, out var shown);
        if (found is not HoconObject named)
        {
            AddWrong(found!, shown, "an object");
            return [];
        }

        var keys = _read.Add(HoconPath.Parse(path).Elements);
        var readers = ImmutableArray.CreateBuilder<KeyValuePair<string, ConfigReader>>();
        foreach (var (name, value) in named.Fields)
        {
            var below = ShownPath.Below(shown, name);
            var known = keys.Add(name);
            if (value is HoconObject entry)
            {
                readers.Add(new(name, new ConfigReader(entry, below, known, _findings)));
            }
            else
            {
                AddWrong(value, below, "an object");
            }
        }

        return readers.ToImmutable();
    }

    /// <summary>A reader for an object below. Where it is missing, everything asked of that reader is missing too.</summary>
    public ConfigReader Section(string path)
    {
        var found = Find(path, out var shown);
        if (found is not (null or HoconObject))
        {
            AddWrong(found, shown, "an object");
        }

        var section = found as HoconObject ?? new HoconObject([], found?.Origin ?? _at.Origin);
        return new ConfigReader(section, shown, _read.Add(HoconPath.Parse(path).Elements), _findings);
    }

    /// <summary>Where a setting was written, or null where it was not.</summary>
    public HoconOrigin? OriginOf(string path) => Find(path, out _)?.Origin;

    /// <summary>Records a problem that only the caller can see, such as two settings that do not fit each other.</summary>
    /// <param name="path">The setting.</param>
    /// <param name="message">What was found and what is needed.</param>
    /// <param name="because">The setting that makes it a problem, when the place to look at is there; null where it is the setting itself.</param>
    public void Add(string path, string message, string? because = null) => _findings.Add(new ConfigProblem(Shown(path), NearestOrigin(because ?? path), message));

    /// <summary>Records a problem of the whole object that this reader stands for, such as a row of a list that does not fit the rows above it.</summary>
    public void Add(string message) => _findings.Add(new ConfigProblem(_path, _at.Origin, message));

    /// <summary>
    /// Records a problem for every setting that nobody asked for and that <paramref name="reference"/> does not have, with a guess at what was meant. Call it
    /// last. Objects that are empty in the reference are open: any key may stand in them. In elements of lists, what was asked for is what is known.
    /// </summary>
    public void UnknownKeys(HoconConfig reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        _findings.Known.AddAll(reference.Root);
        foreach (var problem in new UnknownKeyFinder(_findings.Known).In(_findings.Root))
        {
            _findings.Add(problem);
        }
    }

    private static bool IsInvisible(HoconScalar scalar) => string.IsNullOrWhiteSpace(scalar.Text);

    private static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static string Range(string what, string? min, string? max) => (min, max) switch
    {
        (null, null) => what,
        (_, null) => $"{what}, at least {min}",
        (null, _) => $"{what}, at most {max}",
        _ => $"{what}, from {min} to {max}",
    };

    private HoconValue? Find(string path, out string shown)
    {
        var parsed = HoconPath.Parse(path);
        _read.Add(parsed.Elements);
        shown = Shown(path);
        return _at.Find(parsed);
    }

    private string Shown(string path) => HoconPath.Parse(path).Elements.Aggregate(_path, ShownPath.Below);

    private HoconOrigin NearestOrigin(string path)
    {
        HoconValue nearest = _at;
        foreach (var element in HoconPath.Parse(path).Elements)
        {
            if ((nearest as HoconObject)?.Fields.GetValueOrDefault(element) is not { } next)
            {
                break;
            }

            nearest = next;
        }

        return nearest.Origin;
    }

    private HoconScalar? Scalar(string path, string needed, out string shown)
    {
        switch (Find(path, out shown))
        {
            case HoconScalar { Kind: not HoconScalarKind.Null } scalar:
                return scalar;
            case null:
                _findings.Add(new ConfigProblem(shown, NearestOrigin(path), $"is missing. Needed: {needed}."));
                return null;
            case var other:
                AddWrong(other, shown, needed);
                return null;
        }
    }

    private IEnumerable<(HoconValue Value, string Shown)> Items(string path, string needed)
    {
        var found = Find(path, out var shown);
        if (found is null)
        {
            _findings.Add(new ConfigProblem(shown, NearestOrigin(path), $"is missing. Needed: {needed}."));
            return [];
        }

        if (HoconList.TryFrom(found, out var list))
        {
            return list.Items.Select((item, index) => (item, shown + ShownPath.Index(index)));
        }

        AddWrong(found, shown, needed);
        return [];
    }

    private bool IsShortEnough(HoconScalar scalar, string shown, int maxLength)
    {
        if (scalar.Text.Length <= maxLength)
        {
            return true;
        }

        _findings.Add(new ConfigProblem(shown, scalar.Origin, $"has {scalar.Text.Length} characters. Needed: at most {maxLength}."));
        return false;
    }

    private void AddWrong(HoconValue found, string shown, string needed)
    {
        var what = found is HoconScalar { Kind: not HoconScalarKind.Null } scalar && !_findings.IsSecret(shown)
            ? IsInvisible(scalar) ? "empty" : $"\"{Shortened(scalar.Text)}\""
            : found.Description;
        _findings.Add(new ConfigProblem(shown, found.Origin, $"is {what}. Needed: {needed}."));
    }

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "...";
}

/// <summary>Makes a value of a text, if it can.</summary>
public delegate bool TryParse<T>(string text, [MaybeNullWhen(false)] out T value);
