using CaPresenceActors.Host.Hosting;
using CaPresenceActors.TestKit;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Journeys.Tests;

/// <summary>What the page on health tells of the log.</summary>
public sealed class RecentErrorsTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly RecentErrors _errors;
    private readonly ILoggerFactory _logs;

    public RecentErrorsTests()
    {
        _errors = new RecentErrors(_time);
        _logs = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_errors));
    }

    public void Dispose()
    {
        _logs.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public void Warnings_and_what_is_worse_are_kept_newest_first()
    {
        var logger = _logs.CreateLogger("Poller");
        logger.LogInformation("All is well.");
        logger.LogWarning("Mailbox {Extension} is not read.", "1203");
        _time.Advance(TimeSpan.FromSeconds(1));
        logger.LogError(new InvalidOperationException("XYZZY"), "It broke.");
        logger.LogCritical("It is over.");

        _errors.Newest().Select(error => (error.Level, error.Message, error.Count)).ShouldBe(
            [("critical", "It is over.", 1L), ("error", "It broke. (InvalidOperationException)", 1L), ("warning", "Mailbox 1203 is not read.", 1L)]);
        _errors.Newest()[2].ShouldSatisfyAllConditions(error => error.Category.ShouldBe("Poller"), error => error.At.ShouldBe(_time.GetUtcNow().AddSeconds(-1)));
    }

    [Fact]
    public void What_says_the_same_is_counted_and_becomes_the_newest()
    {
        var began = _time.GetUtcNow();
        var logger = _logs.CreateLogger("Poller");
        logger.LogWarning("One.");
        logger.LogWarning("Two.");
        _time.Advance(TimeSpan.FromMinutes(1));
        logger.LogWarning("One.");
        _logs.CreateLogger("Web").LogWarning("Two.");

        _errors.Newest().Select(error => (error.Category, error.Message, error.Count)).ShouldBe([("Web", "Two.", 1L), ("Poller", "One.", 2L), ("Poller", "Two.", 1L)]);
        (_errors.Newest()[1].Since, _errors.Newest()[1].At).ShouldBe((began, began.AddMinutes(1)));
    }

    [Fact]
    public void When_there_are_too_many_what_was_said_longest_ago_goes()
    {
        var logger = _logs.CreateLogger("Poller");
        for (var number = 1; number <= RecentErrors.Kept; number++)
        {
            logger.LogWarning("Trouble {Number}.", number);
        }

        logger.LogWarning("Trouble {Number}.", 1);
        logger.LogWarning("One more.");

        var messages = _errors.Newest().Select(error => error.Message).ToList();
        messages.Count.ShouldBe(RecentErrors.Kept);
        messages[..2].ShouldBe(["One more.", "Trouble 1."]);
        messages.ShouldNotContain("Trouble 2.");
        messages[^1].ShouldBe("Trouble 3.");
    }

    [Fact]
    public void A_very_long_message_is_cut()
    {
        _logs.CreateLogger("Poller").LogWarning("{Text}", new string('x', 100_000));

        _errors.Newest().ShouldHaveSingleItem().Message.Length.ShouldBe(1_001);
    }

    [Fact]
    public void Times_are_those_of_the_corrected_clock_as_soon_as_there_is_one()
    {
        var corrected = new ManualTime(_time.GetUtcNow().AddHours(1));
        _errors.Clock = corrected;

        _logs.CreateLogger("Poller").LogWarning("Late.");

        _errors.Newest().ShouldHaveSingleItem().At.ShouldBe(corrected.GetUtcNow());
    }
}
