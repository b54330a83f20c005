namespace CaPresenceActors.Actors.SignIns;

/// <summary>How those are called who have no extension.</summary>
public static class SignInName
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 64;

    // What else stands for "who did it" in the journal.
    private static readonly string[] Taken = ["local", "configuration", "demo", "capresence", "system"];

    /// <summary>What is wrong with a name, in a sentence; null when nothing is.</summary>
    public static string? Problem(string name) =>
        name.Length is 0 or > MaxLength || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '@') || !name.Any(char.IsAsciiLetter)
            ? $"A name is 1 to {MaxLength} of the letters A to Z, the digits and . _ - @, with at least one letter."
            : Taken.Contains(name, StringComparer.OrdinalIgnoreCase) ? $"The name {name} is taken: it stands for the program itself." : null;
}

/// <summary>What a password must be (NIST SP 800-63B: long enough, and nothing about kinds of characters).</summary>
public static class PasswordRule
{
    /// <summary>The shortest password, in characters.</summary>
    public const int MinLength = 8;

    /// <summary>The longest password, in characters.</summary>
    public const int MaxLength = 256;

    /// <summary>What is wrong with a password, in a sentence that does not repeat it; null when nothing is.</summary>
    public static string? Problem(string name, string password) =>
        password.Length is < MinLength or > MaxLength ? $"The password is {password.Length} characters long; {MinLength} to {MaxLength} are needed."
        : !IsText(password) ? "The password holds half a character or U+FFFE, which no keyboard writes; another one is needed."
        : string.Equals(password.Trim(), name, StringComparison.OrdinalIgnoreCase) ? "The password is the name itself; another one is needed."
        : null;

    /// <summary>Whether Unicode knows every character of it, so that its forms can be told to be the same: no halves of pairs, and not U+FFFE.</summary>
    public static bool IsText(string password)
    {
        for (var i = 0; i < password.Length; i++)
        {
            if (i + 1 < password.Length && char.IsSurrogatePair(password[i], password[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(password[i]) || password[i] == '\uFFFE')
            {
                return false;
            }
        }

        return true;
    }
}
