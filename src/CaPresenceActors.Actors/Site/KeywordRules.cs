using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Site;

/// <summary>
/// Owns the site's settings (presences, keywords, options, the connection to Exchange) as one immutable, versioned value, and hands it to everybody.
/// </summary>
public sealed class KeywordRules(TimeProvider clock, SiteBook book, ISiteListener listener) : PersistentActor
{
    private const string ConfigurationKey = "configuration";
    private const string SavedKey = "saved";
    private const string RulesKeyPrefix = "rules-";

    private SiteConfiguration _site = SiteConfiguration.Initial;

    /// <inheritdoc/>
    public override string PersistenceId => PresenceIds.Site;

    /// <inheritdoc/>
    protected override void ReceiveRecover(object message)
    {
        // Documents are committed with the events that changed them, so the events of the tail have nothing to add.
        switch (message)
        {
            case RecoveredDocument { Key: ConfigurationKey } document:
                _site = Documents.Read(document, PersistenceId, JournalJson.Default.SiteForm, Forms.Read);
                break;

            case RecoveredDocument document when document.Key.StartsWith(RulesKeyPrefix, StringComparison.Ordinal):
                book.Restore(Documents.Read(document, PersistenceId, JournalJson.Default.RulesForm, form => new SiteVersion(Forms.Read(form), Forms.Read(form.Rename))));
                break;

            case RecoveredDocument { Key: SavedKey } document:
                book.Keep(Documents.Read(document, PersistenceId, JournalJson.Default.SavedForm, Forms.Read));
                break;

            case RecoveryCompleted:
                book.Open(_site);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void ReceiveCommand(object message)
    {
        switch (message)
        {
            case KeywordRulesMessage.Change change:
                Change(change);
                break;

            case KeywordRulesMessage.GetCurrent:
                Sender.Tell(_site);
                break;

            case KeywordRulesMessage.Announce:
                listener.Changed(before: null, _site, rename: null);
                Sender.Tell(new EngineReply.Done(LastPosition));
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override object? TakeSnapshot() => DocumentsAreTheState.Instance;

    private void Change(KeywordRulesMessage.Change change)
    {
        SiteConfiguration changed;
        try
        {
            changed = change.Apply(_site);
        }
        catch (RuleViolationException e)
        {
            Sender.Tell(new EngineReply.Refused(e.Message));
            return;
        }
        catch (Exception e)
        {
            // A mistake in the function that was sent is its sender's to hear of, and no reason to lose this actor.
            Sender.Tell(new Status.Failure(e));
            return;
        }

        if (changed == _site)
        {
            Sender.Tell(new EngineReply.Done(LastPosition));
            return;
        }

        var before = _site;
        var replyTo = Sender;
        var site = changed with { Rules = changed.Rules with { Version = _site.Rules.Version + 1 } };
        var happened = new SiteChanged(clock.GetUtcNow(), change.By, site, change.Rename)
        {
            Before = before,
            PasswordGiven = site.Exchange is { } exchange && exchange.ProtectedPassword != before.Exchange?.ProtectedPassword,
        };
        var saved = SavedLists.Of(before, site, change.Rename, happened.At, change.By);
        PersistAll([happened], [.. DocumentsOf(site, change.Rename), .. DocumentsOf(saved)], _ => _site = site, () =>
        {
            if (saved is not null)
            {
                book.Keep(saved);
            }

            book.Turn(site, change.Rename);
            listener.Changed(before, site, change.Rename);
            replyTo.Tell(new EngineReply.Done(LastPosition));
        });
    }

    // The versions that the book keeps are documents of their own, so that an extension that was away finds the one it knew.
    private static ImmutableArray<DocumentWrite> DocumentsOf(SiteConfiguration site, PresenceRename? rename)
    {
        var version = site.Rules.Version;
        return
        [
            new DocumentWrite(ConfigurationKey, JsonSerializer.SerializeToUtf8Bytes(Forms.Of(site, withSecret: true), JournalJson.Default.SiteForm)),
            new DocumentWrite(RulesKey(version), JsonSerializer.SerializeToUtf8Bytes(Forms.Of(site.Rules) with { Rename = Forms.Of(rename) }, JournalJson.Default.RulesForm)),
            new DocumentWrite(RulesKey(version - SiteBook.KeptVersions), null),
        ];
    }

    private static ImmutableArray<DocumentWrite> DocumentsOf(SavedLists? saved) =>
        saved is null ? [] : [new DocumentWrite(SavedKey, JsonSerializer.SerializeToUtf8Bytes(Forms.Of(saved), JournalJson.Default.SavedForm))];

    private static string RulesKey(long version) => RulesKeyPrefix + version.ToString(CultureInfo.InvariantCulture);
}
