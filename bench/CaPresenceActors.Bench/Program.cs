using CaPresenceActors.Bench;
using CaPresenceActors.Bench.Children;

// A child is told by its parent what to be; everybody else types a command.
if (args is [ChildRoles.Word, var role, var order])
{
    await ChildRoles.RunAsync(role, order);
    return 0;
}

return await CommandLine.Create(Console.Out, Console.Error).Parse(args).InvokeAsync();
