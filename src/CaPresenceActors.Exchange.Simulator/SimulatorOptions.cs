using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CaPresenceActors.Exchange.Simulator;

/// <summary>How a simulated Exchange server listens, who may log in, and what its clock says.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The port on the loopback address; 0 lets the system choose one.</summary>
    public int Port { get; init; }

    /// <summary>Whether to speak HTTPS, with a self-signed certificate.</summary>
    public bool UseHttps { get; init; }

    /// <summary>Where the certificate is kept (PKCS #12 without a password), made when it is missing, so that a pin stays right; null for one made at every start.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The account that reads everybody's calendar.</summary>
    public SimulatedAccount ServiceAccount { get; init; } = new("presence@example.test", "simulator");

    /// <summary>What the service account may do with a mailbox that says nothing else.</summary>
    public MailboxRights ServiceAccountRights { get; init; } = MailboxRights.Impersonation;

    /// <summary>The version that the server claims to have, which decides what requests it understands.</summary>
    public ExchangeServerVersion ServerVersion { get; init; } = ExchangeServerVersion.Exchange2019;

    /// <summary>The limits that it keeps.</summary>
    public SimulatorLimits Limits { get; init; } = new();

    /// <summary>How it keeps subscriptions and streams.</summary>
    public NotificationOptions Notifications { get; init; } = new();

    /// <summary>The server's clock: the <c>Date</c> header and the time stamps of items. A clock that is off simulates a server whose clock is.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where failures of the simulator itself are reported.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    internal IEnumerable<string> Problems()
    {
        if (Port is < 0 or > 65535)
        {
            yield return $"The port is {Port}, but must be between 0 (the system chooses) and 65535.";
        }

        if (ServiceAccount.UserName.Length == 0 || ServiceAccount.UserName.Contains(':'))
        {
            yield return $"The user name is \"{ServiceAccount.UserName}\", but must not be empty and must not contain a colon, which Basic authentication cannot carry.";
        }

        if (ServiceAccount.Password.Length == 0)
        {
            yield return "The password is empty, but the account needs one.";
        }

        foreach (var problem in Notifications.Problems())
        {
            yield return problem;
        }
    }
}
