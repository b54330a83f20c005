using System.Text.Json;

namespace CaPresenceActors.Bench.Children;

/// <summary>What a child process can be. Nobody types these.</summary>
internal static class ChildRoles
{
    public const string Word = "child";
    public const string Idle = "idle";
    public const string Edges = "edges";
    public const string Recover = "recover";
    public const string Simulator = "simulator";
    public const string Pages = "pages";

    public static async Task RunAsync(string role, string order)
    {
        switch (role)
        {
            case Idle:
                await IdleChild.RunAsync(Read<IdleOrder>(order));
                break;
            case Edges:
                await EdgeChild.RunAsync(Read<EdgeOrder>(order));
                break;
            case Recover:
                await RecoverChild.RunAsync(Read<RecoverOrder>(order));
                break;
            case Simulator:
                await SimulatorChild.RunAsync(Read<SimulatorOrder>(order));
                break;
            case Pages:
                await PagesChild.RunAsync(Read<PagesOrder>(order));
                break;
            default:
                throw new ArgumentException($"There is no child role \"{role}\".", nameof(role));
        }
    }

    /// <summary>Tells the parent something.</summary>
    public static void Tell<T>(T what) => Console.Out.WriteLine(JsonSerializer.Serialize(what));

    /// <summary>Waits until the parent has heard enough, or is gone.</summary>
    /// <remarks>The console's reader blocks its thread even where its methods are called asynchronous, and the pool's threads are what is measured.</remarks>
    public static Task EndAsync() => Task.Factory.StartNew(Console.In.ReadToEnd, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static T Read<T>(string order) => JsonSerializer.Deserialize<T>(order) ?? throw new ArgumentException("The order is empty.", nameof(order));
}
