using System.Collections.Frozen;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>The operations that the simulator answers. A new one is a class of its own and a line here, and its request a line in the grammar.</summary>
internal static class OperationRegistry
{
    private static readonly FrozenDictionary<string, IEwsOperation> ByName = new IEwsOperation[]
    {
        new FindItem(),
        new GetItem(),
        new CreateItem(),
        new UpdateItem(),
        new DeleteItem(),
        new SyncFolderItems(),
        new GetFolder(),
        new FindFolder(),
        new GetUserAvailability(),
        new ResolveNames(),
        new GetServerTimeZones(),
        new ConvertId(),
        new Subscribe(),
        new Unsubscribe(),
        new GetEvents(),
        new GetStreamingEvents(),
    }.ToFrozenDictionary(operation => operation.Name);

    /// <summary>All operations by name, as counters and faults call them.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [.. ByName.Keys.Select(SimpleName).Order(StringComparer.Ordinal)];

    /// <summary>The name of an operation, where its request has a longer one.</summary>
    public static string SimpleName(string request) => request == "GetUserAvailabilityRequest" ? "GetUserAvailability" : request;

    public static IEwsOperation? Find(string name) => ByName.GetValueOrDefault(name);
}
