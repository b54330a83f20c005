using CaPresenceActors.Actors.Audit;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Tests.Board;
using CaPresenceActors.Actors.Tests.Engine;
using CaPresenceActors.Actors.Webhooks;
using CaPresenceActors.TestKit.Persistence;
using static CaPresenceActors.Actors.Tests.Engine.EngineBench;

namespace CaPresenceActors.Actors.Tests.Audit;

/// <summary>Who was let in, and where changes are sent: sign-ins, tokens and webhooks in the audit.</summary>
public sealed class AuditOfAccessTests
{
    private static readonly DateTimeOffset Tomorrow = At(8).AddDays(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sign_in_is_told_from_the_invitation_to_its_end_without_any_secret()
    {
        await using var bench = await StartedAsync();
        await DoAsync(bench, new SignInCommand.SetRole("boss", IsUser: false, Role.Receptionist, "XYZZY-stamp"), "anna");
        await DoAsync(bench, new SignInCommand.Invite("boss", IsUser: false, new Invitation("XYZZY-invitation", Tomorrow), "XYZZY-stamp"), "anna");
        await DoAsync(bench, new SignInCommand.Accept("XYZZY-invitation", Password("boss", isUser: false)), "nobody");
        await DoAsync(bench, new SignInCommand.SetRole("boss", IsUser: false, Role.Administrator, "XYZZY-stamp"), "anna");
        await DoAsync(bench, new SignInCommand.SetPasswords([Password("boss", isUser: false)]), "boss");
        await DoAsync(bench, new SignInCommand.NoteSignIn("boss"), "boss");
        await DoAsync(bench, new SignInCommand.EndSessions("boss", "XYZZY-stamp"), "boss");
        await DoAsync(bench, new SignInCommand.SetPasswords([Password("1203", isUser: true)]), "anna");
        await DoAsync(bench, new SignInCommand.Remove("1203"), "anna");

        var entries = (await ReadAsync(bench, new AuditQuery { What = AuditKind.SignIn })).Entries;

        entries.Select(entry => (entry.By, entry.Subject, entry.Sentence)).ShouldBe(
        [
            ("anna", "1203", "The sign-in 1203 was removed."),
            ("anna", "1203", "The password of 1203 was set."),
            ("boss", "boss", "boss was signed out everywhere."),
            ("boss", "boss", "The password of boss was changed."),
            ("anna", "boss", "The sign-in boss was changed: role."),
            ("boss", "boss", "boss took up an invitation and chose a password."),
            ("anna", "boss", "boss was invited."),
            ("anna", "boss", "The sign-in boss was added."),
        ]);
        entries.Select(entry => entry.Changes.Select(change => (change.Member, change.Before, change.After))).ShouldBe(
        [
            [("role", "user", null), ("password", "set", null)],
            [("role", null, "user"), ("password", null, "set")],
            [],
            [("password", null, "changed")],
            [("role", "receptionist", "administrator")],
            [("password", null, "set")],
            [("invitedUntil", null, "2026-11-03T08:00:00Z")],
            [("role", null, "receptionist")],
        ]);
        entries.ShouldAllBe(entry => !Told(entry).Contains("XYZZY"));
    }

    [Fact]
    public async Task A_token_is_told_with_what_it_may_do()
    {
        await using var bench = await StartedAsync();
        await DoAsync(bench, new SignInCommand.AddToken(Token("a1b2c3", "switchboard", Tomorrow)), "anna");
        await DoAsync(bench, new SignInCommand.AddToken(Token("d4e5f6", "wall display", expiresAt: null)), "anna");
        await DoAsync(bench, new SignInCommand.NoteTokenUse("a1b2c3"), "switchboard");
        await DoAsync(bench, new SignInCommand.RevokeToken("a1b2c3"), "ben");

        var entries = (await ReadAsync(bench, new AuditQuery { What = AuditKind.Token, Subject = "switchboard" })).Entries;

        entries.Select(entry => (entry.By, entry.Sentence)).ShouldBe([("ben", "The token switchboard was revoked."), ("anna", "The token switchboard was made.")]);
        entries[1].Changes.ShouldBe(
        [
            new AuditChange("id", null, "a1b2c3"),
            new AuditChange("scope", null, "read"),
            new AuditChange("role", null, "receptionist"),
            new AuditChange("expiresAt", null, "2026-11-03T08:00:00Z"),
        ]);
        entries[0].Changes.ShouldContain(new AuditChange("scope", "read", null));
        entries.ShouldAllBe(entry => !Told(entry).Contains("XYZZY"));
    }

    [Fact]
    public async Task A_webhook_is_told_without_its_secret_and_without_the_path_of_its_address()
    {
        await using var bench = await StartedAsync();
        var id = (await bench.Engine.Webhooks.AddAsync(Spec("Phones", "https://127.0.0.1:9/XYZZY-1"), "anna", Cancelled)).ShouldBeOfType<WebhookReply.Stands>().View.Id;
        await bench.Engine.Webhooks.ChangeAsync(id, Spec("Phones", "https://127.0.0.1:9/XYZZY-2"), "anna", Cancelled);
        await bench.Engine.Webhooks.ChangeAsync(id, Spec("Switchboard", "https://127.0.0.1:10/XYZZY-2") with { Extensions = ["1203"] }, "anna", Cancelled);
        await bench.Engine.Webhooks.ChangeAsync(id, Spec("Switchboard", "https://127.0.0.1:10/XYZZY-2") with { Extensions = ["1204"] }, "anna", Cancelled);
        await bench.Engine.Webhooks.RenewSecretAsync(id, "ben", Cancelled);
        await bench.Engine.Webhooks.ReplayAsync(id, 1, "ben", Cancelled);
        await bench.Engine.Webhooks.RemoveAsync(id, "ben", Cancelled);

        var entries = (await ReadAsync(bench, new AuditQuery { What = AuditKind.Webhook })).Entries;

        entries.Select(entry => (entry.By, entry.Subject, entry.Sentence)).ShouldBe(
        [
            ("ben", "Switchboard", "The webhook Switchboard was removed."),
            ("ben", "Switchboard", "The webhook Switchboard was told to deliver again from position 1."),
            ("ben", "Switchboard", "The webhook Switchboard was given another secret."),
            ("anna", "Switchboard", "The webhook Switchboard was changed: extensions."),
            ("anna", "Switchboard", "The webhook Switchboard was changed: name, url, extensions."),
            ("anna", "Phones", "The webhook Phones was changed: url."),
            ("anna", "Phones", "The webhook Phones was added."),
        ]);
        entries.Select(entry => entry.Changes.Select(change => (change.Member, change.Before, change.After))).ShouldBe(
        [
            [("name", "Switchboard", null), ("url", "https://127.0.0.1:10", null), ("enabled", "false", null), ("extensions[1204]", "1204", null)],
            [("position", null, "1")],
            [("secret", null, "changed")],
            [("extensions[1203]", "1203", null), ("extensions[1204]", null, "1204")],
            [("name", "Phones", "Switchboard"), ("url", "https://127.0.0.1:9", "https://127.0.0.1:10"), ("extensions[1203]", null, "1203"), ("extensions", "everybody", null)],
            [("url", "https://127.0.0.1:9", "https://127.0.0.1:9, another path")],
            [("name", null, "Phones"), ("url", null, "https://127.0.0.1:9"), ("enabled", null, "false"), ("secret", null, "set")],
        ]);
        entries.ShouldAllBe(entry => !Told(entry).Contains("XYZZY"));
    }

    [Fact]
    public async Task A_restart_forgets_nothing_of_it()
    {
        await using var bench = await StartedAsync();
        await DoAsync(bench, new SignInCommand.AddToken(Token("a1b2c3", "switchboard", Tomorrow)), "anna");
        await bench.Engine.Webhooks.AddAsync(Spec("Phones", "https://127.0.0.1:9"), "anna", Cancelled);
        await bench.StopAsync();

        await bench.StartAsync();

        (await ReadAsync(bench, new AuditQuery { By = "anna" })).Entries.Select(entry => entry.Sentence).ShouldBe(["The webhook Phones was added.", "The token switchboard was made."]);
    }

    [Fact]
    public async Task An_event_of_a_version_that_did_not_say_whether_there_was_a_password_is_told_as_set()
    {
        var journal = new InMemoryJournal();
        await new JournalWriter(journal, PresenceIds.SignIns).AppendAsync(new SignInEvent.SignInChanged(At(8), "anna", "1203", SignInChange.PasswordSet, Role.User, Role.User));
        var trail = new AuditTrail(journal, new PresenceCodec(new SiteBook()), new NewestEntries(journal, AuditSource.All.Select(source => source.PersistenceId)), AuditSource.All);

        (await trail.ReadAsync(new AuditQuery(), Cancelled)).Entries.ShouldHaveSingleItem().Sentence.ShouldBe("The password of 1203 was set.");
    }

    private static NewPassword Password(string name, bool isUser) => new(name, isUser, "XYZZY-hash", "XYZZY-stamp");

    private static ApiToken Token(string id, string name, DateTimeOffset? expiresAt) =>
        new() { Id = id, Name = name, TokenHash = "XYZZY-hash", Scope = TokenScope.Read, Role = Role.Receptionist, CreatedAt = At(8), CreatedBy = "anna", ExpiresAt = expiresAt };

    // Nothing is delivered: what is told of a webhook does not depend on it.
    private static WebhookSpec Spec(string name, string url) => new() { Name = name, Url = url, Enabled = false };

    private static string Told(AuditEntry entry) => $"{entry.Sentence} {string.Join(' ', entry.Changes)}";

    private static async Task DoAsync(EngineBench bench, SignInCommand command, string by) => (await bench.Engine.SignIns.ChangeAsync(command, by, Cancelled)).ShouldBeOfType<EngineReply.Done>();

    private static Task<AuditPage> ReadAsync(EngineBench bench, AuditQuery query) => bench.Engine.Audit.ReadAsync(query, Cancelled);
}
