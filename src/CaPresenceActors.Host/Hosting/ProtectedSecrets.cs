using System.Security.Cryptography;
using CaPresenceActors.Actors.Ports;
using Microsoft.AspNetCore.DataProtection;

namespace CaPresenceActors.Host.Hosting;

/// <summary>Keeps the Exchange password with the framework's data protection; its keys stand in a directory of their own, so that the database alone gives nothing away.</summary>
internal sealed class ProtectedSecrets : ISecretProtector
{
    /// <summary>What the keys are for; sessions are kept with the same ones.</summary>
    public const string ApplicationName = "capresence";

    private readonly IDataProtector _protector;

    /// <param name="keysDirectory">Where the keys are kept; made when it does not exist.</param>
    public ProtectedSecrets(string keysDirectory) => _protector = DataProtectionProvider
        .Create(Directory.CreateDirectory(keysDirectory), setup => setup.SetApplicationName(ApplicationName))
        .CreateProtector("ExchangePassword");

    /// <inheritdoc/>
    public string Protect(string secret) => _protector.Protect(secret);

    /// <inheritdoc/>
    public string? Unprotect(string protectedSecret)
    {
        try
        {
            return _protector.Unprotect(protectedSecret);
        }
        catch (CryptographicException)
        {
            // The keys are gone or others: the administrator gives the password again. The engine says so.
            return null;
        }
    }
}
