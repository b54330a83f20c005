using System.Text;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Kernel;
using CaPresenceActors.TestKit;
using CaPresenceActors.TestKit.Persistence;

namespace CaPresenceActors.Actors.Tests.SignIns;

public sealed class SignInDirectoryTests : IDisposable
{
    private InMemoryJournal _journal = new();
    private TestSystem _system;
    private SignInBook _book;
    private IActorRef _directory;

    public SignInDirectoryTests() => Start();

    public void Dispose() => _system.Dispose();

    [Fact]
    public void Sign_ins_and_tokens_outlive_a_restart()
    {
        Do(Password("1203", isUser: true)).ShouldBeOfType<EngineReply.Done>();
        Do(new SignInCommand.SetRole("boss", IsUser: false, Role.Administrator, "s1")).ShouldBeOfType<EngineReply.Done>();
        Do(new SignInCommand.Invite("boss", IsUser: false, new Invitation("invited", DateTimeOffset.UnixEpoch), "s2")).ShouldBeOfType<EngineReply.Done>();
        Do(new SignInCommand.NoteSignIn("1203")).ShouldBeOfType<EngineReply.Done>();
        Do(new SignInCommand.AddToken(Token("a"))).ShouldBeOfType<EngineReply.Done>();
        Do(new SignInCommand.AddToken(Token("b"))).ShouldBeOfType<EngineReply.Done>();
        Do(new SignInCommand.RevokeToken("a")).ShouldBeOfType<EngineReply.Done>();
        var before = _book.Current;

        _system.Dispose();
        _journal = _journal.Reopen();
        Start();

        _book.Current.SignIns.Values.ShouldBe(before.SignIns.Values);
        _book.Current.Tokens.Values.ShouldBe(before.Tokens.Values);
        before.SignIns.Keys.ShouldBe(["1203", "boss"]);
        before.Tokens.Keys.ShouldBe(["b"]);
    }

    [Fact]
    public async Task Events_tell_who_did_what_and_hold_no_hash()
    {
        Do(Password("1203", isUser: true));
        Do(new SignInCommand.Invite("1203", IsUser: true, new Invitation("secret-token-hash", DateTimeOffset.UnixEpoch), "s"));
        Do(new SignInCommand.AddToken(Token("a")));

        var written = await _journal.ReadAsync(0, 100, TestContext.Current.CancellationToken);

        written.Select(entry => entry.Manifest).ShouldBe(["sign-in.changed/1", "sign-in.changed/1", "token.changed/1"]);
        var text = string.Concat(written.Select(entry => Encoding.UTF8.GetString(entry.Payload.Span)));
        text.ShouldContain("\"by\":\"admin\"");
        text.ShouldNotContain("hash", Case.Insensitive);
        text.ShouldNotContain("stamp-of");
    }

    [Fact]
    public void The_sign_in_of_a_user_goes_with_the_user_and_a_namesake_stays()
    {
        Do(Password("1203", isUser: true));
        Do(new SignInCommand.SetRole("desk", IsUser: false, Role.Receptionist, "s"));
        List<string> told = [];
        using var listening = _book.OnChange(told.AddRange);

        _directory.Tell(new SignInMessage.UsersRemoved(["1203", "desk", "9999"]));
        _system.RunUntilIdle();

        _book.Current.SignIns.Keys.ShouldBe(["desk"]);
        told.ShouldBe(["1203"]);
    }

    [Fact]
    public void The_last_administrator_who_can_sign_in_stays_one()
    {
        Do(new SignInCommand.BeginAdministration(new NewPassword("boss", IsUser: false, "hash", "s1"))).ShouldBeOfType<EngineReply.Done>();
        Do(new SignInCommand.SetRole("second", IsUser: false, Role.Administrator, "s2"));

        Do(new SignInCommand.SetRole("boss", IsUser: false, Role.User, "s3")).ShouldBeOfType<EngineReply.Refused>().Reason.ShouldContain("last administrator");
        Do(new SignInCommand.Remove("boss")).ShouldBeOfType<EngineReply.Refused>();
        Do(new SignInCommand.BeginAdministration(new NewPassword("thief", IsUser: false, "hash", "s4"))).ShouldBeOfType<EngineReply.Refused>();

        Do(Password("second", isUser: false));
        Do(new SignInCommand.Remove("boss")).ShouldBeOfType<EngineReply.Done>();
    }

    [Fact]
    public void An_invitation_counts_once_and_in_time()
    {
        var until = _system.Time.GetUtcNow().AddDays(7);
        Do(new SignInCommand.Invite("1203", IsUser: true, new Invitation("token", until), "s1"));
        var password = new NewPassword("1203", IsUser: true, "hash", "s2");

        Do(new SignInCommand.Accept("another", password)).ShouldBeOfType<EngineReply.Refused>();
        Do(new SignInCommand.Accept("token", password)).ShouldBeOfType<EngineReply.Done>();
        Do(new SignInCommand.Accept("token", password)).ShouldBeOfType<EngineReply.Refused>();

        Do(new SignInCommand.Invite("1203", IsUser: true, new Invitation("late", _system.Time.GetUtcNow()), "s3"));
        Do(new SignInCommand.Accept("late", password)).ShouldBeOfType<EngineReply.Refused>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("12 03")]
    [InlineData("4711")]
    [InlineData("local")]
    [InlineData("token:x")]
    public void A_name_that_could_be_taken_for_something_else_is_refused(string name) =>
        Do(new SignInCommand.SetRole(name, IsUser: false, Role.Receptionist, "s")).ShouldBeOfType<EngineReply.Refused>();

    [Fact]
    public void Nothing_secret_is_in_what_a_sign_in_says_of_itself()
    {
        var signIn = new SignIn { Name = "boss", Role = Role.Administrator, PasswordHash = "the-hash", Stamp = "the-stamp", Invitation = new Invitation("the-token", default) };

        $"{signIn} {signIn.Invitation} {Token("a")} {new NewPassword("boss", IsUser: false, "the-hash", "the-stamp")}".ShouldNotContain("the-");
    }

    private static SignInCommand.SetPasswords Password(string name, bool isUser) => new([new NewPassword(name, isUser, "hash", $"stamp-of-{name}")]);

    private static ApiToken Token(string id) =>
        new() { Id = id, Name = $"token {id}", TokenHash = "the-hash", Scope = TokenScope.Write, Role = Role.Receptionist, CreatedAt = DateTimeOffset.UnixEpoch, CreatedBy = "admin" };

    private EngineReply Do(SignInCommand command) =>
        _system.Complete(_directory.Ask<EngineReply>(new SignInMessage.Change(command, "admin"), Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken));

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_system), nameof(_book), nameof(_directory))]
    private void Start()
    {
        _system = TestSystem.Create(_journal, new PresenceCodec(new SiteBook()));
        var (book, time) = (new SignInBook(), _system.Time);
        _book = book;
        _directory = _system.System.ActorOf(Props.Create(() => new SignInDirectory(time, book)), "sign-ins");
        _system.RunUntilIdle();
    }
}
