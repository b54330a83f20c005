using System.Collections.Immutable;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Actors.Polling;

/// <summary>What the plan needs to know of the settings.</summary>
/// <param name="Interval">How often each mailbox is read.</param>
/// <param name="Concurrency">How many requests may be under way.</param>
/// <param name="MailboxesPerRead">How many mailboxes a request may ask for.</param>
internal sealed record PollPace(TimeSpan Interval, int Concurrency, int MailboxesPerRead)
{
    /// <summary>How often a mailbox is read all the same whose changes are heard of.</summary>
    public TimeSpan SafetyInterval { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after the news of a change the calendar is read: what else is told until then is the same change.</summary>
    public TimeSpan Coalescing { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>What to do now, and when to ask again.</summary>
/// <param name="Start">Requests to send.</param>
/// <param name="LookAgainAt">When something is due, if nothing happens before; null when only an answer or a command can bring something.</param>
internal sealed record PollStep(ImmutableArray<ReadRequest> Start, TimeSpan? LookAgainAt);

/// <summary>A request to send.</summary>
internal sealed record ReadRequest(long Id, ImmutableArray<MailboxQuery> Mailboxes);

/// <summary>What came of a request.</summary>
/// <param name="Answers">An answer for each of its mailboxes that somebody still wants to hear of.</param>
/// <param name="Sweeps">Sweeps that ended with it.</param>
/// <param name="Gate">What it means for all other mailboxes; null: nothing new.</param>
internal sealed record PollOutcome(ImmutableArray<PollAnswer> Answers, ImmutableArray<SweepSummary> Sweeps, GateNews? Gate)
{
    public static PollOutcome Nothing { get; } = new([], [], null);
}

/// <summary>What a mailbox answered.</summary>
/// <param name="Reading">The answer.</param>
/// <param name="Recipients">Who wants to hear of it.</param>
/// <param name="NextTry">When it is read again; null when that waits for other settings.</param>
/// <param name="NewsOfDrops">Whether entries of it were dropped, for the first time.</param>
internal sealed record PollAnswer(MailboxReading Reading, ImmutableArray<Recipient> Recipients, TimeSpan? NextTry, bool NewsOfDrops);

/// <summary>Somebody who wants to hear of a mailbox.</summary>
internal readonly record struct Recipient(string Extension, string Account);

/// <summary>The gate to the server has closed or opened, or closed for another reason.</summary>
/// <param name="IsClosed">Whether it is closed now.</param>
/// <param name="Cause">Why it closed.</param>
/// <param name="Reason">That in a sentence for the administrator.</param>
/// <param name="NextProbe">When it is tried again; null when it is open, or waits for other settings.</param>
/// <param name="Lasted">For how long it has been closed.</param>
internal sealed record GateNews(bool IsClosed, ReadFailure Cause, string Reason, TimeSpan? NextProbe, TimeSpan Lasted);
