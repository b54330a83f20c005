using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Board;
using CaPresenceActors.Web.SignIns;

namespace CaPresenceActors.Web.Presences;

/// <summary>Why an extension shows what it shows: keys, keywords and times, never subjects.</summary>
internal sealed record WhyBody
{
    public required string Extension { get; init; }

    public required IReadOnlyList<string> Sentences { get; init; }

    public required SeenView View { get; init; }

    public ChangeBody? LastChange { get; init; }

    public WinnerBody? Winner { get; init; }

    public required IReadOnlyList<LoserBody> Losers { get; init; }

    public ManualPresenceBody? Manual { get; init; }

    public required bool OwnKeywords { get; init; }

    public static WhyBody Of(PresenceWhy why, Caller caller) => new()
    {
        Extension = why.View.Extension,
        Sentences = why.Sentences,
        View = SeenView.By(caller, why.View),
        LastChange = why.LastChange is { } change ? new ChangeBody(change.From, change.To, change.Cause, change.Appointment?.ToString(), change.Keyword) : null,
        Winner = why.Winner is { } winner ? new WinnerBody(winner.Appointment.ToString(), winner.Presence, winner.Keyword, winner.Position, winner.Start, winner.End) : null,
        Losers = [.. why.Losers.Select(loser => new LoserBody(loser.Key.ToString(), loser.Keyword, loser.Position, loser.Start))],
        Manual = why.Manual is { } manual ? new ManualPresenceBody(manual.Presence, manual.Hold, manual.Until, manual.SetAt, manual.SetBy, why.ManualHidden) : null,
        OwnKeywords = why.OwnKeywords,
    };
}

internal sealed record ChangeBody(string From, string To, PresenceCause Cause, string? Event, string? Keyword);

internal sealed record WinnerBody(string Event, string Presence, string Keyword, int Position, DateTimeOffset Start, DateTimeOffset End);

internal sealed record LoserBody(string Event, string Keyword, int Position, DateTimeOffset Start);

internal sealed record ManualPresenceBody(string Presence, Hold Hold, DateTimeOffset? Until, DateTimeOffset SetAt, string? SetBy, bool Hidden);
