namespace CaPresenceActors.Exchange.Simulator.Faults;

/// <summary>A way in which a server fails. Some stand in for the answer; those that derive from <see cref="Damage"/> let the operation run and spoil what it answers.</summary>
public abstract record FaultAnswer
{
    private FaultAnswer()
    {
    }

    /// <summary>Whether this strikes streams while they are open, instead of requests.</summary>
    internal virtual bool IsOfStreams => false;

    /// <summary>A SOAP fault ErrorServerBusy, with the time that the client is asked to stay away.</summary>
    public sealed record ServerBusy(TimeSpan? BackOff = null) : FaultAnswer;

    /// <summary>HTTP 503 without XML, with Retry-After in whole seconds when given.</summary>
    public sealed record ServiceUnavailable(TimeSpan? RetryAfter = null) : FaultAnswer;

    /// <summary>HTTP 401, whatever password was sent.</summary>
    public sealed record Unauthorized : FaultAnswer;

    /// <summary>The connection is cut without an answer.</summary>
    public sealed record AbortConnection : FaultAnswer;

    /// <summary>A SOAP fault with any response code.</summary>
    public sealed record SoapFault(string ResponseCode, string Message) : FaultAnswer;

    /// <summary>HTTP 200 with an error in every response message, and nothing done; with a time to stay away when given.</summary>
    public sealed record ItemError(string ResponseCode, string Message, TimeSpan? BackOff = null) : FaultAnswer;

    /// <summary>Any HTTP status with a body that is no XML, such as the page of a proxy.</summary>
    public sealed record Html(int Status, string Body) : FaultAnswer;

    /// <summary>HTTP 302, or another status of its kind, to somewhere else.</summary>
    public sealed record Redirect(string Location = "/ews/genericerrorpage.htm?aspxerrorpath=/EWS/Exchange.asmx", int Status = 302) : FaultAnswer;

    /// <summary>The request is taken and never answered; the connection stays open until the client or the server ends it.</summary>
    public sealed record Silence : FaultAnswer;

    /// <summary>The mailbox is being moved: ErrorMailboxMoveInProgress, and its subscriptions are gone.</summary>
    public sealed record MailboxMoving : FaultAnswer;

    /// <summary>The mailbox is not there: ErrorNonExistentMailbox, and its subscriptions are gone. What it holds comes back with the end of the fault.</summary>
    public sealed record MailboxGone : FaultAnswer;

    /// <summary>The account may not do what it could: ErrorImpersonateUserDenied, or ErrorAccessDenied for a delegate.</summary>
    public sealed record RightsWithdrawn : FaultAnswer;

    /// <summary>The operation runs, and something is wrong with how it is answered.</summary>
    public abstract record Damage : FaultAnswer;

    /// <summary>The answer comes after a while.</summary>
    public sealed record Delay(TimeSpan Time) : Damage;

    /// <summary>The connection is cut after so many bytes of the body; in the middle of the first envelope when not given.</summary>
    public sealed record ResetMidAnswer(int? AfterBytes = null) : Damage;

    /// <summary>The body trickles.</summary>
    public sealed record SlowBytes(int BytesPerSecond) : Damage;

    /// <summary>The body ends in the middle of the first envelope, or after so many bytes, and HTTP says that it was all.</summary>
    public sealed record Truncated(int? AfterBytes = null) : Damage;

    /// <summary>Envelopes that are not well-formed.</summary>
    public sealed record InvalidXml : Damage;

    /// <summary>Subjects with a character that XML does not allow: as a reference, as Exchange sends it, or raw.</summary>
    public sealed record ControlCharacters(bool Raw = false) : Damage;

    /// <summary>Response messages in the opposite order of the request.</summary>
    public sealed record WrongOrder : Damage;

    /// <summary>Chunks that end in the middle of a character of UTF-8.</summary>
    public sealed record SplitCharacters : Damage;

    /// <summary>An XML declaration before every envelope of a stream.</summary>
    public sealed record XmlDeclarations : Damage;

    /// <summary>Two envelopes of a stream in one chunk.</summary>
    public sealed record JoinedEnvelopes : Damage;

    /// <summary>A stream that ends before its time, without saying that it is closed.</summary>
    public sealed record StreamClosedEarly(TimeSpan After) : Damage;

    /// <summary>A <c>Date</c> header that is off by this much.</summary>
    public sealed record WrongDate(TimeSpan Offset) : Damage;

    /// <summary>Streams that are open, and those that open, have no heartbeats while this lasts.</summary>
    public sealed record NoHeartbeats : Damage
    {
        internal override bool IsOfStreams => true;
    }

    /// <summary>Streams stay up, and nothing is told of the mailboxes that this is about.</summary>
    public sealed record DeadSubscriptions : Damage
    {
        internal override bool IsOfStreams => true;
    }
}
