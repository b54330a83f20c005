namespace CaPresenceActors.Host.Configuration;

/// <summary>The server's own certificate, as <c>capresence.http.tls</c> names it.</summary>
/// <param name="CertificateFile">A PEM file (certificate, then those that vouch for it) or a PFX file; the whole path.</param>
/// <param name="KeyFile">The PEM file of the private key; null when it stands in the certificate's file.</param>
/// <param name="Password">What the key or the PFX file is encrypted with; null when it is not.</param>
internal sealed record TlsOptions(string CertificateFile, string? KeyFile, string? Password)
{
    /// <summary>The files alone.</summary>
    public override string ToString() => KeyFile is null ? CertificateFile : $"{CertificateFile} with {KeyFile}";
}
