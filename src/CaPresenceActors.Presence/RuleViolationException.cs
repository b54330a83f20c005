namespace CaPresenceActors.Presence;

/// <summary>A value breaks a rule of SEMANTICS.md. The message says which thing, what was found and what is needed; it never holds a subject.</summary>
public sealed class RuleViolationException : Exception
{
    /// <summary>With the sentence for the person who gave the value.</summary>
    public RuleViolationException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence and what lies behind it.</summary>
    public RuleViolationException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without words; for serializers.</summary>
    public RuleViolationException()
    {
    }
}
