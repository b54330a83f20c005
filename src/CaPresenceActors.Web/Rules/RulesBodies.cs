using System.Collections.Immutable;
using CaPresenceActors.Actors.Rules;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Site;

namespace CaPresenceActors.Web.Rules;

/// <summary>A subject to be tried.</summary>
internal sealed record RulesTestBody
{
    /// <summary>Exchange allows a subject 255 characters.</summary>
    public const int MaxSubjectLength = 1000;

    public required string Subject { get; init; }

    /// <summary>Left out, those that count for the caller.</summary>
    public IReadOnlyList<KeywordBody>? Keywords { get; init; }

    /// <summary>Everything but the subject, so that no log can have it.</summary>
    public override string ToString() => "A subject to be tried";
}

internal sealed record RulesTestAnswer(string Presence, WinningKeywordBody? Winner, IReadOnlyList<CandidateBody> Candidates)
{
    public static RulesTestAnswer Of(ImmutableArray<KeywordCandidate> candidates, PresenceList presences)
    {
        var winner = candidates.FirstOrDefault(candidate => candidate.Verdict == KeywordVerdict.Wins);
        return new RulesTestAnswer(
            winner?.Row.Presence ?? presences.Default.Name,
            winner is null ? null : new WinningKeywordBody(winner.Row.Text, winner.Row.Presence, winner.Position),
            [.. candidates.Select(candidate => new CandidateBody(candidate.Row.Text, candidate.Row.Presence, candidate.Position, candidate.Verdict, candidate.Reason))]);
    }
}

internal sealed record WinningKeywordBody(string Keyword, string Presence, int Position);

internal sealed record CandidateBody(string Keyword, string Presence, int Position, KeywordVerdict Verdict, string Reason);

/// <summary>A keyword list to be looked through.</summary>
internal sealed record RulesLintBody
{
    /// <summary>Left out, the site's.</summary>
    public IReadOnlyList<KeywordBody>? Keywords { get; init; }
}

internal sealed record RulesLintAnswer(IReadOnlyList<WarningBody> Warnings, IReadOnlyList<MatchesBody> Matches, KnownCalendarsBody Calendars)
{
    public static RulesLintAnswer Of(KeywordList keywords, KeywordCensus census) => new(
        [.. KeywordLint.Of(keywords, census.People == 0 ? [] : census.Matches).Select(warning => new WarningBody(warning.Position, warning.Row.Text, warning.Doubt, warning.By, warning.Sentence))],
        [.. census.Matches.Select((found, index) => new MatchesBody(index + 1, keywords[index].Row.Text, found.People, found.Events, found.Deciding))],
        new KnownCalendarsBody(census.People, census.Until));
}

internal sealed record WarningBody(int Position, string Keyword, KeywordDoubt Kind, int? By, string Sentence);

internal sealed record MatchesBody(int Position, string Keyword, int People, int Events, int Deciding);

internal sealed record KnownCalendarsBody(int People, DateTimeOffset? Until);
