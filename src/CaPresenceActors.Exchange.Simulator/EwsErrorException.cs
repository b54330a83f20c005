namespace CaPresenceActors.Exchange.Simulator;

/// <summary>
/// A request that Exchange would refuse, with the response code it would answer. Operations turn it into the error of one
/// response message; thrown before an operation has begun, it becomes a SOAP fault.
/// </summary>
public sealed class EwsErrorException(string responseCode, string message, params (string Name, string Value)[] details) : Exception(message)
{
    /// <summary>A value of the schema's <c>ResponseCodeType</c>, such as <c>ErrorItemNotFound</c>.</summary>
    public string ResponseCode { get; } = responseCode;

    /// <summary>What goes into <c>MessageXml</c>, such as the <c>PolicyLimit</c> that was exceeded.</summary>
    public IReadOnlyList<(string Name, string Value)> Details { get; } = details;
}
