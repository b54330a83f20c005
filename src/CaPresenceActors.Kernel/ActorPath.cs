namespace CaPresenceActors.Kernel;

/// <summary>Where an actor stands in the tree, such as <c>/user/presence/shard-07/1203</c>. The text is made when it is asked for.</summary>
public sealed class ActorPath : IEquatable<ActorPath>
{
    private readonly string? _text;

    internal ActorPath(ActorPath? parent, string name)
    {
        Parent = parent;
        Name = name;
    }

    internal ActorPath(string text)
    {
        _text = text;
        Name = text[(text.LastIndexOf('/') + 1)..];
    }

    /// <summary>The path above; null at the root.</summary>
    public ActorPath? Parent { get; }

    /// <summary>The last part.</summary>
    public string Name { get; }

    /// <summary>All parts, each after a slash.</summary>
    public override string ToString() => _text ?? $"{Parent}/{Name}";

    public bool Equals(ActorPath? other) => other is not null && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Says why a text cannot be an actor's name; null when it can.</summary>
    internal static string? ProblemOfName(string name) =>
        name.Length == 0 ? "An actor's name cannot be empty."
        : name.Contains('/', StringComparison.Ordinal) ? $"An actor's name cannot contain a slash, but \"{name}\" does."
        : null;
}
