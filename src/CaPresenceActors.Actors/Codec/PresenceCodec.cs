using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Actors.Webhooks;
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
    private const string SignInChangedName = "sign-in.changed/1";
    private const string TokenChangedName = "token.changed/1";
    private const string WebhookChangedName = "webhook.changed/1";

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
        SignInEvent.SignInChanged e => new JournalEvent(SignInChangedName, Json(SignInForms.Of(e), JournalJson.Default.SignInChangeForm), e),
        SignInEvent.TokenChanged e => new JournalEvent(TokenChangedName, Json(SignInForms.Of(e), JournalJson.Default.TokenChangeForm), e),
        WebhookChanged e => new JournalEvent(WebhookChangedName, Json(WebhookForms.Of(e), JournalJson.Default.WebhookChangeForm), e),
        _ => throw new ArgumentException($"{happened.GetType().Name} is no event of the journal.", nameof(happened)),
    };

    /// <inheritdoc/>
    public object Decode(JournalEntry entry) => entry.Manifest switch
    {
        BoundaryPassed or CalendarReplaced or SiteApplied or UserApplied or ManualSet or ManualCleared or ClockSetBack => EventOf(entry.Manifest, Read(entry)),
        Retired => Read(entry, JournalJson.Default.RetiredForm, RetiredOf),
        UserChangedName => Read(entry, JournalJson.Default.UserChangeForm, UserChangeOf),
        SiteChangedName => Read(entry, JournalJson.Default.SiteChangeForm, SiteChangeOf),
        SignInChangedName => Read(entry, JournalJson.Default.SignInChangeForm, SignInForms.Read),
        TokenChangedName => Read(entry, JournalJson.Default.TokenChangeForm, SignInForms.Read),
        WebhookChangedName => Read(entry, JournalJson.Default.WebhookChangeForm, WebhookForms.Read),
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
        [StateSnapshot, .. var json] => ReadState(json),
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

    private PresenceEvent EventOf(string manifest, WrittenEvent written) => manifest switch
    {
        BoundaryPassed => new PresenceEvent.BoundaryPassed(written.At, written.Settlement),
        CalendarReplaced => new PresenceEvent.CalendarReplaced(written.At, Calendar.Empty, written.Settlement),
        SiteApplied => new PresenceEvent.SiteApplied(written.At, site.Find(written.Site ?? 0), written.Rename, written.Settlement),
        UserApplied => new PresenceEvent.UserApplied(written.At, written.User ?? UserSettings.Initial, written.Forgot, written.Settlement),
        ManualSet => new PresenceEvent.ManualPresenceSet(written.At, written.Settlement),
        ManualCleared => new PresenceEvent.ManualPresenceCleared(written.At, written.Settlement),
        ClockSetBack => new PresenceEvent.ClockSetBack(written.At, written.Settlement),
        _ => throw new UnreachableException($"No event for {manifest}."),
    };

    private PresenceState ReadState(ReadOnlySpan<byte> json)
    {
        try
        {
            return StateJson.Read(json, site);
        }
        catch (Exception e) when (Documents.IsDamage(e))
        {
            throw Documents.Damaged("a snapshot", e);
        }
    }

    private static UserChangeForm FormOf(UserChanged change) => new()
    {
        At = change.At,
        By = change.By,
        Put = change.Profile is null ? null : Forms.Of(change.Profile),
        Removed = change.Profile is null ? change.Extension : null,
        Before = change.Before is null ? null : Forms.Of(change.Before),
        Added = change.Added ? true : null,
    };

    private static UserChanged UserChangeOf(UserChangeForm form) =>
        new(form.At, form.By, form.Put?.Extension ?? form.Removed ?? string.Empty, form.Put is null ? null : Forms.Read(form.Put))
        {
            Before = form.Before is null ? null : Forms.Read(form.Before),
            Added = form.Added ?? false,
        };

    private static SiteChangeForm FormOf(SiteChanged change) => new()
    {
        At = change.At,
        By = change.By,
        Site = Forms.Of(change.Site, withSecret: false),
        Rename = Forms.Of(change.Rename),
        Before = change.Before is null ? null : Forms.Of(change.Before, withSecret: false),
        PasswordGiven = change.PasswordGiven ? true : null,
    };

    private static SiteChanged SiteChangeOf(SiteChangeForm form) => new(form.At, form.By, Forms.Read(form.Site), Forms.Read(form.Rename))
    {
        Before = form.Before is null ? null : Forms.Read(form.Before),
        PasswordGiven = form.PasswordGiven ?? false,
    };

    private static byte[] Json<T>(T form, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(form, type);

    private static byte[] Tagged(byte tag, ReadOnlySpan<byte> payload) => [tag, .. payload];

    private static WrittenEvent Read(JournalEntry entry)
    {
        try
        {
            return WrittenEvent.Read(entry.Payload.Span);
        }
        catch (Exception e) when (Documents.IsDamage(e))
        {
            throw Documents.Damaged(NameOf(entry), e);
        }
    }

    private static T Read<TForm, T>(JournalEntry entry, JsonTypeInfo<TForm> type, Func<TForm, T> make)
        where TForm : class => Documents.Read(entry.Payload.Span, type, make, NameOf(entry));

    private static string NameOf(JournalEntry entry) => $"entry {entry.Position} ({entry.Manifest}) of the journal";
}
