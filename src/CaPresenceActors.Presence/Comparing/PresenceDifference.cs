namespace CaPresenceActors.Presence;

/// <summary>A stretch of time in which somebody would show another presence under other settings.</summary>
/// <param name="From">Its first instant, UTC.</param>
/// <param name="Until">The first instant after it, UTC.</param>
/// <param name="Before">What is shown by the settings of today.</param>
/// <param name="After">What would be shown by the others.</param>
/// <param name="KeywordBefore">The keyword that leads to <see cref="Before"/>, as written in its list; null when an appointment does not.</param>
/// <param name="Keyword">The keyword that would lead to <see cref="After"/>, as written in its list; null when an appointment would not.</param>
public sealed record PresenceDifference(DateTimeOffset From, DateTimeOffset Until, string Before, string After, string? KeywordBefore, string? Keyword);
