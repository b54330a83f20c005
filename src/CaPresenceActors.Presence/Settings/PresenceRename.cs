namespace CaPresenceActors.Presence;

/// <summary>
/// What led to one presence leads to another from now on, because it got another name or because it was replaced; keyword rows and manual presences go along (SEMANTICS §1).
/// </summary>
/// <param name="From">The name until now.</param>
/// <param name="To">The name from now on.</param>
public sealed record PresenceRename(string From, string To)
{
    /// <summary>A further one of the same change; null for none. All of them happen at once: none leads on to another.</summary>
    public PresenceRename? Also { get; init; }

    /// <summary>This one and the further ones.</summary>
    public IEnumerable<(string From, string To)> Steps
    {
        get
        {
            for (var step = this; step is not null; step = step.Also)
            {
                yield return (step.From, step.To);
            }
        }
    }

    /// <summary>Several at once; null for none.</summary>
    /// <exception cref="RuleViolationException">One presence is to become two.</exception>
    public static PresenceRename? OfAll(IEnumerable<(string From, string To)> steps)
    {
        PresenceRename? all = null;
        foreach (var (from, to) in steps.Reverse())
        {
            if (all is not null && all.Steps.Any(step => step.From.Trim() == from.Trim()))
            {
                throw new RuleViolationException($"The presence \"{from.Trim()}\" is to be replaced twice; one presence takes its place.");
            }

            all = new PresenceRename(from, to) { Also = all };
        }

        return all;
    }

    /// <summary>What a presence is called after it.</summary>
    public string Of(string presence)
    {
        for (var step = this; step is not null; step = step.Also)
        {
            if (step.From.AsSpan().Trim().SequenceEqual(presence))
            {
                return step.To.Trim();
            }
        }

        return presence;
    }
}
