namespace CaPresenceActors.Exchange.Xml;

/// <summary>The namespaces of the protocol. Answers are read by local name alone; these are for what we send.</summary>
internal static class Namespaces
{
    public const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    public const string Messages = "http://schemas.microsoft.com/exchange/services/2006/messages";
    public const string Types = "http://schemas.microsoft.com/exchange/services/2006/types";
}
