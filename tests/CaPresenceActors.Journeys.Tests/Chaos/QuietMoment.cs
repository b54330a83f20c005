using System.Text.Json;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests.Chaos;

/// <summary>
/// While nobody touches a calendar and nothing is wrong with Exchange, everything that is shown must become right and stay so: the presence, until when it holds, and what comes then.
/// </summary>
internal sealed class QuietMoment
{
    private const int Shown = 5;

    // Around an edge both sides are right: an edge is recorded a moment after it is due, and the engine goes by the clock of the server, which it knows to two seconds.
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(2.5);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestOutlook = TimeSpan.FromHours(18);

    private readonly Dictionary<string, TrueDay> _days;
    private readonly Support.Host _host;

    private QuietMoment(Support.Host host, Dictionary<string, TrueDay> days) => (_host, _days) = (host, days);

    /// <summary>Hears who is late, and why.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>Reads the true calendars. From now on nobody may touch them.</summary>
    public static async Task<QuietMoment> BeginAsync(Support.Host host, IEnumerable<Person> people, HttpClient control, Action<string> say)
    {
        var from = Clock.Now.AddSeconds(-10);
        var days = new Dictionary<string, TrueDay>(StringComparer.Ordinal);
        foreach (var person in people)
        {
            using var calendar = JsonDocument.Parse(await control.GetStringAsync($"mailboxes/{person.Account}/appointments", TestContext.Current.CancellationToken));
            days[person.Extension] = TrueDay.Of(calendar.RootElement, from);
        }

        return new QuietMoment(host, days) { Say = say };
    }

    /// <summary>Waits until everybody has been seen to be right, and then looks a few times more; how long the first took.</summary>
    /// <remarks>What it waits for happens within the host, step by step and for each extension at another time; it shows on the board alone, so that is looked at once a second.</remarks>
    /// <exception cref="ShouldAssertException">Somebody was not right in time, or was right and then was not.</exception>
    public async Task<TimeSpan> BecomesRightAsync(TimeSpan patience, int looks)
    {
        var began = Clock.Precise;
        var unseen = _days.Keys.ToHashSet(StringComparer.Ordinal);
        var mayBeLate = true;
        while (true)
        {
            var (right, wrong) = await LookAsync();
            unseen.ExceptWith(right);
            unseen.UnionWith(wrong.Keys);
            if (unseen.Count == 0)
            {
                break;
            }

            if (mayBeLate && Clock.Precise - began > Late)
            {
                mayBeLate = false;
                Say($"late: {string.Join("; ", wrong.Values.Take(Shown))}; {await WhyAsync(unseen)}");
            }

            (Clock.Precise - began).ShouldBeLessThan(patience, $"{unseen.Count} extensions are not right yet, of them wrong: {string.Join("; ", wrong.Values.Take(Shown))}");
            await Clock.ReachesAsync(Clock.Precise + BetweenLooks);
        }

        var took = Clock.Precise - began;
        for (var look = 0; look < looks; look++)
        {
            await Clock.ReachesAsync(Clock.Precise + BetweenLooks);
            (await LookAsync()).Wrong.Values.ShouldBeEmpty("what is right stays right while nobody touches it");
        }

        return took;
    }

    private async Task<string> WhyAsync(HashSet<string> extensions)
    {
        var mailboxes = (await _host.GetAsync("api/v1/mailboxes?limit=1000")).GetProperty("mailboxes").EnumerateArray();
        var poller = (await _host.GetAsync("api/v1/health")).GetProperty("poller");
        return $"{string.Join("; ", mailboxes.Where(mailbox => extensions.Contains(mailbox.GetProperty("extension").GetString()!)).Take(Shown))}; {poller}";
    }

    private async Task<(List<string> Right, Dictionary<string, string> Wrong)> LookAsync()
    {
        var asked = Clock.Precise;
        var board = await _host.GetAsync("api/v1/presence");
        var answered = Clock.Precise;
        var (right, wrong) = (new List<string>(), new Dictionary<string, string>(StringComparer.Ordinal));
        var shown = board.GetProperty("presences").EnumerateArray().ToDictionary(row => row.GetProperty("extension").GetString()!, StringComparer.Ordinal);
        foreach (var (extension, day) in _days)
        {
            if (day.ChangesWithin(asked - Before, answered + After))
            {
                continue;
            }

            if (Differs(day, asked, shown[extension]) is { } difference)
            {
                wrong[extension] = $"{extension} {difference}";
            }
            else
            {
                right.Add(extension);
            }
        }

        return (right, wrong);
    }

    private static string? Differs(TrueDay day, DateTimeOffset now, JsonElement row)
    {
        var presence = row.GetProperty("presence").GetString();
        if (presence != day.At(now))
        {
            return $"shows {presence}, but by its calendar it is {day.At(now)}";
        }

        var expected = day.After(now) is { } next && next.At < now + LongestOutlook ? next : ((DateTimeOffset At, string To)?)null;
        var told = row.TryGetProperty("until", out var until) && until.GetDateTimeOffset() is var at && at < now + LongestOutlook
            ? (at, row.GetProperty("next").GetString()!)
            : ((DateTimeOffset At, string To)?)null;
        return told == expected ? null : $"says {presence} holds until {told}, but by its calendar that is {expected}";
    }
}
