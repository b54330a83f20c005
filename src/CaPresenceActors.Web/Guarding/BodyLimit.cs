using Microsoft.AspNetCore.Http.Metadata;

namespace CaPresenceActors.Web.Guarding;

/// <summary>How long a request's body may be.</summary>
internal sealed record BodyLimit(long Bytes) : IRequestSizeLimitMetadata
{
    /// <summary>64 KB: a full keyword list is 10.</summary>
    public static BodyLimit OfJson { get; } = new(64 * 1024);

    /// <summary>64 MB: 200,000 users are about 16.</summary>
    public static BodyLimit OfCsv { get; } = new(64 * 1024 * 1024);

    /// <inheritdoc/>
    public long? MaxRequestBodySize => Bytes;
}
