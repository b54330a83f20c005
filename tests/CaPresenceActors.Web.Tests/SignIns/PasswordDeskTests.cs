using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Tests.Fakes;
using CaPresenceActors.Web.Tests.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.Tests.SignIns;

public sealed class PasswordDeskTests
{
    [Fact]
    public async Task Nobody_fills_the_line_of_known_browsers_with_one_name()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var directory = new DirectoryOfSignIns(time);
        var devices = new DeviceCookies(new EphemeralDataProtectionProvider(), new WebSettings());
        using var hasher = new SlowHasher();
        using var desk = new PasswordDesk(hasher, directory.Desk, devices, time);
        var set = new SignInCommand.SetPasswords([new NewPassword("1203", IsUser: true, "right", "s1"), new NewPassword("1204", IsUser: true, "right", "s2")]);
        (await directory.Desk.ChangeAsync(set, "test", TestContext.Current.CancellationToken)).ShouldBeOfType<EngineReply.Done>();

        var hashed = Check("1203");
        await hasher.Begun.WaitAsync(ApiHost.Deadline, TestContext.Current.CancellationToken);
        var waits = desk.CheckAsync(KnownBrowser("1203"), "1203", "right");
        var third = await desk.CheckAsync(KnownBrowser("1203"), "1203", "right");
        var other = desk.CheckAsync(KnownBrowser("1204"), "1204", "right");
        var newPassword = await desk.HashAsync("1203", "a new one", TestContext.Current.CancellationToken);

        third.ShouldBeOfType<PasswordVerdict.TooMany>().RetryAfter.ShouldBe(PasswordDesk.Busy);
        newPassword.ShouldBe("a new one", "new passwords have a line of their own");
        hasher.GoOn();
        foreach (var check in (Task<PasswordVerdict>[])[hashed, waits, other])
        {
            (await check.WaitAsync(ApiHost.Deadline, TestContext.Current.CancellationToken)).ShouldBeOfType<PasswordVerdict.Right>();
        }

        (await desk.CheckAsync(KnownBrowser("1203"), "1203", "right")).ShouldBeOfType<PasswordVerdict.Right>();

        Task<PasswordVerdict> Check(string name) => Task.Run(() => desk.CheckAsync(KnownBrowser(name), name, "right"), TestContext.Current.CancellationToken);

        HttpContext KnownBrowser(string name)
        {
            var marked = new DefaultHttpContext();
            devices.Mark(marked, name);
            var context = new DefaultHttpContext();
            context.Request.Headers.Cookie = marked.Response.Headers.SetCookie.ToString().Split(';')[0];
            return context;
        }
    }

    /// <summary>Takes until it may go on for the first password that is checked.</summary>
    private sealed class SlowHasher : IPasswordHasher, IDisposable
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _goOn = new();

        public Task Begun => _begun.Task;

        public void GoOn() => _goOn.Set();

        public string Hash(string password) => password;

        public bool Matches(string? hash, string password)
        {
            _begun.TrySetResult();
            return _goOn.Wait(ApiHost.Deadline) && hash == password;
        }

        public void Dispose() => _goOn.Dispose();
    }
}
