using System.Text;
using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Journeys.Tests.Support;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>What the program leaves behind on the disk.</summary>
public sealed class SecrecyJourneys
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [Fact]
    public async Task Nothing_is_left_for_others_to_read_no_password_in_the_clear_and_no_subject_in_a_log()
    {
        await using var site = new Site();
        var (anna, ben) = (site.Hire("601"), site.Hire("602"));
        var end = Clock.Now.AddMinutes(30);
        anna.Calendar.Add(new Appointment { Subject = "meeting with Doctor Kunigunde", Start = end.AddHours(-1), End = end, Sensitivity = Sensitivity.Private });
        ben.Calendar.Add(new Appointment { Subject = "lunch with Roswitha", Start = end.AddHours(-1), End = end });
        await using (var host = await site.StartAsync(anna, ben))
        await using (var feed = await ChangeFeed.OpenAsync(host.Http, lastEventId: 0))
        {
            await feed.ToAsync(anna.Extension, "In a meeting");
            await feed.ToAsync(ben.Extension, "Lunch");
            var answers = $"{await host.GetAsync("api/v1/presence")}{await host.GetAsync("api/v1/presence/601/why")}{await host.GetAsync("api/v1/presence/601/history")}{await host.GetAsync("api/v1/site")}{await host.GetAsync("api/v1/users")}";
            Secrets(answers).ShouldBeEmpty();
            (await host.StopAsync()).ShouldBe(0);
            Secrets(host.Process.Printed).ShouldBeEmpty();
        }

        var files = Directory.GetFiles(site.DataDirectory, "*", SearchOption.AllDirectories);
        files.ShouldContain(file => file.EndsWith(".db", StringComparison.Ordinal));
        files.ShouldContain(file => file.EndsWith(".log", StringComparison.Ordinal));
        files.ShouldContain(file => file.EndsWith(".xml", StringComparison.Ordinal), "the keys");
        foreach (var file in files)
        {
            // Latin-1 keeps every byte, and what is looked for is plain ASCII; SQLite could have written UTF-16 as well.
            var content = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            foreach (var text in new[] { Encoding.Latin1.GetString(content), Encoding.Unicode.GetString(content) })
            {
                text.ShouldNotContain(Site.Password, Case.Sensitive, file);
                if (file.EndsWith(".log", StringComparison.Ordinal))
                {
                    Secrets(text).ShouldBeEmpty(file);
                }
            }
        }

        if (!OperatingSystem.IsWindows())
        {
            foreach (var path in Directory.GetFileSystemEntries(site.DataDirectory, "*", SearchOption.AllDirectories).Prepend(site.DataDirectory))
            {
                (File.GetUnixFileMode(path) & Others).ShouldBe(UnixFileMode.None, path);
            }
        }
    }

    [Fact]
    public async Task Says_so_when_the_keys_that_protect_the_password_are_gone_and_goes_on_without_reading()
    {
        await using var site = new Site();
        var anna = site.Hire("603");
        var end = Clock.Now.AddMinutes(30);
        var meeting = anna.Calendar.Add(new Appointment { Subject = "meeting", Start = end.AddHours(-1), End = end });
        await using (var host = await site.StartAsync(anna))
        await using (var feed = await ChangeFeed.OpenAsync(host.Http, lastEventId: 0))
        {
            await feed.ToAsync(anna.Extension, "In a meeting");
            (await host.StopAsync()).ShouldBe(0);
        }

        Directory.Delete(Path.Combine(site.DataDirectory, "keys"), recursive: true);
        var requests = site.Exchange.Requests.Total;
        await using var again = await site.StartHostAsync();

        await again.Process.Output.FirstAsync(line => line.Contains("The Exchange password cannot be read any more", StringComparison.Ordinal), "that the keys are gone");
        (await again.PresenceAsync(anna.Extension)).GetProperty("presence").GetString().ShouldBe("In a meeting");
        site.Exchange.Requests.Total.ShouldBe(requests);

        // The administrator gives the password again.
        await using var changes = await ChangeFeed.OpenAsync(again.Http);
        anna.Calendar.Rename(meeting, "lunch");
        var shown = await again.PutAsync("api/v1/site/exchange", site.ExchangeSettings);
        shown.ToString().ShouldNotContain(Site.Password);
        await changes.ToAsync(anna.Extension, "Lunch");
    }

    private static IEnumerable<string> Secrets(string text) => new[] { "Kunigunde", "Roswitha", Site.Password }.Where(secret => text.Contains(secret, StringComparison.Ordinal));
}
