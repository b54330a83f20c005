using System.Text.Json;
using System.Text.Json.Nodes;
using CaPresenceActors.Exchange.Simulator;

namespace CaPresenceActors.Host.Demo;

/// <summary>The configuration of the demo's site, as HOCON (of which JSON is a part).</summary>
internal static class DemoSite
{
    private static readonly (string Keyword, string Presence)[] Keywords =
    [
        ("do not disturb", "Do not disturb"),
        ("vacation", "Vacation"),
        ("business trip", "Business trip"),
        ("out of office", "Out of office"),
        ("lunch", "Lunch"),
        ("meeting", "In a meeting"),
    ];

    public static string Configuration(ExchangeSimulator simulator, string dataDirectory, int port, string zone)
    {
        var site = new JsonObject
        {
            ["capresence"] = new JsonObject
            {
                ["data-directory"] = dataDirectory,
                ["http"] = new JsonObject { ["port"] = port },
                ["seed"] = new JsonObject
                {
                    ["integration"] = true,
                    ["time-zone"] = zone,
                    ["poll-interval"] = "10s",
                    ["keywords"] = new JsonArray([.. Keywords.Select(row => new JsonObject { ["keyword"] = row.Keyword, ["presence"] = row.Presence })]),
                    ["exchange"] = new JsonObject
                    {
                        ["server"] = simulator.Address.Host,
                        ["port"] = simulator.Address.Port,
                        ["tls"] = false,
                        ["user-name"] = simulator.ServiceAccount.UserName,
                        ["password"] = simulator.ServiceAccount.Password,
                    },
                },
            },
        };
        return site.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }
}
