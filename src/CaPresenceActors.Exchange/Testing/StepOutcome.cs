using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;

namespace CaPresenceActors.Exchange.Testing;

/// <summary>How a step ended.</summary>
/// <param name="State">In one word.</param>
/// <param name="Found">What was found.</param>
/// <param name="Means">What that means; null when that goes without saying.</param>
/// <param name="ToDo">What to do; null when there is nothing to do.</param>
internal sealed record StepOutcome(StepState State, string? Found, string? Means = null, string? ToDo = null)
{
    public static StepOutcome Ok(string found, string? means = null) => new(StepState.Ok, found, means);

    public static StepOutcome Warning(string found, string means, string? toDo) => new(StepState.Warning, found, means, toDo);

    public static StepOutcome Failed(string found, string means, string? toDo) => new(StepState.Failed, found, means, toDo);

    public static StepOutcome Skipped(string found) => new(StepState.Skipped, found);

    public static StepOutcome Of(Trouble trouble) => Failed(trouble.Reason, Advice.Means(trouble.Failure), Advice.ToDo(trouble));

    public static StepOutcome Of(MailboxReading.Failed failed) => Failed(failed.Reason, Advice.Means(failed.Failure), failed.ToDo);
}
