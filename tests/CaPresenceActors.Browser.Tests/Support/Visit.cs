using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace CaPresenceActors.Browser.Tests.Support;

/// <summary>Somebody before a browser of their own.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _mistakes = [];

    private Visit(IBrowserContext context, IPage page, Uri root) => (Context, Page, Root) = (context, page, root);

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public Uri Root { get; }

    /// <summary>What the scripts of the page did not catch.</summary>
    public IEnumerable<string> Mistakes => _mistakes;

    /// <summary>Opens a browser in which nobody is signed in.</summary>
    public static async Task<Visit> BeginAsync(Chromium chromium, Uri root, BrowserNewContextOptions? options = null)
    {
        var context = await chromium.Browser.NewContextAsync(options ?? new BrowserNewContextOptions());
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        var page = await context.NewPageAsync();
        var visit = new Visit(context, page, root);
        page.PageError += (_, mistake) => visit._mistakes.Enqueue(mistake);
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
