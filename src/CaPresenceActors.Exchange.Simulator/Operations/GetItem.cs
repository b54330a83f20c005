using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Shows items by id, with everything that FindItem leaves out.</summary>
internal sealed class GetItem() : EwsOperation("GetItem")
{
    protected override void Write(EwsCall call, EwsWriter writer)
    {
        var shape = ItemShape.Read(call.Operation.Required("ItemShape"), call.Version, isFind: false);
        WriteMessages(
            writer,
            call.Operation.Required("ItemIds").Children,
            call.Item,
            target =>
            {
                writer.StartMessage("Items");
                new CalendarItemWriter(target.Mailbox, shape, call.Version, isFind: false, target.Rights).Write(writer, target.Entry);
                writer.End();
            },
            () => WriteNoItems(writer));
    }
}
