using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CaPresenceActors.Exchange.Tests.Support;

/// <summary>Certificates for servers on loopback.</summary>
internal static class Certificates
{
    private static readonly DateTimeOffset Today = new(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>A certificate that nobody has signed but itself.</summary>
    public static X509Certificate2 SelfSigned(string name = "exchange.example.test", bool expired = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (name == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        return expired ? request.CreateSelfSigned(Today.AddDays(-30), Today.AddDays(-2)) : request.CreateSelfSigned(Today.AddDays(-1), Today.AddDays(30));
    }

    /// <summary>An authority of the house.</summary>
    public static X509Certificate2 Authority(string name = "House CA")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request.CreateSelfSigned(Today.AddDays(-60), Today.AddDays(60));
    }

    /// <summary>A server's certificate from an authority, for this machine or for another name.</summary>
    public static X509Certificate2 IssuedBy(X509Certificate2 authority, bool expired = false, bool forThisMachine = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=exchange", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("exchange.example.test");
        if (forThisMachine)
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var signed = request.Create(authority, expired ? Today.AddDays(-30) : Today.AddDays(-1), expired ? Today.AddDays(-2) : Today.AddDays(30), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    public static string Fingerprint(this X509Certificate2 certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
}
