using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CaPresenceActors.Exchange.Simulator.Hosting;

/// <summary>Makes the certificate of a simulator: for localhost, signed by itself; for the life of the process, or kept in a file.</summary>
internal static class SelfSignedCertificate
{
    public static X509Certificate2 Create(DateTimeOffset now) => X509CertificateLoader.LoadPkcs12(Make(now), password: null);

    /// <summary>One that was valid until yesterday.</summary>
    public static X509Certificate2 CreateExpired(DateTimeOffset now) => X509CertificateLoader.LoadPkcs12(Make(now.AddDays(-366)), password: null);

    /// <summary>The certificate in a file (PKCS #12 without a password). A file that is missing is made, readable by its owner alone.</summary>
    /// <exception cref="IOException">The file cannot be read or made, holds no certificate with its key, or the certificate is valid no more.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read or made.</exception>
    public static X509Certificate2 Keep(string file, DateTimeOffset now)
    {
        if (Directory.Exists(file))
        {
            throw new IOException($"{file} is a directory; the certificate needs a file.");
        }

        if (!File.Exists(file))
        {
            Write(file, Make(now));
        }

        var certificate = Read(file);
        if (certificate.HasPrivateKey && certificate.NotAfter.ToUniversalTime() > now.UtcDateTime)
        {
            return certificate;
        }

        var wrong = certificate.HasPrivateKey ? $"was valid until {certificate.NotAfter.ToUniversalTime():u}" : "has no private key";
        certificate.Dispose();
        throw new IOException($"The certificate in {file} {wrong}. Delete the file to have a new one made; its fingerprint is another one.");
    }

    // Windows serves TLS only with keys that came from a file, so a certificate takes the way through one in memory.
    private static byte[] Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        return made.Export(X509ContentType.Pfx);
    }

    private static X509Certificate2 Read(string file)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12(File.ReadAllBytes(file), password: null);
        }
        catch (CryptographicException e)
        {
            throw new IOException($"The file {file} holds no certificate: PKCS #12 without a password is needed. Delete it to have one made.", e);
        }
    }

    private static void Write(string file, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, options);
        stream.Write(content);
    }
}
