using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CaPresenceActors.Architecture.Tests;

/// <summary>What a compiled assembly uses of others, read from its metadata: the compiler's own list, which no alias or <c>using static</c> can hide from.</summary>
internal sealed record AssemblyUses(IReadOnlySet<string> Types, IReadOnlySet<string> Members)
{
    public static AssemblyUses Of(string path)
    {
        using var stream = File.OpenRead(path);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();

        return new AssemblyUses(
            metadata.TypeReferences.Select(handle => NameOf(metadata, handle)).ToHashSet(StringComparer.Ordinal),
            metadata.MemberReferences.Select(handle => NameOf(metadata, metadata.GetMemberReference(handle))).OfType<string>().ToHashSet(StringComparer.Ordinal));
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);

        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf(metadata, (TypeReferenceHandle)type.ResolutionScope)}+{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }

    private static string? NameOf(MetadataReader metadata, MemberReference member) =>
        member.Parent.Kind == HandleKind.TypeReference
            ? $"{NameOf(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}"
            : null;
}
