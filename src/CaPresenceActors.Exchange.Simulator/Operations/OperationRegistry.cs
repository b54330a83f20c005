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

    public static IEwsOperation? Find(string name) => ByName.GetValueOrDefault(name);
}
