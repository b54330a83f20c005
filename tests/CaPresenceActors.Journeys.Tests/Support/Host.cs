using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CaPresenceActors.Journeys.Tests.Support;

/// <summary>A running host and what one can ask it over HTTP.</summary>
internal sealed partial class Host : IAsyncDisposable
{
    private Host(CapresenceProcess process, Uri address, string token)
    {
        Process = process;
        Http = new HttpClient { BaseAddress = address, Timeout = Heard<string>.Patience };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public CapresenceProcess Process { get; }

    /// <summary>Asks with the token of local administration.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts the program with a configuration file and waits until it says where it listens.</summary>
    public static Task<Host> StartAsync(string configuration, string dataDirectory, IReadOnlyDictionary<string, string>? environment = null) =>
        ListeningAsync(CapresenceProcess.Start(["run", "--config", configuration], environment), dataDirectory);

    /// <summary>Waits until a program that was started says where it listens.</summary>
    public static async Task<Host> ListeningAsync(CapresenceProcess process, string dataDirectory)
    {
        try
        {
            var line = await process.Output.FirstAsync(line => Listening().IsMatch(line), "where it listens");
            var token = await File.ReadAllTextAsync(Path.Combine(dataDirectory, "local-administration.token"), TestContext.Current.CancellationToken);
            return new Host(process, new Uri(Listening().Match(line).Groups["address"].Value), token.Trim());
        }
        catch (TimeoutException e)
        {
            var errors = string.Join(Environment.NewLine, process.Errors.All);
            await process.DisposeAsync();
            throw new InvalidOperationException($"The host did not start. On standard error: {errors}", e);
        }
    }

    /// <summary>A GET that answers 200 with JSON.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path, TestContext.Current.CancellationToken);
        return await JsonAsync(response, HttpStatusCode.OK);
    }

    public Task<JsonElement> PresenceAsync(string extension) => GetAsync($"api/v1/presence/{extension}");

    /// <summary>The sentences that tell why an extension shows what it shows.</summary>
    public async Task<string> WhyAsync(string extension) =>
        string.Join(' ', (await GetAsync($"api/v1/presence/{extension}/why")).GetProperty("sentences").EnumerateArray().Select(sentence => sentence.GetString()));

    /// <summary>An extension's changes, oldest first.</summary>
    public async Task<ImmutableArray<Change>> HistoryAsync(string extension)
    {
        var body = await GetAsync($"api/v1/presence/{extension}/history?limit=1000");
        return [.. body.GetProperty("changes").Deserialize<List<Change>>(JsonSerializerOptions.Web)!.AsEnumerable().Reverse()];
    }

    /// <summary>A request with a JSON body, and the JSON that answers it.</summary>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await JsonAsync(response, expected);
    }

    public Task<JsonElement> PutAsync(string path, object body, HttpStatusCode expected = HttpStatusCode.OK) => SendAsync(HttpMethod.Put, path, body, expected);

    /// <summary>Adds people from lines of CSV.</summary>
    public async Task ImportAsync(string csv)
    {
        using var content = new StringContent(csv, System.Text.Encoding.UTF8, "text/csv");
        using var response = await Http.PostAsync("api/v1/users/import", content, TestContext.Current.CancellationToken);
        _ = await JsonAsync(response, HttpStatusCode.OK);
    }

    /// <summary>Asks it to stop and waits until it has.</summary>
    public async Task<int> StopAsync(int signal = CapresenceProcess.Terminate)
    {
        Process.Signal(signal);
        return await Process.ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Process.DisposeAsync();
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(expected, $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    [GeneratedRegex(@"Listening on (?<address>https?://\S+?/)\. ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
