using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Faults;
using CaPresenceActors.Exchange.Simulator.Hosting;
using CaPresenceActors.Exchange.Simulator.Notifications;
using CaPresenceActors.Exchange.Simulator.Protocol;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>A folder that a request names, and what the caller may do there.</summary>
internal readonly record struct FolderTarget(SimulatedMailbox Mailbox, FolderDescription Folder, MailboxRights Rights);

/// <summary>An item that a request names, and what the caller may do there.</summary>
internal readonly record struct ItemTarget(SimulatedMailbox Mailbox, CalendarEntry Entry, MailboxRights Rights);

/// <summary>One request on its way: what was asked, by whom, of which server, and where the answer goes.</summary>
internal sealed class EwsCall(HttpContext http, EwsRequest request, EwsCaller caller, BudgetPlace place, MailboxDirectory mailboxes, ServerState server, SimulatorOptions options)
{
    public HttpContext Http { get; } = http;

    /// <summary>The request as fault plans see it.</summary>
    public required SimulatedRequest Request { get; init; }

    /// <summary>What spoils the answer, if anything does.</summary>
    public FaultAnswer.Damage? Damage { get; init; }

    public EwsElement Operation { get; } = request.Operation;

    public SchemaVersion Version { get; } = request.Version;

    public EwsCaller Caller { get; } = caller;

    /// <summary>Whose budget is charged: the impersonated mailbox has one of its own, everything else is the account's.</summary>
    public string Payer { get; } = place.Payer;

    public ServerState Server { get; } = server;

    public NotificationOptions Notifications { get; } = options.Notifications;

    public MailboxDirectory Mailboxes { get; } = mailboxes;

    public SimulatorLimits Limits { get; } = server.Limits;

    public TimeProvider Time { get; } = options.Time;

    public CalendarItemReader ItemReader { get; } = new(request.Zone, options.Time);

    public TimeZoneInfo? Zone { get; } = request.Zone;

    /// <summary>Gives the place in the budget back before the answer has ended, as a connection that hangs does.</summary>
    public void LeaveBudget() => place.Dispose();

    /// <summary>Sends one envelope with what is written as its body.</summary>
    public Task SendAsync(Action<EwsWriter> write, CancellationToken cancellation) =>
        SoapAnswers.SendAsync(Http, StatusCodes.Status200OK, Envelope(write), cancellation);

    /// <summary>One envelope with what is written as its body; the envelopes of a stream have no XML declaration.</summary>
    public MemoryStream Envelope(Action<EwsWriter> write, bool declaration = true)
    {
        var buffer = new MemoryStream(4096);
        using (var writer = new EwsWriter(buffer, declaration) { Zone = request.Zone, Milliseconds = request.Milliseconds })
        {
            writer.StartEnvelope(options.ServerVersion);
            write(writer);
            writer.EndEnvelope();
        }

        return buffer;
    }

    /// <summary>The subscription with this id, if the caller may read it and its back end is the one that was met.</summary>
    /// <exception cref="EwsErrorException">There is no such subscription here, or another account made it.</exception>
    public Subscription Subscription(string id)
    {
        if (Server.Subscriptions.Find(id) is not { } subscription || !Server.BackEnds.Meets(Http, subscription.BackEnd))
        {
            throw Subscriptions.Lost();
        }

        return string.Equals(subscription.Account, Caller.Account, StringComparison.OrdinalIgnoreCase)
            ? subscription
            : throw new EwsErrorException("ErrorSubscriptionAccessDenied", "Access is denied. Only the subscription owner may access the subscription.");
    }

    /// <summary>The folder that a FolderId or DistinguishedFolderId names.</summary>
    /// <exception cref="EwsErrorException">There is no such folder, or the caller may not see it.</exception>
    public FolderTarget Folder(EwsElement element)
    {
        if (element.Name == "DistinguishedFolderId")
        {
            var mailbox = element.Child("Mailbox") is { } named ? Mailbox(named.ChildText("EmailAddress")) : OwnMailbox();
            return Folder(mailbox, FolderDescription.Named(element.RequiredAttribute("Id")));
        }

        var id = EwsIds.Read(element.Attribute("Id") ?? "");
        return Mailboxes.Find(id.Mailbox) is { } owner ? Folder(owner, FolderDescription.All.FirstOrDefault(f => f.Kind == id.Folder)) : throw FolderNotFound();
    }

    /// <summary>The item that an ItemId, OccurrenceItemId or RecurringMasterItemId names.</summary>
    /// <exception cref="EwsErrorException">There is no such item, or the caller may not see it.</exception>
    public ItemTarget Item(EwsElement element)
    {
        var id = EwsIds.Read(element.Name switch
        {
            "ItemId" => element.RequiredAttribute("Id"),
            "OccurrenceItemId" => element.RequiredAttribute("RecurringMasterId"),
            "RecurringMasterItemId" => element.RequiredAttribute("OccurrenceId"),
            _ => throw new EwsErrorException("ErrorInvalidRequest", $"The simulator does not answer {element.Name}."),
        });

        var mailbox = Mailboxes.Find(id.Mailbox) ?? throw ItemNotFound();
        var rights = Caller.RightsTo(mailbox);
        if (rights.Access < CalendarAccess.Reviewer)
        {
            throw AccessDenied();
        }

        var entry = mailbox.Calendar.Get(Key(element, id, mailbox));
        return MayView(entry, rights) ? new ItemTarget(mailbox, entry, rights) : throw ItemNotFound();
    }

    /// <summary>A mailbox by address.</summary>
    /// <exception cref="EwsErrorException">There is none.</exception>
    public SimulatedMailbox Mailbox(string? address) => Mailboxes.Find(address ?? "") ??
        throw new EwsErrorException("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.");

    /// <summary>Private items are for their owner, and for delegates who were given the right to see them.</summary>
    public static bool MayView(in CalendarEntry entry, MailboxRights rights) =>
        rights.ViewPrivateItems || entry.Appointment.Sensitivity != Sensitivity.Private;

    public static EwsErrorException AccessDenied() => new("ErrorAccessDenied", "Access is denied. Check credentials and try again.");

    public static EwsErrorException ItemNotFound() => new("ErrorItemNotFound", "The specified object was not found in the store.");

    private static AppointmentKey Key(EwsElement element, in EwsId id, SimulatedMailbox mailbox)
    {
        if (element.Name == "ItemId")
        {
            return id.Key;
        }

        var series = mailbox.Calendar.Get(new AppointmentKey(id.Item)).Item;
        if (element.Name == "RecurringMasterItemId")
        {
            return series.IsSeries && id.Occurrence is not null
                ? new AppointmentKey(id.Item)
                : throw new EwsErrorException("ErrorCalendarCannotUseIdForRecurringMasterId", "Cannot find the recurring master with an Id that is not of an occurrence.");
        }

        if (!series.IsSeries || id.Occurrence is not null)
        {
            throw new EwsErrorException("ErrorCalendarCannotUseIdForOccurrenceId", "Cannot find an occurrence with an Id that is not of a recurring master.");
        }

        var index = int.Parse(element.RequiredAttribute("InstanceIndex"), System.Globalization.CultureInfo.InvariantCulture);
        var date = RecurrenceDates.DateAt(series.Appointment.Recurrence!, index - 1) ??
            throw new EwsErrorException("ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange", "Occurrence index is out of recurrence range.");
        return series.Deleted.Contains(date)
            ? throw new EwsErrorException("ErrorCalendarOccurrenceIsDeletedFromRecurrence", "Occurrence with this index was previously deleted from the recurrence.")
            : new AppointmentKey(id.Item, date);
    }

    private FolderTarget Folder(SimulatedMailbox mailbox, FolderDescription? folder)
    {
        var rights = Caller.RightsTo(mailbox);
        var isVisible = rights.Access == CalendarAccess.Owner || (folder?.Kind == FolderKind.Calendar && rights.Access > CalendarAccess.None);
        return folder is not null && isVisible ? new FolderTarget(mailbox, folder, rights) : throw FolderNotFound();
    }

    private SimulatedMailbox OwnMailbox() => Caller.Mailbox ?? throw new EwsErrorException(
        "ErrorMissingEmailAddress",
        "When making a request as an account that does not have a mailbox, you must specify the mailbox primary SMTP address for any distinguished folder Ids.");

    private static EwsErrorException FolderNotFound() => new("ErrorFolderNotFound", "The specified folder could not be found in the store.");
}
