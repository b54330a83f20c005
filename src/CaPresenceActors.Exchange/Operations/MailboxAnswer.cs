using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Exchange.Operations;

/// <summary>What one answer says about one mailbox.</summary>
internal abstract record MailboxAnswer
{
    private MailboxAnswer()
    {
    }

    /// <summary>Entries of the calendar.</summary>
    /// <param name="Appointments">Those that overlap the asked window, in the order of the answer.</param>
    /// <param name="Dropped">How many entries made no sense.</param>
    /// <param name="Whole">False when the server cut the answer at its limit: nothing can be concluded then but to ask for less.</param>
    public sealed record Entries(List<Appointment> Appointments, int Dropped, bool Whole) : MailboxAnswer;

    /// <summary>No entries.</summary>
    public sealed record Refused(Trouble Trouble) : MailboxAnswer;

    /// <summary>The troubles among answers.</summary>
    public static IEnumerable<Trouble> Troubles(IEnumerable<MailboxAnswer> answers) => answers.OfType<Refused>().Select(refused => refused.Trouble);

    /// <summary>A message that says that all went well and then lacks what was asked for. It must never pass for an empty calendar.</summary>
    public static Refused Lacking(string what) =>
        new(new Trouble(ReadFailure.NotUnderstood, $"The server answered without error, but its answer lacks {what}. Check that the address is that of an Exchange server.") { Charge = Charge.Mailbox });
}
