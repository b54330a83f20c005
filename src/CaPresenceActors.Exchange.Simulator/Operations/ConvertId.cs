using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Turns the entry ids of GetUserAvailability into ids of EWS, and back.</summary>
internal sealed class ConvertId() : EwsOperation("ConvertId")
{
    protected override void Write(EwsCall call, EwsWriter writer)
    {
        var format = call.Operation.RequiredAttribute("DestinationFormat");
        WriteMessages(
            writer,
            call.Operation.Required("SourceIds").Children,
            source => Convert(call, source, format),
            converted =>
            {
                writer.StartMessage("AlternateId");
                writer.TypeAttribute("AlternateIdType");
                writer.Attribute("Format", format);
                writer.Attribute("Id", converted.Id);
                writer.Attribute("Mailbox", converted.Mailbox);
                writer.End();
            });
    }

    private static (string Id, string Mailbox) Convert(EwsCall call, EwsElement source, string format)
    {
        if (source.Name != "AlternateId")
        {
            throw new EwsErrorException("ErrorUnsupportedTypeForConversion", "The simulator has no public folders.");
        }

        var address = source.RequiredAttribute("Mailbox");
        var mailbox = call.Mailbox(address);
        var text = source.RequiredAttribute("Id");
        var id = source.RequiredAttribute("Format") switch
        {
            "HexEntryId" => EwsIds.ReadHexEntryId(text),
            "EwsId" => EwsIds.Read(text),
            var other => throw NotConverted(other),
        };

        return format switch
        {
            "EwsId" => (EwsIds.Write(id with { Mailbox = mailbox.Id }), address),
            "HexEntryId" => (EwsIds.HexEntryId(mailbox, id.Key), address),
            _ => throw NotConverted(format),
        };
    }

    private static EwsErrorException NotConverted(string format) =>
        new("ErrorUnsupportedTypeForConversion", $"The simulator converts between HexEntryId and EwsId, not {format}.");
}
