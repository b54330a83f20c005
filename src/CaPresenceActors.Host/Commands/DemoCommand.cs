using System.CommandLine;
using CaPresenceActors.Host.Demo;

namespace CaPresenceActors.Host.Commands;

/// <summary><c>capresence demo</c>: everything in one go, with a company whose presences change while one looks.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var people = new Option<int>("--people") { Description = "How many people the company has, 1 to 5000.", DefaultValueFactory = _ => 50 };
        var port = new Option<int>("--port") { Description = "Where the web server listens; another port is taken when it is in use.", DefaultValueFactory = _ => 8080 };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same people.", DefaultValueFactory = _ => 1 };
        var duration = new Option<int?>("--seconds") { Description = "End by itself after so many seconds; without it, Ctrl-C ends it.", HelpName = "N" };
        people.Validators.Add(result => Within(result, people, 1, 5000));
        port.Validators.Add(result => Within(result, port, 0, 65535));
        duration.Validators.Add(result => Within(result, duration, 1, 86_400));
        var command = new Command("demo", "Run the engine with a simulated Exchange server and 50 people, and watch presences change in a live table.") { people, port, seed, duration };
        command.SetAction(async (parsed, cancellation) =>
        {
            var run = new DemoRun(parsed.GetValue(people), parsed.GetValue(port), parsed.GetValue(seed), TimeProvider.System);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (parsed.GetValue(duration) is { } seconds)
            {
                ended.CancelAfter(TimeSpan.FromSeconds(seconds));
            }

            try
            {
                await run.RunAsync(ended.Token);
                return ExitCodes.Done;
            }
            catch (Exception e) when (RunCommand.Explains(e))
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message);
                return ExitCodes.CannotRun;
            }
        });
        return command;
    }

    private static void Within<T>(System.CommandLine.Parsing.OptionResult result, Option<T> option, int least, int most)
    {
        if (result.Tokens.Count == 1 && result.GetValue(option) is int value && (value < least || value > most))
        {
            result.AddError($"{option.Name} is {value}; {least} to {most} is needed.");
        }
    }
}
