using CaPresenceActors.Browser.Tests.Support;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Browser.Tests;

public sealed class FirstLook(Chromium chromium)
{
    [Fact]
    public async Task Shows_the_board()
    {
        await using var site = new Site();
        await using var host = await site.StartAsync(site.Hire("1000"));
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(host.Http.BaseAddress!.ToString());
        await page.GetByText("User 1000").WaitForAsync();
    }
}
