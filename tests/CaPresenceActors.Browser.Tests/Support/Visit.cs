using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace CaPresenceActors.Browser.Tests.Support;

/// <summary>Somebody before a browser of their own.</summary>
internal sealed class Visit : IAsyncDisposable
{
    /// <summary>How long anything is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _mistakes = [];
    private readonly ConcurrentQueue<string> _requests = [];

    private Visit(IBrowserContext context, IPage page, Uri root) => (Context, Page, Root) = (context, page, root);

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public Uri Root { get; }

    /// <summary>What the scripts of the page did not catch, and what they or the content policy complained of.</summary>
    public IEnumerable<string> Mistakes => _mistakes;

    /// <summary>Every address that the browser asked for.</summary>
    public IEnumerable<string> Requests => _requests;

    /// <summary>Opens a browser in which nobody is signed in.</summary>
    public static async Task<Visit> BeginAsync(Chromium chromium, Uri root, BrowserNewContextOptions? options = null)
    {
        var context = await chromium.Browser.NewContextAsync(options ?? new BrowserNewContextOptions());
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        var page = await context.NewPageAsync();
        var visit = new Visit(context, page, root);
        page.PageError += (_, mistake) => visit._mistakes.Enqueue(mistake);
        page.Console += (_, told) =>
        {
            // What the server refuses is said by the browser, too; the page deals with it.
            if (told.Type == "error" && !told.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                visit._mistakes.Enqueue(told.Text);
            }
        };
        context.Request += (_, request) => visit._requests.Enqueue(request.Url);
        page.Dialog += (_, dialog) =>
        {
            if (dialog.Type != DialogType.BeforeUnload)
            {
                visit._mistakes.Enqueue($"A dialog of the browser: {dialog.Message}");
            }

            _ = dialog.AcceptAsync();
        };
        return visit;
    }

    /// <summary>Signs in as the pages do; the browser keeps the cookie.</summary>
    public async Task SignInAsync(string name, string password)
    {
        var answer = await Context.APIRequest.PostAsync(new Uri(Root, "api/v1/session").ToString(), new APIRequestContextOptions { DataObject = new { name, password } });
        answer.Status.ShouldBe(200, await answer.TextAsync());
    }

    /// <summary>Goes to an address and waits until its page is there.</summary>
    public async Task<IPage> OpenAsync(string address)
    {
        await Page.GotoAsync(new Uri(Root, address).ToString());
        await Page.Locator("main h1").WaitForAsync();
        return Page;
    }

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();
}
