using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CaPresenceActors.Bench.Site;

/// <summary>A subscriber of the change stream who notes when each extension's next change came, as spans on the clock of <see cref="Stopwatch"/>.</summary>
internal sealed class EditListener : IAsyncDisposable
{
    private const string Data = "data: ";

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource _leaving = new();
    private readonly Lock _lock = new();
    private readonly TimeSpan[] _arrivals;
    private Task _reading = Task.CompletedTask;
    private TaskCompletionSource<TimeSpan[]>? _expecting;
    private int _missing;

    private EditListener(int extensions) => _arrivals = new TimeSpan[extensions];

    /// <summary>The instant of now on the clock of these arrivals.</summary>
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    public static async Task<EditListener> OpenAsync(Uri server, string token, int extensions)
    {
        var listener = new EditListener(extensions);
        listener._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var stream = await listener._http.GetStreamAsync(new Uri(server, "/api/v1/changes"));
        listener._reading = Task.Run(() => listener.ReadAsync(stream));
        return listener;
    }

    /// <summary>Ends when the first so many extensions have had one change each from now on; their arrivals, by number.</summary>
    public async Task<TimeSpan[]> ExpectAsync(int extensions)
    {
        Task<TimeSpan[]> expected;
        lock (_lock)
        {
            Array.Clear(_arrivals);
            _missing = extensions;
            _expecting = new TaskCompletionSource<TimeSpan[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            expected = _expecting.Task;
        }

        return await Task.WhenAny(expected, _reading) == expected
            ? await expected
            : throw new InvalidOperationException("The change stream ended before every change had come.");
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _leaving.Dispose();
    }

    private async Task ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(_leaving.Token) is { } line)
        {
            if (line.StartsWith(Data, StringComparison.Ordinal))
            {
                var now = Now;
                using var change = JsonDocument.Parse(line.AsMemory(Data.Length));
                Hear(PreparedSite.NumberOf(change.RootElement.GetProperty("extension").GetString()!), now);
            }
        }
    }

    private void Hear(int extension, TimeSpan now)
    {
        lock (_lock)
        {
            if (_arrivals[extension] == default && _expecting is { } expecting)
            {
                _arrivals[extension] = now;
                if (--_missing == 0)
                {
                    _expecting = null;
                    expecting.SetResult([.. _arrivals]);
                }
            }
        }
    }
}
