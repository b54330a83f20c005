namespace CaPresenceActors.Host.Commands;

/// <summary>What the exit codes of commands mean.</summary>
internal static class ExitCodes
{
    /// <summary>What was asked for was done.</summary>
    public const int Done = 0;

    /// <summary>What was checked is wrong.</summary>
    public const int Wrong = 1;

    /// <summary>What was given breaks a rule: a file, or the command line itself.</summary>
    public const int BreaksRule = 2;

    /// <summary>The program cannot run here, or as it is configured.</summary>
    public const int CannotRun = 3;
}
