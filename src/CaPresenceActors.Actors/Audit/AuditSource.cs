using System.Collections.Immutable;

namespace CaPresenceActors.Actors.Audit;

/// <summary>
/// Where the events of one persistent actor become what the audit tells: one for each actor that keeps settings, listed in <see cref="All"/>. Who adds such an actor adds one here; nothing else needs to be done.
/// </summary>
internal abstract class AuditSource
{
    /// <summary>All there are.</summary>
    public static ImmutableArray<AuditSource> All { get; } = [new SiteAudit(), new UserAudit(), new SignInAudit(), new WebhookAudit()];

    /// <summary>Whose events.</summary>
    public abstract string PersistenceId { get; }

    /// <summary>The kinds of settings that they may change.</summary>
    public abstract ImmutableArray<AuditKind> Kinds { get; }

    /// <summary>When, who and whose: all that most filters need, without working out what changed. Null for an event that is no change of settings.</summary>
    public abstract AuditMark? MarkOf(object happened);

    /// <summary>What an event changed: at least one finding, even when nothing of it can be told.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="earlier">Fetches the actor's event before it; null when that is pruned, or was never there. For events that do not say themselves what was before.</param>
    public abstract ValueTask<ImmutableArray<AuditFinding>> FindingsAsync(object happened, Func<ValueTask<object?>> earlier);
}

/// <summary>When, who and whose.</summary>
internal sealed record AuditMark(DateTimeOffset At, string By, string? Subject);

/// <summary>What changed, of one kind.</summary>
internal sealed record AuditFinding(AuditKind What, string Sentence, ImmutableArray<AuditChange> Changes);
