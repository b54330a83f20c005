using System.Collections.Immutable;
using System.Text.Json;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Users;

namespace CaPresenceActors.Actors.Audit;

/// <summary>Changes of users: those of each user are entries of their own, be they many thousands of one import.</summary>
internal sealed class UserAudit : AuditSource
{
    public override string PersistenceId => PresenceIds.Users;

    public override ImmutableArray<AuditKind> Kinds { get; } = [AuditKind.User];

    public override AuditMark? MarkOf(object happened) => happened is UserChanged change ? new AuditMark(change.At, change.By, change.Extension) : null;

    public override ValueTask<ImmutableArray<AuditFinding>> FindingsAsync(object happened, Func<ValueTask<object?>> earlier)
    {
        var change = (UserChanged)happened;
        ImmutableArray<AuditChange> changes = [.. FormDifference.Inside(FormOf(change.Before), FormOf(change.Profile)).Where(found => found.Member != "extension")];
        return ValueTask.FromResult<ImmutableArray<AuditFinding>>([new AuditFinding(AuditKind.User, SentenceOf(change, changes), changes)]);
    }

    private static JsonElement? FormOf(UserProfile? profile) => profile is null ? null : JsonSerializer.SerializeToElement(Forms.Of(profile), JournalJson.Default.ProfileForm);

    // Versions before the audit have not said whether a user was new.
    private static string SentenceOf(UserChanged change, ImmutableArray<AuditChange> changes) => change switch
    {
        { Profile: null, Before: { } gone } => $"{gone.Name} ({change.Extension}) was removed.",
        { Profile: null } => $"Extension {change.Extension} was removed.",
        { Added: true, Profile: { } added } => $"{added.Name} ({change.Extension}) was added.",
        { Before: not null, Profile: { } changed } => $"{changed.Name} ({change.Extension}) was changed: {AuditSentence.OfMembers(changes)}.",
        { Profile: { } stored } => $"{stored.Name} ({change.Extension}) was stored.",
    };
}
