using System.Globalization;
using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>
/// Finds items in one or several folders: with a CalendarView single items and occurrences in a window, otherwise single items and
/// the masters of series, page by page.
/// </summary>
internal sealed class FindItem() : EwsOperation("FindItem")
{
    protected override void Write(EwsCall call, EwsWriter writer)
    {
        var shape = ItemShape.Read(call.Operation.Required("ItemShape"), call.Version, isFind: true);
        var others = new HashSet<SimulatedMailbox>();
        WriteMessages(
            writer,
            call.Operation.Required("ParentFolderIds").Children,
            folder => Find(call, folder, others),
            found => Write(call, writer, shape, found));
    }

    private static Found Find(EwsCall call, EwsElement folder, HashSet<SimulatedMailbox> others)
    {
        var target = call.Folder(folder);
        if (target.Rights.Access < CalendarAccess.Reviewer)
        {
            throw EwsCall.AccessDenied();
        }

        // Each mailbox that is not the caller's own takes a session, of which there are few.
        if (target.Mailbox != call.Caller.Mailbox && others.Add(target.Mailbox) && others.Count > call.Limits.DelegateMailboxes)
        {
            throw new EwsErrorException("ErrorTooManyObjectsOpened", "Too many concurrent connections opened., Cannot open mailbox.");
        }

        if (call.Operation.Child("CalendarView") is { } view)
        {
            return View(call, target, view);
        }

        return Page(call, target, call.Operation.Child("IndexedPageItemView"));
    }

    private static Found View(EwsCall call, FolderTarget target, EwsElement view)
    {
        var from = XmlDates.ToInstant(view.RequiredAttribute("StartDate"), call.Zone);
        var to = XmlDates.ToInstant(view.RequiredAttribute("EndDate"), call.Zone);
        if (to < from)
        {
            throw new EwsErrorException("ErrorCalendarEndDateIsEarlierThanStartDate", "EndDate is earlier than StartDate");
        }

        if (to > from.AddYears(call.Limits.CalendarViewYears))
        {
            throw new EwsErrorException("ErrorCalendarViewRangeTooBig", "The calendar view range exceeds the maximum number of allowed days.");
        }

        if (target.Folder.Kind != FolderKind.Calendar)
        {
            throw new EwsErrorException("ErrorCalendarFolderIsInvalidForCalendarView", "CalendarView may be performed only on a calendar folder.");
        }

        if (call.Operation.Child("Restriction") is not null || call.Operation.Child("SortOrder") is not null)
        {
            throw new EwsErrorException("ErrorInvalidRequest", "A CalendarView cannot be combined with a restriction or a sort order.");
        }

        var entries = target.Mailbox.Calendar.View(from, to);
        entries.RemoveAll(entry => !EwsCall.MayView(entry, target.Rights));
        return Cut(call, target, entries, 0, Number(view, "MaxEntriesReturned"));
    }

    private static Found Page(EwsCall call, FolderTarget target, EwsElement? page)
    {
        if (call.Operation.Child("Restriction") is not null)
        {
            throw new EwsErrorException("ErrorUnsupportedQueryFilter", "The simulator does not answer restrictions: ask with a CalendarView.");
        }

        var entries = target.Folder.Kind == FolderKind.Calendar
            ? target.Mailbox.Calendar.Items.Select(CalendarEntry.Of).Where(entry => EwsCall.MayView(entry, target.Rights)).ToList()
            : [];
        var offset = Number(page, "Offset") ?? 0;
        if (page?.Attribute("BasePoint") == "End")
        {
            entries.Reverse();
        }

        return Cut(call, target, entries, offset, Number(page, "MaxEntriesReturned"));
    }

    private static Found Cut(EwsCall call, FolderTarget target, List<CalendarEntry> entries, int offset, int? max)
    {
        if (max < 1)
        {
            throw new EwsErrorException("ErrorInvalidPagingMaxRows", "MaxEntriesReturned must be greater than zero.");
        }

        if (offset < 0)
        {
            throw new EwsErrorException("ErrorInvalidIndexedPagingParameters", "Offset must not be negative.");
        }

        var end = (int)Math.Min(entries.Count, max is { } count ? (long)offset + count : int.MaxValue);
        if (end - offset > call.Limits.FindCount)
        {
            throw new EwsErrorException(
                "ErrorExceededFindCountLimit",
                "You have exceeded the maximum number of objects that can be returned for the find operation. Use paging to reduce the result size and try your request again.",
                ("PolicyLimit", call.Limits.FindCount.ToString(CultureInfo.InvariantCulture)));
        }

        return new Found(target, entries, Math.Min(offset, entries.Count), end);
    }

    private static void Write(EwsCall call, EwsWriter writer, ItemShape shape, Found found)
    {
        writer.StartMessage("RootFolder");
        if (call.Operation.Child("IndexedPageItemView") is not null)
        {
            writer.Attribute("IndexedPagingOffset", found.End);
        }

        writer.Attribute("TotalItemsInView", found.Entries.Count);
        writer.Attribute("IncludesLastItemInRange", found.End >= found.Entries.Count);
        writer.StartType("Items");
        var items = new CalendarItemWriter(found.Target.Mailbox, shape, call.Version, isFind: true, found.Target.Rights);
        for (var i = found.Start; i < found.End; i++)
        {
            items.Write(writer, found.Entries[i]);
        }

        writer.End();
        writer.End();
    }

    private static int? Number(EwsElement? element, string attribute) =>
        element?.Attribute(attribute) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private readonly record struct Found(FolderTarget Target, List<CalendarEntry> Entries, int Start, int End);
}
