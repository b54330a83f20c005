using System.Globalization;
using System.Xml;

namespace CaPresenceActors.Exchange.Simulator.Protocol;

/// <summary>An attribute of a request's element.</summary>
internal readonly record struct EwsAttribute(string Name, string Namespace, string Value);

/// <summary>An element of a request, with the place where it stands, so that a violation can say where it is.</summary>
internal sealed class EwsElement(string name, string ns, int line, int position)
{
    private List<EwsElement>? _children;
    private List<EwsAttribute>? _attributes;

    public string Name { get; } = name;

    public string Namespace { get; } = ns;

    public int Line { get; } = line;

    public int Position { get; } = position;

    public string Text { get; private set; } = "";

    public IReadOnlyList<EwsElement> Children => _children ?? (IReadOnlyList<EwsElement>)[];

    public IReadOnlyList<EwsAttribute> Attributes => _attributes ?? (IReadOnlyList<EwsAttribute>)[];

    public void Add(EwsElement child) => (_children ??= []).Add(child);

    public void Add(EwsAttribute attribute) => (_attributes ??= []).Add(attribute);

    public void Append(string text) => Text = Text.Length == 0 ? text : Text + text;

    public EwsElement? Child(string name)
    {
        foreach (var child in Children)
        {
            if (child.Name == name)
            {
                return child;
            }
        }

        return null;
    }

    /// <summary>A child that the grammar guarantees.</summary>
    public EwsElement Required(string name) => Child(name) ?? throw new EwsSchemaException(this, $"The element '{Name}' has no child element '{name}'.");

    public string? Attribute(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Name == name && attribute.Namespace.Length == 0)
            {
                return attribute.Value;
            }
        }

        return null;
    }

    public string RequiredAttribute(string name) => Attribute(name) ?? throw new EwsSchemaException(this, $"The required attribute '{name}' is missing.");

    public string? ChildText(string name) => Child(name)?.Text;

    public int Int => int.Parse(Text, NumberStyles.Integer | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);

    public bool Bool => XmlConvert.ToBoolean(Text.Trim());

    public T Enum<T>()
        where T : struct, Enum => System.Enum.Parse<T>(Text.Trim());
}
