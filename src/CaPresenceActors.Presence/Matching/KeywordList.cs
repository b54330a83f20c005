using System.Collections;
using System.Collections.Immutable;
using System.Text;

namespace CaPresenceActors.Presence;

/// <summary>
/// An ordered list of keywords, checked and ready to match. A row higher in the list has priority over a lower one.
/// </summary>
public sealed class KeywordList : IReadOnlyList<Keyword>, IEquatable<KeywordList>
{
    /// <summary>How many rows a list may have (the manual's limit).</summary>
    public const int MaxRows = 40;

    /// <summary>How long a keyword may be after normalisation, in UTF-16 units.</summary>
    public const int MaxKeywordLength = 100;

    /// <summary>Stands for "no keyword of the list occurs".</summary>
    internal const int NoMatch = -1;

    // Exchange allows a subject 255 characters.
    private const int OnStack = 256;

    private readonly ImmutableArray<Keyword> _keywords;
    private readonly KeywordSearch _search;

    private KeywordList(ImmutableArray<Keyword> keywords)
    {
        _keywords = keywords;
        _search = new KeywordSearch(keywords);
    }

    /// <summary>A list without rows: nothing in a calendar leads to a presence.</summary>
    public static KeywordList Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _keywords.Length;

    /// <inheritdoc/>
    public Keyword this[int index] => _keywords[index];

    /// <summary>The rows as written.</summary>
    public ImmutableArray<KeywordRow> Rows => [.. _keywords.Select(k => k.Row)];

    /// <summary>Whether a keyword stands in the list, as it is written there. Leaves no garbage: it is asked for every change of a storm.</summary>
    public bool Has(string text)
    {
        foreach (var keyword in _keywords)
        {
            if (string.Equals(keyword.Row.Text, text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Checks rows against the rules and the presence list, and makes them ready.</summary>
    /// <exception cref="RuleViolationException">Too many rows, a keyword that is empty, too long or there twice, or a presence that is not in the list.</exception>
    public static KeywordList Of(IReadOnlyList<KeywordRow> rows, PresenceList presences)
    {
        if (rows.Count > MaxRows)
        {
            throw new RuleViolationException($"The keyword list has {rows.Count} rows; at most {MaxRows} are allowed.");
        }

        var keywords = ImmutableArray.CreateBuilder<Keyword>(rows.Count);
        var positions = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows)
        {
            var position = keywords.Count + 1;
            var normalised = NormalisedText.Of(row.Text);
            if (normalised.Length is 0 or > MaxKeywordLength)
            {
                throw new RuleViolationException(
                    $"Keyword {position} is {normalised.Length} characters long after normalisation; 1 to {MaxKeywordLength} are allowed.");
            }

            if (!positions.TryAdd(normalised, position))
            {
                throw new RuleViolationException(
                    $"Keyword {position} (\"{row.Text}\") is the same as keyword {positions[normalised]} but for case, width or spaces; a keyword may stand in the list once.");
            }

            var presence = presences.Find(row.Presence) ?? throw new RuleViolationException(
                $"Keyword {position} (\"{row.Text}\") leads to \"{row.Presence}\", which is not in the presence list.");
            keywords.Add(new Keyword(row with { Presence = presence.Name }, normalised));
        }

        return keywords.Count == 0 ? Empty : new KeywordList(keywords.MoveToImmutable());
    }

    /// <summary>Makes rows ready that were checked when they were stored, whatever became of the presence list since.</summary>
    public static KeywordList OfStored(IReadOnlyList<KeywordRow> rows) =>
        rows.Count == 0 ? Empty : new KeywordList([.. rows.Select(row => new Keyword(row, NormalisedText.Of(row.Text)))]);

    /// <summary>The position (from 0) of the highest keyword that occurs in a subject, or null.</summary>
    public int? Match(string subject)
    {
        var position = MatchNormalised(NormalisedText.Of(subject));
        return position == NoMatch ? null : position;
    }

    /// <summary>The positions of all keywords that occur in a subject, highest first.</summary>
    public IEnumerable<int> AllMatches(string subject)
    {
        var normalised = NormalisedText.Of(subject);
        return Enumerable.Range(0, Count).Where(i => _keywords[i].OccursIn(normalised));
    }

    /// <summary>The list without the rows whose presence is no longer there; the list itself when it has none.</summary>
    public KeywordList Restrict(PresenceList presences) =>
        _keywords.All(k => presences.Find(k.Row.Presence) is not null) ? this : Of([.. Rows.Where(r => presences.Find(r.Presence) is not null)], presences);

    /// <summary>The list with its rows where a rename takes them; the list itself when it takes none.</summary>
    public KeywordList Rename(PresenceRename rename) =>
        _keywords.All(k => rename.Of(k.Row.Presence) == k.Row.Presence) ? this : OfStored([.. Rows.Select(r => r with { Presence = rename.Of(r.Presence) })]);

    /// <inheritdoc/>
    public bool Equals(KeywordList? other) => other is not null && (ReferenceEquals(this, other) || Rows.SequenceEqual(other.Rows));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KeywordList);

    /// <inheritdoc/>
    public override int GetHashCode() => Rows.Aggregate(Count, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<Keyword> GetEnumerator() => _keywords.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As <see cref="Match(string)"/>, over UTF-8 and without allocating when the subject is plain.</summary>
    internal int MatchUtf8(ReadOnlySpan<byte> subject) => MatchNormalised(Normalised(subject, stackalloc char[OnStack]));

    /// <summary>All keywords that occur in a subject in UTF-8, the highest in the lowest bit; without allocating when the subject is plain.</summary>
    internal ulong AllInUtf8(ReadOnlySpan<byte> subject) => Count == 0 ? 0 : _search.AllIn(Normalised(subject, stackalloc char[OnStack]));

    private static ReadOnlySpan<char> Normalised(ReadOnlySpan<byte> subject, Span<char> buffer)
    {
        if (!Encoding.UTF8.TryGetChars(subject, buffer, out var length))
        {
            return NormalisedText.Of(Encoding.UTF8.GetString(subject));
        }

        ReadOnlySpan<char> text = buffer[..length];
        return NormalisedText.IsPlain(text) ? text : NormalisedText.Of(text.ToString());
    }

    private int MatchNormalised(ReadOnlySpan<char> subject) => Count == 0 ? NoMatch : _search.HighestIn(subject);
}
