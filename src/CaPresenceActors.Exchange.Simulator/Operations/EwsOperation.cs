using CaPresenceActors.Exchange.Simulator.Protocol;

namespace CaPresenceActors.Exchange.Simulator.Operations;

/// <summary>Answers one operation. Most derive from <see cref="EwsOperation"/>; one that streams its answer implements this itself.</summary>
internal interface IEwsOperation
{
    /// <summary>The name of the request's element.</summary>
    string Name { get; }

    Task AnswerAsync(EwsCall call, CancellationToken cancellation);
}

/// <summary>An operation that answers with one envelope.</summary>
internal abstract class EwsOperation(string name) : IEwsOperation
{
    public string Name { get; } = name;

    public Task AnswerAsync(EwsCall call, CancellationToken cancellation) => call.SendAsync(writer => Write(call, writer), cancellation);

    protected abstract void Write(EwsCall call, EwsWriter writer);

    /// <summary>
    /// One response message for each part of the request, in its order. A part that fails answers with its error; the others are not
    /// touched by that.
    /// </summary>
    protected void WriteMessages<TPart, TResult>(EwsWriter writer, IEnumerable<TPart> parts, Func<TPart, TResult> answer, Action<TResult> write, Action? writeAfterError = null)
    {
        writer.StartMessage(Name + "Response");
        writer.StartMessage("ResponseMessages");
        foreach (var part in parts)
        {
            TResult result;
            try
            {
                result = answer(part);
            }
            catch (EwsErrorException e)
            {
                writer.StartMessage(Name + "ResponseMessage");
                WriteError(writer, e);
                writeAfterError?.Invoke();
                writer.End();
                continue;
            }

            writer.StartMessage(Name + "ResponseMessage");
            writer.Attribute("ResponseClass", "Success");
            writer.Message("ResponseCode", "NoError");
            write(result);
            writer.End();
        }

        writer.End();
        writer.End();
    }

    public static void WriteError(EwsWriter writer, EwsErrorException error, string responseClass = "Error")
    {
        writer.Attribute("ResponseClass", responseClass);
        writer.Message("MessageText", error.Message);
        writer.Message("ResponseCode", error.ResponseCode);
        writer.Message("DescriptiveLinkKey", "0");
        if (error.Details.Count > 0)
        {
            writer.StartMessage("MessageXml");
            foreach (var (name, value) in error.Details)
            {
                writer.StartType("Value");
                writer.Attribute("Name", name);
                writer.Text(value);
                writer.End();
            }

            writer.End();
        }
    }

    /// <summary>Answers of item operations have a list of items, also an empty one after an error.</summary>
    public static void WriteNoItems(EwsWriter writer)
    {
        writer.StartMessage("Items");
        writer.End();
    }
}
