using System.Collections.Immutable;
using System.Text.Json;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Site;

namespace CaPresenceActors.Actors.Audit;

/// <summary>Changes of the site's settings: a finding for each kind that a change touched.</summary>
internal sealed class SiteAudit : AuditSource
{
    public override string PersistenceId => PresenceIds.Site;

    public override ImmutableArray<AuditKind> Kinds { get; } = [AuditKind.Presences, AuditKind.Keywords, AuditKind.Options, AuditKind.Exchange, AuditKind.Preferences];

    public override AuditMark? MarkOf(object happened) => happened is SiteChanged change ? new AuditMark(change.At, change.By, null) : null;

    public override async ValueTask<ImmutableArray<AuditFinding>> FindingsAsync(object happened, Func<ValueTask<object?>> earlier)
    {
        var change = (SiteChanged)happened;
        var before = change.Before ?? (await earlier() as SiteChanged)?.Site;
        var changes = Differences(change, before).ToLookup(pair => pair.What, pair => pair.Change);

        // What nothing can be told of was a change all the same.
        return changes.Count == 0
            ? [new AuditFinding(AuditKind.Preferences, "The settings of the site were stored as they were.", [])]
            : [.. Kinds.Where(changes.Contains).Select(what => new AuditFinding(what, SentenceOf(what, change, before, [.. changes[what]]), [.. changes[what]]))];
    }

    private static IEnumerable<(AuditKind What, AuditChange Change)> Differences(SiteChanged change, SiteConfiguration? before)
    {
        foreach (var (member, was, now) in FormDifference.Members(FormOf(before), FormOf(change.Site)))
        {
            if (member != "rules")
            {
                var what = member == "exchange" ? AuditKind.Exchange : AuditKind.Preferences;
                foreach (var found in what == AuditKind.Exchange ? FormDifference.Inside(was, now) : FormDifference.Of(member, was, now))
                {
                    yield return (what, found);
                }

                continue;
            }

            foreach (var (rule, ruleWas, ruleIs) in FormDifference.Members(was, now).Where(rule => rule.Member != "version"))
            {
                var what = KindOf(rule);
                foreach (var found in what == AuditKind.Options ? FormDifference.Inside(ruleWas, ruleIs) : FormDifference.Of(rule, ruleWas, ruleIs))
                {
                    yield return (what, found);
                }
            }
        }

        if (change.PasswordGiven)
        {
            yield return (AuditKind.Exchange, new AuditChange("password", null, before?.Exchange is null ? "set" : "changed"));
        }
    }

    private static JsonElement? FormOf(SiteConfiguration? site) => site is null ? null : JsonSerializer.SerializeToElement(Forms.Of(site, withSecret: false), JournalJson.Default.SiteForm);

    private static AuditKind KindOf(string rule) => rule switch
    {
        "presences" => AuditKind.Presences,
        "keywords" => AuditKind.Keywords,
        "options" => AuditKind.Options,
        _ => AuditKind.Preferences,
    };

    private static string SentenceOf(AuditKind what, SiteChanged change, SiteConfiguration? before, ImmutableArray<AuditChange> changes) => what switch
    {
        AuditKind.Presences when change.Rename is { } rename => string.Join(" ", rename.Steps.Select(step => Moved(step.From.Trim(), step.To.Trim(), before))),
        AuditKind.Presences => $"The presences were changed: {AuditSentence.OfRows(changes)}.",
        AuditKind.Keywords => $"The keywords were changed: {AuditSentence.OfRows(changes)}.",
        AuditKind.Options => $"The options were changed: {AuditSentence.OfMembers(changes)}.",
        AuditKind.Exchange when change.Site.Exchange is null => "The connection to Exchange was taken away.",
        AuditKind.Exchange when before is { Exchange: null } => "The connection to Exchange was set.",
        AuditKind.Exchange => $"The connection to Exchange was changed: {AuditSentence.OfMembers(changes)}.",
        _ => $"The preferences were changed: {AuditSentence.OfMembers(changes)}.",
    };

    // What leads to a presence that was there before has taken the place of another.
    private static string Moved(string from, string to, SiteConfiguration? before) => before?.Rules.Presences.Find(to) is null
        ? $"The presence \"{from}\" was renamed to \"{to}\"."
        : $"The presence \"{from}\" was removed, and \"{to}\" took its place.";
}
