using System.Text.Json;
using System.Text.Json.Nodes;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Board;
using CaPresenceActors.Web.History;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.OpenApi;
using CaPresenceActors.Web.Tests.Hosting;
using CaPresenceActors.Web.Tests.Routes;

namespace CaPresenceActors.Web.Tests.OpenApi;

/// <summary>The API's description is approved: docs/openapi.json. A change of the API shows there, and nowhere unseen.</summary>
public sealed class ApiDescriptionTests
{
    private const string Approved = "docs/openapi.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_description_is_the_approved_one()
    {
        var served = (await ServedAsync()).ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
        var approved = Repository.Read(Approved).ReplaceLineEndings("\n");
        if (served != approved)
        {
            // Beside the tests, so that whoever means the change copies it over the approved one.
            var received = Path.Combine(AppContext.BaseDirectory, "openapi.received.json");
            await File.WriteAllTextAsync(received, served, TestContext.Current.CancellationToken);
            FirstDifference(served, approved).ShouldBeNull($"The API differs from {Approved}. If that is meant, copy {received} over it.");
        }
    }

    [Fact]
    public async Task Every_route_is_described()
    {
        await using var host = await ApiHost.StartAsync();
        var paths = (await ServedAsync())["paths"]!.AsObject();
        var described = paths.SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));

        var mapped = host.Endpoints.SelectMany(RouteList.Of).Where(route => route.Contains(" /api/v1/", StringComparison.Ordinal) && !route.EndsWith("openapi.json", StringComparison.Ordinal));
        RouteList.Differences(described, mapped).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_and_what_it_answers()
    {
        var operations = (await ServedAsync())["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => (Route: $"{operation.Key} {path.Key}", Operation: operation.Value!))).ToList();

        operations.Where(o => string.IsNullOrEmpty((string?)o.Operation["summary"])).Select(o => o.Route).ShouldBeEmpty("without a summary");
        operations.Where(o => !o.Operation["responses"]!.AsObject().Any(response => response.Key.StartsWith('2'))).Select(o => o.Route).ShouldBeEmpty("without a good answer");
    }

    [Fact]
    public void What_is_written_by_hand_has_the_members_that_the_description_tells()
    {
        var row = new PresenceView
        {
            Extension = "1203", Name = "Anna", Presence = "Lunch", Availability = Availability.Away, Since = At, Cause = PresenceCause.ManualSet, Until = At, Next = "Available", Manual = Hold.Until,
            Integrated = true, StaleSince = At, CoveredUntil = At, Sequence = 3, Group = "Sales", TimesHidden = true,
        };
        var change = new PresenceChangeView
        {
            Position = 7, Extension = "1203", Sequence = 3, At = At, RecordedAt = At, From = "Available", To = "Lunch", Cause = PresenceCause.ManualSet, Event = "77", Keyword = "lunch", Until = At, Next = "Available", TimesHidden = true,
        };

        Members(new SeenView(row, TellsHiddenTimes: true)).ShouldBe(Described<RowShape>(), ignoreOrder: true);
        Members(new NamedChange(change, "Anna")).ShouldBe(Described<PresenceChangeShape>(), ignoreOrder: true);

        static IEnumerable<string> Members<T>(T value) => JsonSerializer.SerializeToNode(value, ApiJson.Form)!.AsObject().Select(member => member.Key);
        static IEnumerable<string> Described<T>() => typeof(T).GetProperties().Where(property => property.Name != "EqualityContract").Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
    }

    private static DateTimeOffset At { get; } = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private static async Task<JsonNode> ServedAsync()
    {
        await using var host = await ApiHost.StartAsync();
        var served = await host.Client.GetStringAsync("/api/v1/openapi.json", TestContext.Current.CancellationToken);
        return JsonNode.Parse(served)!;
    }

    private static string? FirstDifference(string served, string approved) =>
        served.Split('\n').Zip(approved.Split('\n').Append("(the end)"), (now, before) => (now, before)).Where(pair => pair.now != pair.before).Select(pair => $"served: {pair.now.Trim()}, approved: {pair.before.Trim()}").FirstOrDefault();
}
