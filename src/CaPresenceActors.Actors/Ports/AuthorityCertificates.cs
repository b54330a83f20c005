using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CaPresenceActors.Actors.Ports;

/// <summary>Certificates of a private authority, as PEM.</summary>
public static class AuthorityCertificates
{
    private const int LongestPem = 64 * 1024;

    /// <summary>What is wrong with a text that should hold them; null when nothing is.</summary>
    public static string? Problem(string pem)
    {
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return "The certificate authority comes with a private key, which must stay with the authority. Give its certificate alone.";
        }

        if (pem.Length > LongestPem)
        {
            return $"The certificate authority is longer than {LongestPem / 1024} KB. Give the authority's certificate alone, not a list of all that there are.";
        }

        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
            return certificates.Any(IsRoot)
                ? null
                : "The certificate authority must be PEM (-----BEGIN CERTIFICATE-----) that holds at least one certificate of an authority that has signed itself; there is none.";
        }
        catch (CryptographicException)
        {
            return "The certificate authority is damaged: what stands between BEGIN CERTIFICATE and END CERTIFICATE is no certificate.";
        }
        finally
        {
            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }
        }
    }

    /// <summary>The certificates: those that are trusted, and those that only help to get there.</summary>
    /// <exception cref="CryptographicException">There is a <see cref="Problem"/>.</exception>
    public static (X509Certificate2Collection Roots, X509Certificate2Collection Others) Read(string pem)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(pem);
        return ([.. all.Where(IsRoot)], [.. all.Where(certificate => !IsRoot(certificate))]);
    }

    private static bool IsRoot(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
