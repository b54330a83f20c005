using System.Collections.Immutable;
using System.Globalization;

namespace CaPresenceActors.Exchange.Simulator.Faults;

/// <summary>
/// A fault as one writes it down, and as it goes over the control API in JSON: its kind, what that kind needs, and when it strikes. A field that is not given does not restrict. Kinds and their fields are
/// in <see cref="FaultKinds"/>.
/// </summary>
public sealed record FaultDescription
{
    /// <summary>One of the names in <see cref="FaultKinds"/>, such as <c>server-busy</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Only requests about one of these mailboxes.</summary>
    public ImmutableArray<string>? Mailboxes { get; init; }

    /// <summary>Only these operations, such as <c>FindItem</c>.</summary>
    public ImmutableArray<string>? Operations { get; init; }

    /// <summary>How likely each of those requests is struck, from 0 to 1; always, when not given.</summary>
    public double? Probability { get; init; }

    /// <summary>The seed of that chance: the same seed strikes the same requests in a sequence.</summary>
    public int? Seed { get; init; }

    /// <summary>How many requests are struck before the fault is over.</summary>
    public int? Count { get; init; }

    /// <summary>From when on, by the simulator's clock.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until before when.</summary>
    public DateTimeOffset? Until { get; init; }

    public double? BackOffSeconds { get; init; }

    public double? RetryAfterSeconds { get; init; }

    public double? DelaySeconds { get; init; }

    public double? AfterSeconds { get; init; }

    public double? OffsetSeconds { get; init; }

    public int? AfterBytes { get; init; }

    public int? BytesPerSecond { get; init; }

    public int? Status { get; init; }

    public string? Body { get; init; }

    public string? Location { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public bool? Raw { get; init; }

    /// <summary>Everything that is wrong with the description; each names the field, what was found and what is needed.</summary>
    public IEnumerable<string> Problems()
    {
        if (Probability is { } probability && probability is not (>= 0 and <= 1))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"\"probability\" is {probability}, but must be between 0 and 1.");
        }

        if (Count < 1)
        {
            yield return $"\"count\" is {Count}, but must be at least 1; leave it out for a fault that stays.";
        }

        if (Until <= From)
        {
            yield return $"\"until\" is {Until:u}, but must be after \"from\", {From:u}.";
        }

        if (Mailboxes is { IsEmpty: true })
        {
            yield return "\"mailboxes\" is empty, so that nothing would be struck; leave it out for all mailboxes.";
        }

        if (Operations is { IsEmpty: true })
        {
            yield return "\"operations\" is empty, so that nothing would be struck; leave it out for all operations.";
        }

        foreach (var unknown in Operations?.Where(o => !FaultKinds.Operations.Contains(o)) ?? [])
        {
            yield return $"\"operations\" has \"{unknown}\", which is no operation of the simulator; it has {string.Join(", ", FaultKinds.Operations)}.";
        }

        foreach (var problem in FaultKinds.Problems(this))
        {
            yield return problem;
        }
    }
}
