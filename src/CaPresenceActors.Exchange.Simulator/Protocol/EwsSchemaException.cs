namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>A request that is no well-formed XML or breaks the schema, with the place of the violation.</summary>
internal sealed class EwsSchemaException(int line, int position, string violation) : Exception(violation)
{
    public EwsSchemaException(EwsElement element, string violation)
        : this(element.Line, element.Position, violation)
    {
    }

    public int Line { get; } = line;

    public int Position { get; } = position;
}
