using System.Collections.Immutable;
using System.Globalization;
using CaPresenceActors.Exchange.Simulator.Operations;

namespace CaPresenceActors.Exchange.Simulator.Faults;

/// <summary>A kind of fault that can be asked for by name, with the fields of a description that it uses; one that it needs ends with an exclamation mark.</summary>
public sealed record FaultKind(string Name, string Explanation, ImmutableArray<string> Fields);

/// <summary>All kinds of faults by name. A new one is a line here and a record of <see cref="FaultAnswer"/>.</summary>
public static class FaultKinds
{
    private static readonly Entry[] Table =
    [
        new("server-busy", "SOAP fault ErrorServerBusy, with BackOffMilliseconds when a time is given.", "backOffSeconds", d => new FaultAnswer.ServerBusy(Seconds(d.BackOffSeconds))),
        new("server-busy-item", "ErrorServerBusy in every response message of an HTTP 200.", "backOffSeconds", d => new FaultAnswer.ItemError("ErrorServerBusy", "The server cannot service this request right now. Try again later.", Seconds(d.BackOffSeconds))),
        new("soap-fault", "SOAP fault with any response code.", "code! message", d => new FaultAnswer.SoapFault(d.Code!, d.Message ?? "The operation failed.")),
        new("item-error", "Any response code in every response message of an HTTP 200.", "code! message backOffSeconds", d => new FaultAnswer.ItemError(d.Code!, d.Message ?? "The operation failed.", Seconds(d.BackOffSeconds))),
        new("unavailable", "HTTP 503 without XML, with Retry-After when a time is given.", "retryAfterSeconds", d => new FaultAnswer.ServiceUnavailable(Seconds(d.RetryAfterSeconds))),
        new("unauthorized", "HTTP 401, whatever password was sent.", "", _ => new FaultAnswer.Unauthorized()),
        new("html", "A page instead of XML; HTTP 500 with ASP.NET's error page when nothing else is given.", "status body", d => new FaultAnswer.Html(d.Status ?? 500, d.Body ?? "<html><head><title>Runtime Error</title></head><body><h1>Server Error in '/EWS' Application.</h1></body></html>")),
        new("redirect", "A redirection, to Exchange's error page when no place is given.", "location status", d => Redirect(d)),
        new("abort", "The connection is cut without an answer.", "", _ => new FaultAnswer.AbortConnection()),
        new("silence", "The request is taken and never answered.", "", _ => new FaultAnswer.Silence()),
        new("delay", "The answer comes after a while.", "delaySeconds!", d => new FaultAnswer.Delay(Seconds(d.DelaySeconds)!.Value)),
        new("reset-mid-answer", "The connection is cut in the middle of the body.", "afterBytes", d => new FaultAnswer.ResetMidAnswer(d.AfterBytes)),
        new("slow-bytes", "The body trickles.", "bytesPerSecond!", d => new FaultAnswer.SlowBytes(d.BytesPerSecond!.Value)),
        new("truncated", "The body ends in the middle, and HTTP says that it was all.", "afterBytes", d => new FaultAnswer.Truncated(d.AfterBytes)),
        new("invalid-xml", "XML that is not well-formed.", "", _ => new FaultAnswer.InvalidXml()),
        new("control-characters", "Subjects with a character that XML does not allow, as a reference or raw.", "raw", d => new FaultAnswer.ControlCharacters(d.Raw ?? false)),
        new("wrong-order", "Response messages in the opposite order.", "", _ => new FaultAnswer.WrongOrder()),
        new("split-characters", "Chunks that end in the middle of a character of UTF-8.", "", _ => new FaultAnswer.SplitCharacters()),
        new("xml-declarations", "An XML declaration before every envelope of a stream.", "", _ => new FaultAnswer.XmlDeclarations()),
        new("joined-envelopes", "Two envelopes of a stream in one chunk.", "", _ => new FaultAnswer.JoinedEnvelopes()),
        new("stream-closed-early", "Streams that open now end before their time, without saying so.", "afterSeconds!", d => new FaultAnswer.StreamClosedEarly(Seconds(d.AfterSeconds)!.Value)),
        new("no-heartbeats", "Streams have no heartbeats while this lasts.", "", _ => new FaultAnswer.NoHeartbeats()),
        new("dead-subscriptions", "Streams stay up and tell nothing of these mailboxes.", "", _ => new FaultAnswer.DeadSubscriptions()),
        new("mailbox-moving", "ErrorMailboxMoveInProgress, and the mailbox's subscriptions are gone.", "", _ => new FaultAnswer.MailboxMoving()),
        new("mailbox-gone", "ErrorNonExistentMailbox, and the mailbox's subscriptions are gone.", "", _ => new FaultAnswer.MailboxGone()),
        new("rights-withdrawn", "ErrorImpersonateUserDenied, or ErrorAccessDenied for a delegate.", "", _ => new FaultAnswer.RightsWithdrawn()),
        new("wrong-date", "A Date header that is off.", "offsetSeconds!", d => new FaultAnswer.WrongDate(Seconds(d.OffsetSeconds)!.Value)),
    ];

    private static readonly string[] Special = ["afterBytes", "bytesPerSecond", "status", "body", "location", "code", "message", "raw", "backOffSeconds", "retryAfterSeconds", "delaySeconds", "afterSeconds", "offsetSeconds"];

    public static ImmutableArray<FaultKind> All { get; } = [.. Table.Select(e => new FaultKind(e.Name, e.Explanation, [.. e.Fields]))];

    internal static IReadOnlyCollection<string> Operations { get; } = OperationRegistry.Names;

    internal static FaultAnswer Make(FaultDescription description) => Table.Single(e => e.Name == description.Kind).Make(description);

    internal static IEnumerable<string> Problems(FaultDescription description)
    {
        if (Array.Find(Table, e => e.Name == description.Kind) is not { } kind)
        {
            yield return $"\"kind\" is \"{description.Kind}\", which is no kind of fault; known are {string.Join(", ", Table.Select(e => e.Name))}.";
            yield break;
        }

        foreach (var field in Special)
        {
            var isGiven = Value(description, field) is not null;
            if (isGiven && !kind.Fields.Any(f => f.TrimEnd('!') == field))
            {
                yield return $"\"{field}\" is given, but the fault {kind.Name} does not use it; it uses {(kind.Fields.Length == 0 ? "none of its own" : string.Join(", ", kind.Fields.Select(f => f.TrimEnd('!'))))}.";
            }

            if (!isGiven && kind.Fields.Contains(field + "!"))
            {
                yield return $"\"{field}\" is missing, but the fault {kind.Name} needs it.";
            }
        }

        foreach (var (field, least, most) in Ranges)
        {
            if (Value(description, field) is { } value && Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && !(number >= least && number <= most))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"\"{field}\" is {number}, but must be between {least} and {most}.");
            }
        }

        if (description is { Kind: "redirect", Status: { } status } && status is not (301 or 302 or 303 or 307 or 308))
        {
            yield return $"\"status\" is {status}, but a redirection is 301, 302, 303, 307 or 308.";
        }

        if (description.Location is { } location && !location.All(c => c is > ' ' and < '\x7f'))
        {
            yield return "\"location\" has characters that a header cannot carry; an address in ASCII without spaces is needed.";
        }
    }

    private static readonly (string Field, double Least, double Most)[] Ranges =
    [
        ("backOffSeconds", 0, 86400), ("retryAfterSeconds", 0, 86400), ("delaySeconds", 0, 86400), ("afterSeconds", 0, 1800), ("offsetSeconds", -3.2e9, 3.2e9),
        ("afterBytes", 0, int.MaxValue), ("bytesPerSecond", 1, int.MaxValue), ("status", 200, 599),
    ];

    private static object? Value(FaultDescription d, string field) => field switch
    {
        "afterBytes" => d.AfterBytes,
        "bytesPerSecond" => d.BytesPerSecond,
        "status" => d.Status,
        "body" => d.Body,
        "location" => d.Location,
        "code" => d.Code,
        "message" => d.Message,
        "raw" => d.Raw,
        "backOffSeconds" => d.BackOffSeconds,
        "retryAfterSeconds" => d.RetryAfterSeconds,
        "delaySeconds" => d.DelaySeconds,
        "afterSeconds" => d.AfterSeconds,
        _ => d.OffsetSeconds,
    };

    private static FaultAnswer.Redirect Redirect(FaultDescription d)
    {
        var standard = new FaultAnswer.Redirect();
        return new FaultAnswer.Redirect(d.Location ?? standard.Location, d.Status ?? standard.Status);
    }

    private static TimeSpan? Seconds(double? seconds) => seconds is { } value ? TimeSpan.FromSeconds(value) : null;

    private sealed record Entry(string Name, string Explanation, string[] Fields, Func<FaultDescription, FaultAnswer> Make)
    {
        public Entry(string name, string explanation, string fields, Func<FaultDescription, FaultAnswer> make)
            : this(name, explanation, fields.Split(' ', StringSplitOptions.RemoveEmptyEntries), make)
        {
        }
    }
}
