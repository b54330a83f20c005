using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CaPresenceActors.Host.Configuration;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Host.Hosting;

/// <summary>A certificate cannot be used; the message is the second half of a sentence that begins with the setting.</summary>
internal sealed class CertificateFileException(string message, bool inKeyFile, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the trouble is the key's file and not the certificate's.</summary>
    public bool InKeyFile { get; } = inKeyFile;
}

/// <summary>
/// The server's own certificate. When its files change, as they do where certificates are renewed by a program, new connections get the new one; when the new files cannot be used, the old certificate stays and the log says so.
/// </summary>
internal sealed class ServerCertificate
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    // A renewal that has not happened by then will not happen by itself.
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    private readonly TlsOptions _tls;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private SslStreamCertificateContext _current;
    private (DateTime Certificate, DateTime Key) _written;
    private DateTimeOffset _looked;

    /// <exception cref="CertificateFileException">It cannot be used.</exception>
    public ServerCertificate(TlsOptions tls, TimeProvider clock, ILogger logger)
    {
        (_tls, _clock, _logger) = (tls, clock, logger);
        (_written, _looked) = (WrittenAt(), clock.GetUtcNow());
        _current = Use();
    }

    /// <summary>What a new connection is shown.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_lock)
            {
                if (_clock.GetUtcNow() - _looked >= LookAgain)
                {
                    _looked = _clock.GetUtcNow();
                    Renew();
                }

                return _current;
            }
        }
    }

    /// <summary>Reads the certificate with its private key.</summary>
    /// <exception cref="CertificateFileException">It cannot be used.</exception>
    public static X509Certificate2 Load(TlsOptions tls)
    {
        var content = Read(tls.CertificateFile, inKeyFile: false);
        _ = tls.KeyFile is { } keyFile ? Read(keyFile, inKeyFile: true) : null;
        try
        {
            var certificate = IsPem(content) ? LoadPem(tls) : X509CertificateLoader.LoadPkcs12(content, tls.Password);
            return certificate.HasPrivateKey
                ? certificate
                : throw new CertificateFileException($"names {tls.CertificateFile}, which has no private key. Set key-file, or use a PFX file that has one.", inKeyFile: false);
        }
        catch (CryptographicException e)
        {
            throw new CertificateFileException($"names {tls}, and that is no certificate with its private key, or the password is another one: {e.Message}", inKeyFile: false, e);
        }
    }

    private static X509Certificate2 LoadPem(TlsOptions tls)
    {
        var certificate = tls.Password is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(tls.CertificateFile, password, tls.KeyFile)
            : X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile);
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        // Windows does not use a key for TLS that was never in a store; on its way through PFX it gets there.
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
    }

    private static bool IsPem(byte[] content) => content.AsSpan().IndexOf("-----BEGIN"u8) >= 0;

    private static byte[] Read(string file, bool inKeyFile)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CertificateFileException($"names {file}, which cannot be read. {(Directory.Exists(file) ? "It is a directory." : e.Message)}", inKeyFile, e);
        }
    }

    private void Renew()
    {
        var written = WrittenAt();
        if (written == _written)
        {
            return;
        }

        try
        {
            _current = Use();
            _written = written;
        }
        catch (CertificateFileException e)
        {
            // Perhaps one file is there and the other is still being written: it is looked at again in a minute.
            _logger.CertificateNotRenewed(e.Message);
        }
    }

    private SslStreamCertificateContext Use()
    {
        var certificate = Load(_tls);
        var now = _clock.GetUtcNow();
        var (from, until) = (new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
        if (now < from || now > until)
        {
            _logger.CertificateNotValid(_tls.CertificateFile, from, until);
        }
        else if (until - now < Soon)
        {
            _logger.CertificateExpires(_tls.CertificateFile, until);
        }

        _logger.CertificateUsed(certificate.Subject, certificate.GetCertHashString(HashAlgorithmName.SHA256), until);
        return SslStreamCertificateContext.Create(certificate, Vouching(), offline: true);
    }

    // Browsers need the certificates between ours and the authority's.
    private X509Certificate2Collection Vouching()
    {
        var all = new X509Certificate2Collection();
        var content = Read(_tls.CertificateFile, inKeyFile: false);
        if (IsPem(content))
        {
            all.ImportFromPem(System.Text.Encoding.UTF8.GetString(content));
        }
        else
        {
            all = X509CertificateLoader.LoadPkcs12Collection(content, _tls.Password);
        }

        return all;
    }

    private (DateTime Certificate, DateTime Key) WrittenAt() => (File.GetLastWriteTimeUtc(_tls.CertificateFile), _tls.KeyFile is { } key ? File.GetLastWriteTimeUtc(key) : default);
}
