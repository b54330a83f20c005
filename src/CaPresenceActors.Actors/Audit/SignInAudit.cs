using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using CaPresenceActors.Actors.SignIns;

namespace CaPresenceActors.Actors.Audit;

/// <summary>Who was let in, as what, and who may no more: sign-ins and tokens. A password was set or changed, and nothing more is told of it.</summary>
internal sealed class SignInAudit : AuditSource
{
    private const string Password = "password";

    public override string PersistenceId => PresenceIds.SignIns;

    public override ImmutableArray<AuditKind> Kinds { get; } = [AuditKind.SignIn, AuditKind.Token];

    public override AuditMark? MarkOf(object happened) => happened switch
    {
        SignInEvent.SignInChanged change => new AuditMark(change.At, change.By, change.Name),
        SignInEvent.TokenChanged change => new AuditMark(change.At, change.By, change.Name),
        _ => null,
    };

    public override ValueTask<ImmutableArray<AuditFinding>> FindingsAsync(object happened, Func<ValueTask<object?>> earlier) => ValueTask.FromResult<ImmutableArray<AuditFinding>>(happened switch
    {
        SignInEvent.SignInChanged change => [new AuditFinding(AuditKind.SignIn, SentenceOf(change), [.. ChangesOf(change)])],
        SignInEvent.TokenChanged change => [new AuditFinding(AuditKind.Token, SentenceOf(change), [.. ChangesOf(change)])],
        _ => throw new UnreachableException($"{happened.GetType().Name} is no event of sign-ins."),
    });

    private static string SentenceOf(SignInEvent.SignInChanged change) => change.What switch
    {
        SignInChange.Added => $"The sign-in {change.Name} was added.",
        SignInChange.RoleChanged => $"The sign-in {change.Name} was changed: role.",
        SignInChange.PasswordSet => $"The password of {change.Name} was {SetOrChanged(change)}.",
        SignInChange.Invited => $"{change.Name} was invited.",
        SignInChange.InvitationAccepted => $"{change.Name} took up an invitation and chose a password.",
        SignInChange.SessionsEnded => $"{change.Name} was signed out everywhere.",
        SignInChange.Removed => $"The sign-in {change.Name} was removed.",
        _ => throw new UnreachableException($"No sentence for {change.What}."),
    };

    private static IEnumerable<AuditChange> ChangesOf(SignInEvent.SignInChanged change)
    {
        if (change.Role != change.RoleBefore)
        {
            yield return new AuditChange("role", Word(change.RoleBefore), Word(change.Role));
        }

        if (change.What is SignInChange.PasswordSet or SignInChange.InvitationAccepted)
        {
            yield return new AuditChange(Password, null, SetOrChanged(change));
        }

        if (change is { What: SignInChange.Removed, HadPassword: true })
        {
            yield return new AuditChange(Password, "set", null);
        }

        if (change.InvitedUntil is { } until)
        {
            yield return new AuditChange("invitedUntil", null, Instant(until));
        }
    }

    private static string SetOrChanged(SignInEvent.SignInChanged change) => change.HadPassword == true ? "changed" : "set";

    private static string SentenceOf(SignInEvent.TokenChanged change) => change.What switch
    {
        TokenChange.Created => $"The token {change.Name} was made.",
        TokenChange.Revoked => $"The token {change.Name} was revoked.",
        _ => throw new UnreachableException($"No sentence for {change.What}."),
    };

    private static IEnumerable<AuditChange> ChangesOf(SignInEvent.TokenChanged change)
    {
        yield return Of("id", change.Id);
        yield return Of("scope", FormWords.ValueOf("scope", change.Scope.ToString()));
        yield return Of("role", Word(change.Role));
        if (change.ExpiresAt is { } until)
        {
            yield return Of("expiresAt", Instant(until));
        }

        AuditChange Of(string member, string? value) => change.What == TokenChange.Created ? new AuditChange(member, null, value) : new AuditChange(member, value, null);
    }

    private static string? Word(Role? role) => role is { } known ? FormWords.ValueOf("role", known.ToString()) : null;

    private static string Instant(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
