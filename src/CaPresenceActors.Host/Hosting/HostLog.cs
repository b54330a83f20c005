using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Host.Hosting;

/// <summary>What the host says to operators.</summary>
internal static partial class HostLog
{
    [LoggerMessage(1001, LogLevel.Information, "Listening on {Address}. The pages are there, and the API is at {Address}api/v1.")]
    public static partial void Listening(this ILogger logger, Uri address);

    [LoggerMessage(1002, LogLevel.Information, "The database is new: the site starts with what the configuration says under \"seed\".")]
    public static partial void Seeded(this ILogger logger);

    [LoggerMessage(1004, LogLevel.Information, "Connections are protected by the certificate of {Subject}, SHA-256 {Fingerprint}, valid until {Until}.")]
    public static partial void CertificateUsed(this ILogger logger, string subject, string fingerprint, DateTimeOffset until);

    [LoggerMessage(1005, LogLevel.Warning, "The certificate {File} is valid from {From} to {Until}, and not now, so browsers warn of this server. Renew it; the program takes a new file within a minute.")]
    public static partial void CertificateNotValid(this ILogger logger, string file, DateTimeOffset from, DateTimeOffset until);

    [LoggerMessage(1006, LogLevel.Warning, "The certificate {File} expires at {Until}. Renew it; the program takes a new file within a minute.")]
    public static partial void CertificateExpires(this ILogger logger, string file, DateTimeOffset until);

    [LoggerMessage(1007, LogLevel.Error, "The certificate's files have changed and cannot be used, so the former certificate stays: capresence.http.tls {Reason}")]
    public static partial void CertificateNotRenewed(this ILogger logger, string reason);

    [LoggerMessage(1003, LogLevel.Information, "{Count} users were taken from {File}.")]
    public static partial void UsersSeeded(this ILogger logger, int count, string file);
}
