using System.Collections.Immutable;

namespace CaPresenceActors.Actors.Webhooks;

/// <summary>A receiver of presence changes, as it is kept.</summary>
/// <param name="Id">Sixteen hexadecimal digits; never given away again.</param>
/// <param name="Spec">What administrators say of it.</param>
/// <param name="ProtectedSecret">What deliveries are signed with, protected.</param>
/// <param name="Epoch">Counts what makes earlier deliveries void: a replay, another address, another filter. It is part of every <c>deliveryId</c>, so that what is wanted again is not taken for a repeat.</param>
internal sealed record Webhook(string Id, WebhookSpec Spec, string ProtectedSecret, long Epoch)
{
    /// <summary>What the journal keeps of it.</summary>
    public WebhookSummary Summary => new(Spec.Name, Spec.Target, Spec.Enabled, Spec.Extensions);
}

/// <summary>What administrators say of a webhook.</summary>
public sealed record WebhookSpec
{
    /// <summary>How many webhooks a site may have: each costs a connection and, while it delivers, a batch in memory.</summary>
    public const int MaxWebhooks = 50;

    private const int LongestName = 64;
    private const int LongestUrl = 2_048;
    private const int LongestExtension = 64;
    private const int MostExtensions = 1_000;

    /// <summary>What people call it; 1 to 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Where deliveries go. It may hold a secret of the receiver, so it never reaches a log or an event.</summary>
    public required string Url { get; init; }

    /// <summary>Whether anything is delivered.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whose changes are delivered, sorted; null: everybody's.</summary>
    public ImmutableArray<string>? Extensions { get; init; }

    /// <summary>Scheme, host and port: what may be shown where the whole address may not.</summary>
    public string Target => Uri.TryCreate(Url, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : string.Empty;

    /// <summary>Whether a change of this extension is wanted.</summary>
    public bool Wants(string extension) => Extensions is not { } wanted || wanted.BinarySearch(extension, StringComparer.Ordinal) >= 0;

    /// <summary>Whether both deliver the same to the same receiver.</summary>
    internal bool DeliversAs(WebhookSpec other) => Url == other.Url && SameExtensions(other);

    /// <summary>Whether both say the same.</summary>
    internal bool Says(WebhookSpec other) => Name == other.Name && Enabled == other.Enabled && DeliversAs(other);

    /// <summary>With its words trimmed, and each extension once, in order.</summary>
    internal WebhookSpec Tidy() => this with
    {
        Name = Name.Trim(),
        Url = Url.Trim(),
        Extensions = Extensions?.Select(extension => extension.Trim()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray(),
    };

    /// <summary>Why it cannot be taken; null when it can.</summary>
    /// <param name="plainHttp">Whether plain HTTP is allowed to other machines.</param>
    internal string? Problem(bool plainHttp) =>
        Name.Length is 0 or > LongestName || Name.Any(char.IsControl) ? $"The name of a webhook has {Name.Length} characters; 1 to {LongestName} are needed, none of them a control character. Nothing was changed."
        : ProblemOfUrl(plainHttp) ?? ProblemOfExtensions();

    private string? ProblemOfUrl(bool plainHttp)
    {
        if (Url.Length > LongestUrl || !Uri.TryCreate(Url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp) || uri.Host.Length == 0)
        {
            return $"The url of a webhook must be an absolute https address of at most {LongestUrl} characters, such as https://phones.example.com/presence. Nothing was changed.";
        }

        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            return "The url of a webhook has a user name or a fragment; neither would be sent. Leave it out: the signature tells the receiver who sends. Nothing was changed.";
        }

        return uri.Scheme == Uri.UriSchemeHttp && !plainHttp && !uri.IsLoopback
            ? $"The url of a webhook leads over plain HTTP to {uri.Host}, where anybody on the way could read who is absent. https is needed, unless capresence.webhooks.plain-http in the configuration allows it. Nothing was changed."
            : null;
    }

    private string? ProblemOfExtensions() => Extensions switch
    {
        { IsEmpty: true } => "The list of extensions is empty, so nothing would ever be delivered. Leave it out for everybody's changes, or disable the webhook. Nothing was changed.",
        { Length: > MostExtensions } many => $"The list of extensions has {many.Length} entries; at most {MostExtensions} are taken. Leave it out for everybody's changes. Nothing was changed.",
        { } some when some.Any(extension => extension.Length is 0 or > LongestExtension) => $"An extension of the list is empty or longer than {LongestExtension} characters. Nothing was changed.",
        _ => null,
    };

    private bool SameExtensions(WebhookSpec other) => (Extensions, other.Extensions) switch
    {
        ({ } one, { } another) => one.SequenceEqual(another, StringComparer.Ordinal),
        var (one, another) => one is null && another is null,
    };
}

/// <summary>How far a webhook has been served.</summary>
/// <param name="Epoch">Which of the webhook's epochs this belongs to.</param>
/// <param name="Position">Everything up to here is delivered, or was not wanted.</param>
/// <param name="UpTo">The end of the delivery that is under way; null between deliveries. It is on the disk before the delivery goes out, so that after a crash the same batch comes again under the same <c>deliveryId</c>.</param>
/// <param name="IsReset">Whether that delivery says that something is missing.</param>
internal readonly record struct WebhookCursor(long Epoch, long Position, long? UpTo = null, bool IsReset = false);
