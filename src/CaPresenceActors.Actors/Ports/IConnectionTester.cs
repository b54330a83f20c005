using System.Collections.Immutable;

namespace CaPresenceActors.Actors.Ports;

/// <summary>
/// Goes the whole way to an Exchange server, step by step, and tells of each step what was found, what it means and what to do: for who sets a connection up and wants to know what is wrong with it.
/// </summary>
/// <remarks>
/// Nothing that is found has an effect on how calendars are read. A password that is refused is tried once and never again, since every try counts towards a lockout, and everything behind it is skipped. No
/// more than two requests are under way at once, and a server that asks to be left alone is.
/// </remarks>
public interface IConnectionTester
{
    /// <summary>Tests a connection. Whatever is wrong with it is told; only cancellation throws.</summary>
    /// <param name="connection">Where and as whom; with its password.</param>
    /// <param name="mailboxes">The mailboxes that are to be read.</param>
    /// <param name="observer">Hears of every step as it goes.</param>
    /// <param name="cancellation">Gives the test up.</param>
    Task TestAsync(ExchangeConnection connection, ImmutableArray<TestedMailbox> mailboxes, IConnectionTestObserver observer, CancellationToken cancellation);
}

/// <summary>A mailbox that a connection is to read.</summary>
/// <param name="Extension">Whose.</param>
/// <param name="Query">What to ask for.</param>
public sealed record TestedMailbox(string Extension, MailboxQuery Query);

/// <summary>Hears how a connection test goes. Called from any thread, never by two at once for one step.</summary>
public interface IConnectionTestObserver
{
    /// <summary>A step has begun, waits, or has ended.</summary>
    void Step(StepReport report);

    /// <summary>The server has shown its certificate.</summary>
    void Certificate(ServerCertificate certificate);

    /// <summary>A mailbox was read, or could not be. Each is told once.</summary>
    void Mailbox(MailboxReport report);
}

/// <summary>The steps of a connection test, in their order.</summary>
public enum TestStep
{
    /// <summary>The server's name has an address.</summary>
    Name,

    /// <summary>Something listens there.</summary>
    Tcp,

    /// <summary>It speaks TLS, with a certificate that is trusted.</summary>
    Tls,

    /// <summary>Exchange Web Services is there, and takes the account and its password.</summary>
    LogIn,

    /// <summary>Its clock and this machine's agree.</summary>
    Clock,

    /// <summary>By which way the account gets at calendars.</summary>
    Rights,

    /// <summary>Every calendar can be read.</summary>
    Mailboxes,
}

/// <summary>How a step of a connection test stands.</summary>
public enum StepState
{
    /// <summary>Its turn has not come.</summary>
    Waiting,

    /// <summary>It is under way.</summary>
    Running,

    /// <summary>All is well.</summary>
    Ok,

    /// <summary>It works, but somebody should know something.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Failed,

    /// <summary>It was left out: it does not apply, or an earlier step failed.</summary>
    Skipped,
}

/// <summary>How a step stands, in sentences for the administrator. Without secrets and subjects.</summary>
/// <param name="Step">Which.</param>
/// <param name="State">How it stands.</param>
/// <param name="Found">What was found; null while there is nothing to say.</param>
/// <param name="Means">What that means; null when that goes without saying.</param>
/// <param name="ToDo">What to do; null when there is nothing to do.</param>
/// <param name="Took">How long it took; null until it has ended.</param>
public sealed record StepReport(TestStep Step, StepState State, string? Found = null, string? Means = null, string? ToDo = null, TimeSpan? Took = null);

/// <summary>The certificate that a server shows.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="Issuer">Who vouches for it.</param>
/// <param name="Names">The names and addresses that it is for.</param>
/// <param name="ValidFrom">From when it is valid, UTC.</param>
/// <param name="ValidUntil">Until when, UTC.</param>
/// <param name="Sha256">Its fingerprint, 64 hexadecimal digits: what is pinned.</param>
/// <param name="Trusted">Whether the connection trusts it: by this machine's trust, by the authority of the settings, or for its pin.</param>
/// <param name="Problem">Why not; null when it does.</param>
public sealed record ServerCertificate(
    string Subject, string Issuer, ImmutableArray<string> Names, DateTimeOffset ValidFrom, DateTimeOffset ValidUntil, string Sha256, bool Trusted, string? Problem);

/// <summary>What came of reading one mailbox.</summary>
/// <param name="Mailbox">Which.</param>
/// <param name="Failed">Why it could not be read; null when it could.</param>
public sealed record MailboxReport(TestedMailbox Mailbox, MailboxReading.Failed? Failed);
