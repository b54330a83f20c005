using System.Text.Json;
using CaPresenceActors.Actors.Webhooks;

namespace CaPresenceActors.Actors.Codec;

/// <summary>From webhooks to the forms of the journal, and back.</summary>
internal static class WebhookForms
{
    public static byte[] Encode(Webhook hook) => JsonSerializer.SerializeToUtf8Bytes(
        new WebhookForm
        {
            Id = hook.Id,
            Name = hook.Spec.Name,
            Url = hook.Spec.Url,
            Enabled = hook.Spec.Enabled,
            Extensions = hook.Spec.Extensions is { } extensions ? [.. extensions] : null,
            ProtectedSecret = hook.ProtectedSecret,
            Epoch = hook.Epoch,
        },
        JournalJson.Default.WebhookForm);

    public static Webhook Read(WebhookForm form) => new(
        form.Id,
        new WebhookSpec { Name = form.Name, Url = form.Url, Enabled = form.Enabled, Extensions = form.Extensions is { } extensions ? [.. extensions] : null },
        form.ProtectedSecret,
        form.Epoch);

    public static byte[] Encode(WebhookCursor cursor) => JsonSerializer.SerializeToUtf8Bytes(
        new WebhookCursorForm { Epoch = cursor.Epoch, Position = cursor.Position, UpTo = cursor.UpTo, Reset = cursor.IsReset ? true : null },
        JournalJson.Default.WebhookCursorForm);

    public static WebhookCursor Read(WebhookCursorForm form) => new(form.Epoch, form.Position, form.UpTo, form.Reset ?? false);

    public static WebhookChangeForm Of(WebhookChanged change) => new()
    {
        At = change.At,
        By = change.By,
        Id = change.Id,
        Action = change.Action,
        Before = Of(change.Before),
        After = Of(change.After),
        From = change.From,
        UrlChanged = change.UrlChanged ? true : null,
    };

    public static WebhookChanged Read(WebhookChangeForm form) => new(form.At, form.By, form.Id, form.Action, Read(form.Before), Read(form.After), form.From, form.UrlChanged ?? false);

    public static WebhookSummaryForm? Of(WebhookSummary? summary) => summary is null
        ? null
        : new WebhookSummaryForm { Name = summary.Name, Target = summary.Target, Enabled = summary.Enabled, Extensions = summary.Extensions is { } extensions ? [.. extensions] : null };

    private static WebhookSummary? Read(WebhookSummaryForm? form) =>
        form is null ? null : new WebhookSummary(form.Name, form.Target, form.Enabled, form.Extensions is { } extensions ? [.. extensions] : null);
}

/// <summary>A webhook: a document, which alone holds the secret and the whole address.</summary>
internal sealed record WebhookForm
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Url { get; init; }

    public required bool Enabled { get; init; }

    public string[]? Extensions { get; init; }

    public required string ProtectedSecret { get; init; }

    public required long Epoch { get; init; }
}

/// <summary>How far a webhook is: a document, overwritten with every delivery.</summary>
internal sealed record WebhookCursorForm
{
    public required long Epoch { get; init; }

    public required long Position { get; init; }

    public long? UpTo { get; init; }

    /// <summary>Left out unless it is so.</summary>
    public bool? Reset { get; init; }
}

internal sealed record WebhookSummaryForm
{
    public required string Name { get; init; }

    public required string Target { get; init; }

    public required bool Enabled { get; init; }

    public string[]? Extensions { get; init; }
}

internal sealed record WebhookChangeForm
{
    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public required string Id { get; init; }

    public required WebhookAction Action { get; init; }

    public WebhookSummaryForm? Before { get; init; }

    public WebhookSummaryForm? After { get; init; }

    public long? From { get; init; }

    /// <summary>Left out unless it is so.</summary>
    public bool? UrlChanged { get; init; }
}
