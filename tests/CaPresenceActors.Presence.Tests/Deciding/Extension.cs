namespace CaPresenceActors.Presence.Tests.Deciding;

/// <summary>One extension under the decider: keeps its state as the journal would, and all events that came.</summary>
internal sealed class Extension
{
    public const string Account = "anna@example.com";

    private readonly List<PresenceEvent> _events = [];

    public Extension(SiteSettings site, UserSettings user, DateTimeOffset at) => State = PresenceState.Begin(site, user, at);

    public PresenceState State { get; private set; }

    public IReadOnlyList<PresenceEvent> Events => _events;

    public string Shown => State.Shown;

    /// <summary>What is shown since when, of every change so far: <c>10:00 Available→Lunch manualSet</c>.</summary>
    public IEnumerable<string> Changes => _events.Where(e => e.Settlement.Change is not null)
        .Select(e => $"{e.At:HH:mm} {e.Settlement.Change!.From}→{e.Settlement.Change.To} {e.Settlement.Change.Cause}");

    public static DateTimeOffset At(int hour, int minute = 0) => new(2026, 11, 23, hour, minute, 0, TimeSpan.Zero);

    /// <summary>A site with "meeting" and "lunch" as keywords, integration on, at eight o'clock.</summary>
    public static Extension AtEight(AfterEvent afterEvent = AfterEvent.Default)
    {
        var presences = PresenceList.OfNames(["Available", "In a meeting", "Lunch", "Business trip"]);
        var site = (SiteSettings.Initial with { Integration = true, Options = new PresenceOptions { AfterEvent = afterEvent } })
            .With(presences, [new KeywordRow("meeting", "In a meeting"), new KeywordRow("lunch", "Lunch")]);
        return new Extension(site, UserSettings.Initial with { Account = Account }, At(8));
    }

    public static Appointment Meeting(int from, int to, int key = 1, string subject = "Meeting") =>
        new() { Key = new AppointmentKey((UInt128)key), Subject = subject, Start = At(from), End = At(to) };

    public PresenceDecision Tell(PresenceCommand command, DateTimeOffset now)
    {
        var decision = PresenceDecider.Decide(State, command, now);
        foreach (var happened in decision.Events)
        {
            State = PresenceDecider.Evolve(State, happened);
            _events.Add(happened);
        }

        return decision;
    }

    public PresenceDecision Read(DateTimeOffset now, params Appointment[] appointments) => Tell(new PresenceCommand.ReplaceCalendar(Calendar.Of(appointments)), now);

    public PresenceDecision Look(DateTimeOffset now) => Tell(new PresenceCommand.CheckClock(), now);

    public PresenceDecision Set(string presence, DateTimeOffset now, Hold hold = Hold.UntilNextChange, DateTimeOffset? until = null) =>
        Tell(new PresenceCommand.SetManualPresence(presence, hold, until), now);

    public PresenceDecision Clear(DateTimeOffset now) => Tell(new PresenceCommand.ClearManualPresence(), now);

    public PresenceDecision Change(Func<SiteSettings, SiteSettings> change, DateTimeOffset now) => Tell(new PresenceCommand.ApplySite(change(State.Site)), now);

    public PresenceDecision Change(Func<UserSettings, UserSettings> change, DateTimeOffset now) => Tell(new PresenceCommand.ApplyUser(change(State.User)), now);

    public PresenceDecision Rename(string from, string to, DateTimeOffset now)
    {
        var rename = new PresenceRename(from, to);
        return Tell(new PresenceCommand.ApplySite(State.Site.Rename(rename), rename), now);
    }
}
