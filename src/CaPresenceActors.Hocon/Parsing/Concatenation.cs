using System.Text;

namespace CaPresenceActors.Hocon.Parsing;

/// <summary>Puts values that stand side by side together, as far as that can be done before substitutions are resolved.</summary>
internal static class Concatenation
{
    public static ValueStack Build(List<Piece> pieces)
    {
        if (pieces.Exists(piece => piece.Value is ObjectNode))
        {
            return Objects(pieces);
        }

        if (pieces.Exists(piece => piece.Value is ListNode))
        {
            RefuseOthers(pieces, "a list", node => node is ListNode);
            return new ValueStack(new ConcatenationNode(pieces[0].Value.Origin, [.. pieces]));
        }

        return pieces.Exists(piece => piece.Value is SubstitutionNode)
            ? new ValueStack(new ConcatenationNode(pieces[0].Value.Origin, [.. pieces.Select(piece => piece with { Value = AsText(piece.Value) })]))
            : new ValueStack(new ScalarNode(Text(pieces)));
    }

    private static ValueStack Objects(List<Piece> pieces)
    {
        RefuseOthers(pieces, "an object", node => node is ObjectNode);
        var stack = new ValueStack();
        foreach (var (_, value) in pieces)
        {
            if (value is SubstitutionNode substitution)
            {
                substitution.MustBeObject = true;
            }

            stack.Push(value);
        }

        return stack;
    }

    private static void RefuseOthers(List<Piece> pieces, string expected, Func<Node, bool> isExpected)
    {
        if (pieces.Find(piece => !isExpected(piece.Value) && piece.Value is not SubstitutionNode).Value is { } other)
        {
            throw new HoconException(other.Origin, $"found {Describe(other)} side by side with {expected}. Needed: values of one kind, or a comma or a new line between them.");
        }
    }

    private static string Describe(Node node) => node switch
    {
        ObjectNode => "an object",
        ListNode => "a list",
        _ => "a text",
    };

    private static Node AsText(Node node) =>
        node is UnquotedNode bare ? new ScalarNode(new HoconScalar(HoconScalarKind.Text, bare.Text, bare.Origin)) : node;

    private static HoconScalar Text(List<Piece> pieces)
    {
        var text = new StringBuilder();
        foreach (var (space, value) in pieces)
        {
            text.Append(space).Append(((ScalarNode)AsText(value)).Value.Text);
        }

        return new HoconScalar(HoconScalarKind.Text, text.ToString(), pieces[0].Value.Origin);
    }
}
