using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.SignIns;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CaPresenceActors.Web.SignIns;

/// <summary>Passwords as the framework keeps them: PBKDF2 with HMAC-SHA512, a salt of 128 bits each, and as many rounds as OWASP asks for.</summary>
public sealed class Pbkdf2Passwords : IPasswordHasher
{
    // OWASP's cheat sheet on password storage, 2023.
    private const int Rounds = 210_000;

    private static readonly object Nobody = new();

    private readonly PasswordHasher<object> _hasher;
    private readonly string _decoy;

    /// <param name="rounds">How often the hash goes round; tests take fewer.</param>
    public Pbkdf2Passwords(int rounds = Rounds)
    {
        _hasher = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = rounds }));
        _decoy = _hasher.HashPassword(Nobody, RandomSecret.New());
    }

    /// <inheritdoc/>
    public string Hash(string password) => _hasher.HashPassword(Nobody, Normal(password));

    /// <inheritdoc/>
    public bool Matches(string? hash, string password)
    {
        // What is no text has no normal form and was never anybody's password; it takes as long as any other.
        var isText = PasswordRule.IsText(password);
        var verdict = _hasher.VerifyHashedPassword(Nobody, hash ?? _decoy, isText ? Normal(password) : "");
        return isText && hash is not null && verdict is not PasswordVerificationResult.Failed;
    }

    // Keyboards write the same character in several ways (NIST SP 800-63B §3.1.1.2).
    private static string Normal(string password) => password.Normalize(System.Text.NormalizationForm.FormKC);
}
