using System.Xml;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Http;
using CaPresenceActors.Exchange.Xml;

namespace CaPresenceActors.Exchange.Operations;

/// <summary>One operation of Exchange Web Services: how its request is written and its answer read.</summary>
/// <typeparam name="TAnswer">What the answer says.</typeparam>
internal abstract class EwsOperation<TAnswer>
{
    /// <summary>The element that the body of an answer holds.</summary>
    public abstract string AnswerName { get; }

    /// <summary>The address of the mailbox whose owner the request acts as; null for the account itself.</summary>
    public virtual string? Impersonated => null;

    /// <summary>The address of a mailbox on the server that should answer: a load balancer passes the request there.</summary>
    public virtual string? Anchor => Impersonated;

    /// <summary>What keeps the request with others of its group on one back end; null for requests that any server may answer.</summary>
    public virtual Affinity? Affinity => null;

    /// <summary>The earliest version of the protocol in which this can be asked.</summary>
    public virtual SchemaVersion Earliest => SchemaVersion.Exchange2010;

    /// <summary>Writes the element in the body of the request.</summary>
    public abstract void Write(XmlWriter xml);

    /// <summary>Reads the answer; the reader is at its element.</summary>
    public abstract TAnswer Read(AnswerReader answer);

    /// <summary>What an answer says that went wrong with parts of the request.</summary>
    public virtual IEnumerable<Trouble> Troubles(TAnswer answer) => [];
}
