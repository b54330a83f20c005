using System.Collections.Immutable;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Engine;

/// <summary>
/// The whole engine as the outside sees it: what the web, the command line and the demo talk to. Commands reply what came of them; a question that nobody answers ends with an <see cref="EngineUnavailableException"/>.
/// </summary>
public interface IPresenceEngine
{
    /// <summary>What everybody shows now.</summary>
    IPresenceBoard Board { get; }

    /// <summary>Whether every extension has recovered and the board is complete.</summary>
    bool IsReady { get; }

    /// <summary>The corrected clock that presence is decided on.</summary>
    TimeProvider Clock { get; }

    /// <summary>Sets a presence by hand. Replies when the change is on the disk.</summary>
    Task<EngineReply> SetManualAsync(string extension, PresenceCommand.SetManualPresence manual, CancellationToken cancellation);

    /// <summary>Clears what was set by hand.</summary>
    Task<EngineReply> ClearManualAsync(string extension, CancellationToken cancellation);

    /// <summary>Why an extension shows what it shows; null when there is no such extension.</summary>
    Task<PresenceWhy?> WhyAsync(string extension, CancellationToken cancellation);

    /// <summary>The changes of an extension, newest first; null when there is no such extension.</summary>
    /// <param name="extension">The extension.</param>
    /// <param name="before">Only changes before this position; null: from the newest.</param>
    /// <param name="limit">How many at the most, 1 to 1,000.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<IReadOnlyList<PresenceChangeView>?> HistoryAsync(string extension, long? before, int limit, CancellationToken cancellation);

    /// <summary>What administrators have set.</summary>
    SiteConfiguration Site { get; }

    /// <summary>Changes what administrators set. The change is a function of the newest value, so that two changes at once do not undo each other; it may throw <see cref="RuleViolationException"/>, which becomes the refusal.</summary>
    Task<EngineReply> ChangeSiteAsync(Func<SiteConfiguration, SiteConfiguration> change, string by, CancellationToken cancellation, PresenceRename? rename = null);

    /// <summary>
    /// Changes where and as whom calendars are read. A new source is made and every mailbox is tried afresh.
    /// </summary>
    /// <param name="connection">The connection; an empty password keeps the one that is stored. Null: none.</param>
    /// <param name="by">Who changes it.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<EngineReply> ChangeExchangeAsync(ExchangeConnection? connection, string by, CancellationToken cancellation);

    /// <summary>The profiles of all users, in order of the extension.</summary>
    Task<ImmutableArray<UserProfile>> UsersAsync(CancellationToken cancellation);

    /// <summary>Adds and changes users, and removes others: all or nothing.</summary>
    Task<EngineReply> ChangeUsersAsync(ImmutableArray<UserProfile> put, ImmutableArray<string> remove, string by, CancellationToken cancellation);

    /// <summary>How reading goes for every extension whose calendar drives its presence, in order of the extension.</summary>
    Task<IReadOnlyList<MailboxHealth>> MailboxesAsync(CancellationToken cancellation);

    /// <summary>How everything is.</summary>
    Task<EngineHealth> HealthAsync(CancellationToken cancellation);
}

/// <summary>What came of a command.</summary>
public abstract record EngineReply
{
    private EngineReply()
    {
    }

    /// <summary>It is done and on the disk.</summary>
    /// <param name="Position">Position of the newest entry of the journal that belongs to it; the board has it.</param>
    public sealed record Done(long Position) : EngineReply;

    /// <summary>It breaks a rule; nothing was changed.</summary>
    public sealed record Refused(string Reason) : EngineReply;

    /// <summary>There is no such extension.</summary>
    public sealed record UnknownExtension(string Extension) : EngineReply;

    /// <summary>It could not be recorded, or nobody answered in time; nothing was changed as far as is known.</summary>
    public sealed record Failed(string Reason) : EngineReply;
}

/// <summary>Why an extension shows what it shows.</summary>
public sealed record PresenceWhy
{
    /// <summary>What it shows.</summary>
    public required PresenceView View { get; init; }

    /// <summary>The last change; null before the first.</summary>
    public PresenceChange? LastChange { get; init; }

    /// <summary>What runs by the calendar, shown or not; null between episodes.</summary>
    public Episode? Winner { get; init; }

    /// <summary>What else is on and matches, and lost to it.</summary>
    public ImmutableArray<Contender> Losers { get; init; } = [];

    /// <summary>What is set by hand, shown or hidden.</summary>
    public ManualPresence? Manual { get; init; }

    /// <summary>Whether what is set by hand waits until no episode runs.</summary>
    public bool ManualHidden { get; init; }

    /// <summary>Whether the extension has keywords of its own.</summary>
    public required bool OwnKeywords { get; init; }

    /// <summary>The sentences for people, in order: what is shown, by what, what lost and why, until when, how fresh the calendar is.</summary>
    public required ImmutableArray<string> Sentences { get; init; }
}

/// <summary>How the engine is.</summary>
public sealed record EngineHealth
{
    /// <summary>Whether the board is complete.</summary>
    public required bool Ready { get; init; }

    /// <summary>How many extensions there are.</summary>
    public required int Extensions { get; init; }

    /// <summary>How many of them are stale.</summary>
    public required int Stale { get; init; }

    /// <summary>The journal.</summary>
    public required JournalHealth Journal { get; init; }

    /// <summary>Newest position of the journal.</summary>
    public required long Head { get; init; }

    /// <summary>The poller.</summary>
    public required PollerHealth Poller { get; init; }

    /// <summary>How far the server's clock is ahead of this machine's, as an interval in seconds; null while nothing is known.</summary>
    public (double From, double To)? ClockDifferenceSeconds { get; init; }

    /// <summary>Open change streams.</summary>
    public required int Subscribers { get; init; }
}
