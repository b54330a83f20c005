using CaPresenceActors.Exchange.Xml;

namespace CaPresenceActors.Exchange.Operations;

/// <summary>The usual form of an answer: <c>ResponseMessages</c>, with one message for each part of the request.</summary>
internal static class ResponseMessages
{
    /// <summary>Reads every message; the reader is at the answer's element, and <paramref name="read"/> gets it at each message.</summary>
    public static List<T> Read<T>(AnswerReader reader, Func<AnswerReader, T> read)
    {
        var messages = new List<T>();
        var parts = reader.GetChildren();
        while (parts.Next())
        {
            if (reader.Name != "ResponseMessages")
            {
                continue;
            }

            var children = reader.GetChildren();
            while (children.Next())
            {
                messages.Add(read(reader));
            }
        }

        return messages;
    }
}
