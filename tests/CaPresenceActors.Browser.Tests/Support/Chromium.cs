using System.Runtime.InteropServices;
using CaPresenceActors.Browser.Tests.Support;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace CaPresenceActors.Browser.Tests.Support;

/// <summary>One real Chromium for all tests; each test gets contexts of its own, which share nothing.</summary>
public sealed partial class Chromium : IAsyncLifetime
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The browser; the test is skipped where there is none.</summary>
    internal IBrowser Browser
    {
        get
        {
            Assert.SkipWhen(_browser is null, "There is no Chromium; install it (Debian: apt-get install chromium), or say where it is with CAPRESENCE_CHROMIUM.");
            return _browser;
        }
    }

    public async ValueTask InitializeAsync()
    {
        var executable = Environment.GetEnvironmentVariable("CAPRESENCE_CHROMIUM") ?? Array.Find(Places, File.Exists);
        if (executable is null)
        {
            return;
        }

        // Machines that build are busy; what does not come within this does not come at all.
        Assertions.SetDefaultExpectTimeout((float)Visit.Patience.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = executable,
            // Chromium refuses its sandbox to root, and build machines are root.
            Args = IsRoot ? ["--no-sandbox"] : [],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static bool IsRoot => !OperatingSystem.IsWindows() && EffectiveUser() == 0;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUser();
}
