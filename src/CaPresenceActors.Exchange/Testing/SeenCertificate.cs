using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Http;

namespace CaPresenceActors.Exchange.Testing;

/// <summary>A certificate that a server showed, and what was thought of it.</summary>
/// <param name="Certificate">For people.</param>
/// <param name="Objection">Why it is not trusted; null when it is.</param>
internal sealed record SeenCertificate(ServerCertificate Certificate, CertificateObjection? Objection)
{
    private const int MostNames = 50;

    public static SeenCertificate Of(X509Certificate certificate, CertificateObjection? objection)
    {
        using var details = new X509Certificate2(certificate);
        return new SeenCertificate(
            new ServerCertificate(
                Printable.Words(details.Subject),
                Printable.Words(details.Issuer),
                NamesOf(details),
                new DateTimeOffset(details.NotBefore.ToUniversalTime()),
                new DateTimeOffset(details.NotAfter.ToUniversalTime()),
                CertificateJudge.Fingerprint(certificate),
                Trusted: objection is null,
                objection is null ? null : $"{char.ToUpperInvariant(objection.Reason[0])}{objection.Reason[1..]}."),
            objection);
    }

    private static ImmutableArray<string> NamesOf(X509Certificate2 certificate)
    {
        try
        {
            return
            [
                .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                    .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())))
                    .Take(MostNames)
                    .Select(Printable.Words),
            ];
        }
        catch (CryptographicException)
        {
            return []; // What cannot be decoded names nobody; the judge has seen the same.
        }
    }
}
