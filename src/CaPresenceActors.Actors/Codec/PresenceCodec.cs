using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Codec;

/// <summary>
/// Writes events and snapshots as JSON under stable short names, and reads every version that was ever written. The names do not follow the code; the golden files of the tests hold them fast.
/// </summary>
/// <param name="site">Knows the versions of the site's settings, which events of extensions name by number.</param>
public sealed class PresenceCodec(SiteBook site) : IEventCodec
{
    private const string BoundaryPassed = "presence.boundary/1";
    private const string CalendarReplaced = "presence.calendar/1";
    private const string SiteApplied = "presence.site/1";
    private const string UserApplied = "presence.user/1";
    private const string ManualSet = "presence.manual-set/1";
    private const string ManualCleared = "presence.manual-cleared/1";
    private const string ClockSetBack = "presence.clock-set-back/1";
    private const string Retired = "presence.retired/1";
    private const string UserChangedName = "user.changed/1";
    private const string SiteChangedName = "site.changed/1";

    // A snapshot begins with a byte that says what it is.
    private const byte StateSnapshot = (byte)'s';
    private const byte RetiredSnapshot = (byte)'r';
    private const byte MarkSnapshot = (byte)'m';

    /// <inheritdoc/>
    public JournalEvent Encode(object happened) => happened switch
    {
        PresenceEvent e => new JournalEvent(ManifestOf(e), EventJson.Of(e), e),
        ExtensionRetired e => new JournalEvent(Retired, Json(new RetiredForm { At = e.At }, JournalJson.Default.RetiredForm), e),
        UserChanged e => new JournalEvent(UserChangedName, Json(FormOf(e), JournalJson.Default.UserChangeForm), e),
        SiteChanged e => new JournalEvent(SiteChangedName, Json(FormOf(e), JournalJson.Default.SiteChangeForm), e),
        _ => throw new ArgumentException($"{happened.GetType().Name} is no event of the journal.", nameof(happened)),
    };

    /// <inheritdoc/>
    public object Decode(JournalEntry entry) => entry.Manifest switch
    {
        BoundaryPassed => Read(entry, (form, settlement) => new PresenceEvent.BoundaryPassed(form.At, settlement)),
        CalendarReplaced => Read(entry, (form, settlement) => new PresenceEvent.CalendarReplaced(form.At, Calendar.Empty, settlement)),
        SiteApplied => Read(entry, (form, settlement) => new PresenceEvent.SiteApplied(form.At, site.Find(form.Site ?? 0), Forms.Read(form.Rename), settlement)),
        UserApplied => Read(entry, (form, settlement) =>
            new PresenceEvent.UserApplied(form.At, form.User is null ? UserSettings.Initial : Forms.Read(form.User), form.Forgot ?? false, settlement)),
        ManualSet => Read(entry, (form, settlement) => new PresenceEvent.ManualPresenceSet(form.At, settlement)),
        ManualCleared => Read(entry, (form, settlement) => new PresenceEvent.ManualPresenceCleared(form.At, settlement)),
        ClockSetBack => Read(entry, (form, settlement) => new PresenceEvent.ClockSetBack(form.At, settlement)),
        Retired => Read(entry, JournalJson.Default.RetiredForm, RetiredOf),
        UserChangedName => Read(entry, JournalJson.Default.UserChangeForm, UserChangeOf),
        SiteChangedName => Read(entry, JournalJson.Default.SiteChangeForm, SiteChangeOf),
        _ => throw new JournalException(
            $"Entry {entry.Position} of the journal is a \"{entry.Manifest}\", which this version does not know. Nothing was changed; use the version that wrote it, or a newer one."),
    };

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> EncodeSnapshot(object state) => state switch
    {
        PresenceState presence => Tagged(StateSnapshot, Json(FormOf(presence), JournalJson.Default.StateForm)),
        ExtensionRetired retired => Tagged(RetiredSnapshot, Json(new RetiredForm { At = retired.At }, JournalJson.Default.RetiredForm)),
        DocumentsAreTheState => Tagged(MarkSnapshot, []),
        _ => throw new ArgumentException($"{state.GetType().Name} is no snapshot.", nameof(state)),
    };

    /// <inheritdoc/>
    public object DecodeSnapshot(ReadOnlySpan<byte> payload) => payload switch
    {
        [StateSnapshot, .. var json] => Documents.Read(json, JournalJson.Default.StateForm, StateOf, "a snapshot"),
        [RetiredSnapshot, .. var json] => Documents.Read(json, JournalJson.Default.RetiredForm, RetiredOf, "a snapshot"),
        [MarkSnapshot, ..] => DocumentsAreTheState.Instance,
        _ => throw new JournalException("A snapshot has a form that this version does not know. Nothing was changed; use the version that wrote it, or a newer one."),
    };

    private static string ManifestOf(PresenceEvent happened) => happened switch
    {
        PresenceEvent.BoundaryPassed => BoundaryPassed,
        PresenceEvent.CalendarReplaced => CalendarReplaced,
        PresenceEvent.SiteApplied => SiteApplied,
        PresenceEvent.UserApplied => UserApplied,
        PresenceEvent.ManualPresenceSet => ManualSet,
        PresenceEvent.ManualPresenceCleared => ManualCleared,
        PresenceEvent.ClockSetBack => ClockSetBack,
        _ => throw new ArgumentException($"{happened.GetType().Name} is no event of the journal.", nameof(happened)),
    };

    private static ExtensionRetired RetiredOf(RetiredForm form) => new(form.At);

    private static StateForm FormOf(PresenceState state) => new()
    {
        Site = state.Site.Version,
        User = Forms.Of(state.User),
        Is = Forms.Of(new Settlement { Episode = state.Episode, Manual = state.Manual, Shown = state.Shown, Outlook = state.Outlook }),
        LastChange = Forms.Of(state.LastChange),
        LastTo = state.LastChange?.To,
        Since = state.Since,
        DecidedUntil = state.DecidedUntil,
    };

    private PresenceState StateOf(StateForm form)
    {
        var settlement = Forms.Read(form.Is);
        return PresenceState.Begin(site.Find(form.Site), Forms.Read(form.User), form.DecidedUntil) with
        {
            Episode = settlement.Episode,
            Manual = settlement.Manual,
            Shown = settlement.Shown,
            Outlook = settlement.Outlook,
            LastChange = Forms.Read(form.LastChange, form.LastTo ?? settlement.Shown),
            Since = form.Since,
        };
    }

    private static UserChangeForm FormOf(UserChanged change) => new()
    {
        At = change.At,
        By = change.By,
        Put = change.Profile is null ? null : Forms.Of(change.Profile),
        Removed = change.Profile is null ? change.Extension : null,
    };

    private static UserChanged UserChangeOf(UserChangeForm form) =>
        new(form.At, form.By, form.Put?.Extension ?? form.Removed ?? string.Empty, form.Put is null ? null : Forms.Read(form.Put));

    private static SiteChangeForm FormOf(SiteChanged change) =>
        new() { At = change.At, By = change.By, Site = Forms.Of(change.Site, withSecret: false), Rename = Forms.Of(change.Rename) };

    private static SiteChanged SiteChangeOf(SiteChangeForm form) => new(form.At, form.By, Forms.Read(form.Site), Forms.Read(form.Rename));

    private static byte[] Json<T>(T form, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(form, type);

    private static byte[] Tagged(byte tag, ReadOnlySpan<byte> payload) => [tag, .. payload];

    private static PresenceEvent Read(JournalEntry entry, Func<EventForm, Settlement, PresenceEvent> make) =>
        Read(entry, JournalJson.Default.EventForm, form => make(form, Forms.Read(form.Is)));

    private static T Read<TForm, T>(JournalEntry entry, JsonTypeInfo<TForm> type, Func<TForm, T> make)
        where TForm : class => Documents.Read(entry.Payload.Span, type, make, $"entry {entry.Position} ({entry.Manifest}) of the journal");
}
