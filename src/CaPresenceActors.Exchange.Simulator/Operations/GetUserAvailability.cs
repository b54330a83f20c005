using System.Diagnostics;
using System.Globalization;
using CaPresenceActors.Exchange.Simulator.Calendars;
using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>
/// Shows when many people are busy. What each shows depends on the rights: times only, or subjects and places too; times are wall
/// clocks in the zone of the request, without an offset.
/// </summary>
internal sealed class GetUserAvailability() : EwsOperation("GetUserAvailabilityRequest")
{
    protected override void Write(EwsCall call, EwsWriter writer)
    {
        var question = Question.Read(call);
        writer.StartMessage("GetUserAvailabilityResponse");
        writer.StartMessage("FreeBusyResponseArray");
        foreach (var data in call.Operation.Required("MailboxDataArray").Children)
        {
            writer.StartMessage("FreeBusyResponse");
            Answer(call, writer, question, data.Required("Email").Required("Address").Text.Trim());
            writer.End();
        }

        writer.End();
        writer.End();
    }

    private static void Answer(EwsCall call, EwsWriter writer, Question question, string address)
    {
        var mailbox = call.Mailboxes.Find(address);
        var rights = mailbox is null ? MailboxRights.None : call.Caller.RightsTo(mailbox);
        writer.StartMessage("ResponseMessage");
        if (mailbox is null)
        {
            WriteError(writer, new EwsErrorException("ErrorMailRecipientNotFound", "Unable to resolve e-mail address to an Active Directory object."));
            writer.End();
            return;
        }

        if (rights.Access == CalendarAccess.None)
        {
            WriteError(writer, new EwsErrorException("ErrorNoFreeBusyAccess", "The caller does not have access to free/busy data for this mailbox."));
            writer.End();
            return;
        }

        writer.Attribute("ResponseClass", "Success");
        writer.Message("ResponseCode", "NoError");
        writer.End();

        var showsDetails = question.WantsDetails && rights.Access >= CalendarAccess.LimitedDetails;
        var entries = mailbox.Calendar.View(question.From, question.To);
        entries.RemoveAll(entry => entry.End == question.From);
        writer.StartMessage("FreeBusyView");
        writer.Type("FreeBusyViewType", question.ViewShown(showsDetails));
        if (question.IsMerged)
        {
            writer.Type("MergedFreeBusy", Merge(question, entries));
        }

        if (question.WantsEvents && entries.Count > 0)
        {
            writer.StartType("CalendarEventArray");
            foreach (var entry in entries)
            {
                WriteEvent(call, writer, question, mailbox, entry, rights, showsDetails);
            }

            writer.End();
        }

        WriteWorkingHours(writer, mailbox, question.From.Year);
        writer.End();
    }

    private static void WriteEvent(EwsCall call, EwsWriter writer, Question question, SimulatedMailbox mailbox, in CalendarEntry entry, MailboxRights rights, bool showsDetails)
    {
        writer.StartType("CalendarEvent");
        writer.Type("StartTime", question.Local(entry.Start));
        writer.Type("EndTime", question.Local(entry.End));
        writer.Type("BusyType", CalendarItemWriter.BusyStatus(entry.Appointment.ShowAs, call.Version));
        if (showsDetails)
        {
            var isPrivate = entry.Appointment.Sensitivity == Sensitivity.Private;
            writer.StartType("CalendarEventDetails");
            if (!isPrivate || rights.ViewPrivateItems)
            {
                writer.Type("ID", EwsIds.HexEntryId(mailbox, entry.Key));
                writer.OptionalType("Subject", entry.Appointment.Subject);
                writer.OptionalType("Location", entry.Appointment.Location);
            }

            writer.Type("IsMeeting", entry.Appointment.IsMeeting);
            writer.Type("IsRecurring", entry.Item.IsSeries);
            writer.Type("IsException", entry.Kind == CalendarEntryKind.Exception);
            writer.Type("IsReminderSet", entry.Appointment.ReminderIsSet);
            writer.Type("IsPrivate", isPrivate);
            writer.End();
        }

        writer.End();
    }

    // One digit for each interval: the busiest status in it.
    private static string Merge(Question question, List<CalendarEntry> entries)
    {
        var interval = question.Interval;
        var digits = new char[(int)Math.Ceiling((question.To - question.From) / interval)];
        Array.Fill(digits, '0');
        foreach (var entry in entries)
        {
            var digit = entry.Appointment.ShowAs switch
            {
                FreeBusyStatus.Tentative => '1',
                FreeBusyStatus.Busy => '2',
                FreeBusyStatus.OOF => '3',
                FreeBusyStatus.Free or FreeBusyStatus.WorkingElsewhere => '0',
                FreeBusyStatus.NoData => '4',
                _ => throw new UnreachableException($"No digit for {entry.Appointment.ShowAs}."),
            };
            var first = (int)Math.Max(0, Math.Floor((entry.Start - question.From) / interval));
            var last = (int)Math.Min(digits.Length, Math.Ceiling((entry.End - question.From) / interval));
            for (var i = first; i < last; i++)
            {
                digits[i] = (char)Math.Max(digits[i], digit);
            }
        }

        return new string(digits);
    }

    private static void WriteWorkingHours(EwsWriter writer, SimulatedMailbox mailbox, int year)
    {
        writer.StartType("WorkingHours");
        AvailabilityZone.Write(writer, TimeZones.Get(mailbox.Zone), year);
        writer.StartType("WorkingPeriodArray");
        writer.StartType("WorkingPeriod");
        writer.Type("DayOfWeek", "Monday Tuesday Wednesday Thursday Friday");
        writer.Type("StartTimeInMinutes", 8 * 60);
        writer.Type("EndTimeInMinutes", 17 * 60);
        writer.End();
        writer.End();
        writer.End();
    }

    /// <summary>What a request asks about everybody in it.</summary>
    private sealed record Question(DateTimeOffset From, DateTimeOffset To, TimeZoneInfo Zone, string View, TimeSpan Interval)
    {
        public bool IsMerged => View is "MergedOnly" or "FreeBusyMerged" or "DetailedMerged";

        public bool WantsDetails => View is "Detailed" or "DetailedMerged";

        public bool WantsEvents => View != "MergedOnly";

        /// <summary>The view that is shown: details only to those who may see them.</summary>
        public string ViewShown(bool showsDetails) => WantsDetails && !showsDetails ? View.Replace("Detailed", "FreeBusy", StringComparison.Ordinal) : View;

        public string Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

        public static Question Read(EwsCall call)
        {
            var zone = call.Operation.Child("TimeZone") is { } rules
                ? AvailabilityZone.Read(rules)
                : call.Zone ?? throw new EwsErrorException("ErrorTimeZone", "The time zone must be specified in the request or in the SOAP header.");
            var mailboxes = call.Operation.Required("MailboxDataArray").Children.Count;
            if (mailboxes == 0)
            {
                throw new EwsErrorException("ErrorMailboxDataArrayEmpty", "The MailboxDataArray element is empty.");
            }

            if (mailboxes > call.Limits.AvailabilityMailboxes)
            {
                throw new EwsErrorException("ErrorMailboxDataArrayTooBig", $"There are too many target users in the request. Allowed size = {call.Limits.AvailabilityMailboxes}; actual size = {mailboxes}.");
            }

            var options = call.Operation.Child("FreeBusyViewOptions") ?? throw new EwsErrorException("ErrorInvalidFreeBusyViewType", "FreeBusyViewOptions must be specified.");
            var window = options.Required("TimeWindow");
            var from = XmlDates.ToInstant(window.Required("StartTime").Text, zone);
            var to = XmlDates.ToInstant(window.Required("EndTime").Text, zone);
            if (to <= from)
            {
                throw new EwsErrorException("ErrorInvalidTimeInterval", "The end of the time window must be later than its start.");
            }

            if (to - from > TimeSpan.FromDays(call.Limits.AvailabilityDays))
            {
                throw new EwsErrorException(
                    "ErrorTimeIntervalTooBig",
                    $"The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long. The allowed limit = {call.Limits.AvailabilityDays} days; the actual limit = {Math.Ceiling((to - from).TotalDays):0} days.");
            }

            var view = options.ChildText("RequestedView")?.Trim() is { Length: > 0 } text ? text : "FreeBusy";
            if (view.Contains(' ') || view == "None")
            {
                throw new EwsErrorException("ErrorInvalidFreeBusyViewType", $"The requested view \"{view}\" is not valid.");
            }

            var minutes = options.Child("MergedFreeBusyIntervalInMinutes")?.Int ?? 30;
            var isMerged = view is not ("FreeBusy" or "Detailed");
            if (isMerged && (minutes is < 5 or > 1440 || TimeSpan.FromMinutes(minutes) > to - from))
            {
                throw new EwsErrorException("ErrorInvalidMergedFreeBusyInterval", "The merged free/busy interval must be between 5 and 1440 minutes, and not longer than the time window.");
            }

            return new Question(from, to, zone, view, TimeSpan.FromMinutes(minutes));
        }
    }
}
