using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CaPresenceActors.Actors.Ports;

namespace CaPresenceActors.Exchange.Http;

/// <summary>
/// Decides whether the server is who it says: by the system's trust, or by the authority of the settings alone, or, where a certificate is pinned, by that one certificate alone. A pinned certificate that has expired or names another
/// host is still the one that the administrator looked at; another certificate is refused even when the system trusts it. There is no other way.
/// </summary>
internal sealed class CertificateJudge(ExchangeConnection connection)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly string? _pin = CertificatePin.Normalise(connection.CertificatePin);

    /// <summary>Whom chains of certificates have to lead to; null: to whom this machine trusts.</summary>
    public X509ChainPolicy? ChainPolicy()
    {
        if (connection.CertificateAuthority is not { } pem)
        {
            return null;
        }

        // A private authority rarely has a list of revoked certificates that could be reached, and the system's trust is not asked for one either.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        var (roots, others) = AuthorityCertificates.Read(pem);
        policy.CustomTrustStore.AddRange(roots);
        policy.ExtraStore.AddRange(others);
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return policy;
    }

    /// <summary>The validation callback.</summary>
    /// <exception cref="CertificateRefusedException">Instead of false, so that the reason reaches whoever sent the request.</exception>
    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            throw new CertificateRefusedException($"{connection.Server}:{connection.Port} showed no certificate. Nothing was sent.");
        }

        return Objection(certificate, chain, errors) is { } objection ? throw Refused(certificate, objection) : true;
    }

    /// <summary>Why a certificate is not trusted, and what to do; null when it is.</summary>
    public CertificateObjection? Objection(X509Certificate certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (_pin is null)
        {
            return errors == SslPolicyErrors.None ? null : new CertificateObjection(
                string.Join("; ", Objections(errors, chain)),
                "To trust exactly this certificate, pin that fingerprint; otherwise give its issuer as the certificate authority (ca-file), or install it as trusted.");
        }

        return string.Equals(Fingerprint(certificate), _pin, StringComparison.Ordinal)
            ? null
            : new CertificateObjection($"it is not the pinned one ({_pin})", "If the server has a new certificate, pin the new fingerprint; if not, somebody stands between.");
    }

    /// <summary>The SHA-256 of a certificate, in lower case.</summary>
    public static string Fingerprint(X509Certificate certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.GetRawCertData()));

    private CertificateRefusedException Refused(X509Certificate certificate, CertificateObjection objection)
    {
        using var details = new X509Certificate2(certificate);
        return new CertificateRefusedException(
            $"The certificate of {connection.Server}:{connection.Port} is refused: {objection.Reason}. " +
            $"Subject {details.Subject}; issuer {details.Issuer}; valid from {details.NotBefore.ToUniversalTime():yyyy-MM-dd} to {details.NotAfter.ToUniversalTime():yyyy-MM-dd}; SHA-256 {Fingerprint(certificate)}. " +
            $"Nothing was sent. {objection.Advice}");
    }

    private IEnumerable<string> Objections(SslPolicyErrors errors, X509Chain? chain)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            yield return "there is none";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            yield return "it is for another name";
        }

        if (!errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) || chain is null)
        {
            yield break;
        }

        foreach (var status in chain.ChainStatus)
        {
            yield return status.Status switch
            {
                X509ChainStatusFlags.NotTimeValid => "it is expired or not yet valid",
                X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain when connection.CertificateAuthority is not null => "it does not come from the certificate authority of the settings",
                X509ChainStatusFlags.UntrustedRoot => "its issuer is not trusted by this machine",
                X509ChainStatusFlags.PartialChain => "its issuer is not known to this machine",
                X509ChainStatusFlags.Revoked => "it was revoked",
                X509ChainStatusFlags.NotValidForUsage => "it is not for servers",
                X509ChainStatusFlags.NotSignatureValid => "its signature is wrong",
                var other => other.ToString(),
            };
        }
    }
}

/// <summary>Why a certificate is not trusted.</summary>
/// <param name="Reason">The end of a sentence that begins with <em>because</em>.</param>
/// <param name="Advice">What to do, in a sentence.</param>
internal sealed record CertificateObjection(string Reason, string Advice);

/// <summary>The server's certificate is refused. The message is fit for an administrator.</summary>
internal sealed class CertificateRefusedException(string message) : Exception(message);
