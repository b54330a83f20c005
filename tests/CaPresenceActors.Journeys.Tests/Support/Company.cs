using System.Globalization;
using CaPresenceActors.Journeys.Tests.Support;

[assembly: AssemblyFixture(typeof(Company))]

namespace CaPresenceActors.Journeys.Tests.Support;

/// <summary>One host with one Exchange server that many journeys share; each hires people of its own and changes no setting of the site.</summary>
public sealed class Company : IAsyncLifetime
{
    private readonly Site _site = new();
    private int _lastExtension = 1000;

    internal Host Host { get; private set; } = null!;

    internal ChangeFeed Changes { get; private set; } = null!;

    internal Uri ExchangeAddress => _site.Exchange.Address;

    internal Exchange.Simulator.ExchangeSimulator Exchange => _site.Exchange;

    public async ValueTask InitializeAsync()
    {
        Host = await _site.StartAsync(_site.Hire("1000"));
        Changes = await ChangeFeed.OpenAsync(Host.Http);
    }

    /// <summary>Somebody new, with an extension and an empty calendar that is read from now on.</summary>
    internal async Task<Person> HireAsync()
    {
        var person = _site.Hire(Interlocked.Increment(ref _lastExtension).ToString(CultureInfo.InvariantCulture));
        await Host.ImportAsync(Site.Csv(person));
        return person;
    }

    public async ValueTask DisposeAsync()
    {
        // Called after a start that failed, too: then no process may be left behind.
        if (Changes is not null)
        {
            await Changes.DisposeAsync();
        }

        if (Host is not null)
        {
            await Host.DisposeAsync();
        }

        await _site.DisposeAsync();
    }
}
