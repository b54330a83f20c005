namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>The XML namespaces of SOAP 1.1 and of Exchange Web Services.</summary>
internal static class EwsNamespaces
{
    public const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    public const string Messages = "http://schemas.microsoft.com/exchange/services/2006/messages";
    public const string Types = "http://schemas.microsoft.com/exchange/services/2006/types";
    public const string Errors = "http://schemas.microsoft.com/exchange/services/2006/errors";
    public const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";
}
