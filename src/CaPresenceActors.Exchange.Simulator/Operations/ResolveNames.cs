using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Finds people by address, or by the beginning of a name or an address.</summary>
internal sealed class ResolveNames() : EwsOperation("ResolveNames")
{
    private const int MostResults = 100;

    protected override void Write(EwsCall call, EwsWriter writer)
    {
        var entry = call.Operation.Required("UnresolvedEntry").Text.Trim();
        var found = Find(call, entry.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase) ? entry[5..] : entry);
        if (found.Count == 0)
        {
            WriteMessages<string, bool>(writer, [entry], _ => throw new EwsErrorException("ErrorNameResolutionNoResults", "No results were found."), _ => { });
            return;
        }

        writer.StartMessage("ResolveNamesResponse");
        writer.StartMessage("ResponseMessages");
        writer.StartMessage("ResolveNamesResponseMessage");
        if (found.Count == 1)
        {
            writer.Attribute("ResponseClass", "Success");
            writer.Message("ResponseCode", "NoError");
        }
        else
        {
            WriteError(writer, new EwsErrorException("ErrorNameResolutionMultipleResults", "Multiple results were found."), "Warning");
        }

        writer.StartMessage("ResolutionSet");
        writer.Attribute("TotalItemsInView", found.Count);
        writer.Attribute("IncludesLastItemInRange", found.Count <= MostResults);
        foreach (var mailbox in found.Take(MostResults))
        {
            Write(writer, mailbox, call.Operation.RequiredAttribute("ReturnFullContactData") is "true" or "1");
        }

        for (var open = 0; open < 4; open++)
        {
            writer.End();
        }
    }

    private static List<SimulatedMailbox> Find(EwsCall call, string text)
    {
        if (call.Mailboxes.Find(text) is { } exact)
        {
            return [exact];
        }

        return
        [
            .. call.Mailboxes.All
                .Where(m => m.Name.StartsWith(text, StringComparison.OrdinalIgnoreCase) || m.Address.StartsWith(text, StringComparison.OrdinalIgnoreCase))
                .OrderBy(m => m.Address, StringComparer.OrdinalIgnoreCase)
                .Take(MostResults + 1),
        ];
    }

    private static void Write(EwsWriter writer, SimulatedMailbox mailbox, bool withContact)
    {
        writer.StartType("Resolution");
        writer.StartType("Mailbox");
        writer.Type("Name", mailbox.Name);
        writer.Type("EmailAddress", mailbox.Address);
        writer.Type("RoutingType", "SMTP");
        writer.Type("MailboxType", "Mailbox");
        writer.End();
        if (withContact)
        {
            writer.StartType("Contact");
            writer.Type("DisplayName", mailbox.Name);
            writer.End();
        }

        writer.End();
    }
}
