namespace CaPresenceActors.Presence.Replay;

/// <summary>A replay file breaks a rule (SEMANTICS §8). The message says in one line which part of the file and why.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>With the part of the file, such as <c>input 3</c>, and the reason.</summary>
    public ScenarioException(string part, string reason)
        : base($"{part}: {OneLine(reason)}")
    {
    }

    /// <summary>With a whole sentence.</summary>
    public ScenarioException(string message)
        : base(message)
    {
    }

    /// <summary>Without words; for serializers.</summary>
    public ScenarioException()
    {
    }

    /// <summary>With a whole sentence and what lies behind it.</summary>
    public ScenarioException(string message, Exception inner)
        : base(message, inner)
    {
    }

    // The reason quotes what stands in the file, which must neither break the line nor speak to the terminal.
    private static string OneLine(string reason) =>
        string.Concat(reason.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? $"\\u{(int)c:X4}" : c.ToString()));
}
