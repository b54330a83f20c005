using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Xml;

namespace CaPresenceActors.Exchange.Operations;

/// <summary>
/// A fault for the whole request. Exchange says why in <c>detail/ResponseCode</c>; some servers only in <c>faultcode</c>. It comes with HTTP 500, or 200.
/// </summary>
internal static class SoapFault
{
    public static Trouble Read(AnswerReader reader)
    {
        var status = new ResponseStatus();
        string? faultCode = null;
        var parts = reader.GetChildren();
        while (parts.Next())
        {
            switch (reader.Name)
            {
                case "faultcode":
                    faultCode = reader.TextAsString();
                    break;
                case "faultstring":
                    status.Text ??= reader.TextAsString();
                    break;
                case "detail":
                    ReadDetail(reader, ref status);
                    break;
                default:
                    break;
            }
        }

        status.Code ??= WithoutPrefix(faultCode ?? "Server");
        return status.ToTrouble();
    }

    private static void ReadDetail(AnswerReader reader, ref ResponseStatus status)
    {
        var parts = reader.GetChildren();
        while (parts.Next())
        {
            status.TryRead(reader);
        }
    }

    private static string WithoutPrefix(string qualifiedName) => qualifiedName[(qualifiedName.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
}
