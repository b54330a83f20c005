using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CaPresenceActors.Actors.Codec;
using CaPresenceActors.Actors.Webhooks;

namespace CaPresenceActors.Actors.Audit;

/// <summary>Changes of webhooks. Of an address scheme, host and port are told, since the rest may be a secret; of the signing secret, that it was changed.</summary>
internal sealed class WebhookAudit : AuditSource
{
    private const string Everybody = "everybody";
    private const string Extensions = "extensions";
    private const string Url = "url";

    public override string PersistenceId => PresenceIds.Webhooks;

    public override ImmutableArray<AuditKind> Kinds { get; } = [AuditKind.Webhook];

    public override AuditMark? MarkOf(object happened) => happened is WebhookChanged change ? new AuditMark(change.At, change.By, NameOf(change)) : null;

    public override ValueTask<ImmutableArray<AuditFinding>> FindingsAsync(object happened, Func<ValueTask<object?>> earlier)
    {
        var change = (WebhookChanged)happened;
        ImmutableArray<AuditChange> changes = [.. ChangesOf(change)];
        return ValueTask.FromResult<ImmutableArray<AuditFinding>>([new AuditFinding(AuditKind.Webhook, SentenceOf(change, changes), changes)]);
    }

    private static IEnumerable<AuditChange> ChangesOf(WebhookChanged change)
    {
        foreach (var found in FormDifference.Inside(FormOf(change.Before), FormOf(change.After)))
        {
            yield return found;
        }

        // Nobody named means that everybody is meant, which a comparison of lists cannot know.
        if (change is { Before.Extensions: null, After.Extensions: not null } or { Before.Extensions: not null, After.Extensions: null })
        {
            yield return new AuditChange(Extensions, Whose(change.Before), Whose(change.After));
        }

        if (change.UrlChanged && change.Before?.Target == change.After?.Target)
        {
            yield return new AuditChange(Url, change.Before?.Target, $"{change.After?.Target}, another path");
        }

        if (change.Action is WebhookAction.Added or WebhookAction.SecretRenewed)
        {
            yield return new AuditChange("secret", null, change.Action == WebhookAction.Added ? "set" : "changed");
        }

        if (change.From is { } from)
        {
            yield return new AuditChange("position", null, from.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static JsonElement? FormOf(WebhookSummary? summary) => WebhookForms.Of(summary) is { } form ? JsonSerializer.SerializeToElement(form, JournalJson.Default.WebhookSummaryForm) : null;

    private static string? Whose(WebhookSummary? summary) => summary is { Extensions: null } ? Everybody : null;

    private static string NameOf(WebhookChanged change) => (change.After ?? change.Before)?.Name ?? change.Id;

    private static string SentenceOf(WebhookChanged change, ImmutableArray<AuditChange> changes) => change.Action switch
    {
        WebhookAction.Added => $"The webhook {NameOf(change)} was added.",
        WebhookAction.Changed => $"The webhook {NameOf(change)} was changed: {AuditSentence.OfMembers(changes)}.",
        WebhookAction.SecretRenewed => $"The webhook {NameOf(change)} was given another secret.",
        WebhookAction.Replayed => $"The webhook {NameOf(change)} was told to deliver again from position {change.From}.",
        WebhookAction.Gone => $"The webhook {NameOf(change)} was disabled, since its receiver answered that it is gone for good.",
        WebhookAction.Removed => $"The webhook {NameOf(change)} was removed.",
        _ => throw new UnreachableException($"No sentence for {change.Action}."),
    };
}
