using CaPresenceActors.Presence;

namespace CaPresenceActors.Exchange.Calendars;

/// <summary>Exchange's words for what an appointment shows and what its owner answered. A word that is not known never fails.</summary>
internal static class Words
{
    public static FreeBusy ToFreeBusy(ReadOnlySpan<char> word) => word switch
    {
        "Free" => FreeBusy.Free,
        "Tentative" => FreeBusy.Tentative,
        "Busy" => FreeBusy.Busy,
        "OOF" => FreeBusy.Oof,
        "WorkingElsewhere" => FreeBusy.WorkingElsewhere,
        _ => FreeBusy.NoData,
    };

    public static MeetingResponse ToResponse(ReadOnlySpan<char> word) => word switch
    {
        "Organizer" => MeetingResponse.Organizer,
        "Tentative" => MeetingResponse.Tentative,
        "Accept" => MeetingResponse.Accept,
        "Decline" => MeetingResponse.Decline,
        "NoResponseReceived" => MeetingResponse.NoResponse,
        _ => MeetingResponse.Unknown,
    };
}
