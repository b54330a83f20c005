using System.Text;

namespace CaPresenceActors.Kernel.Sharding;

/// <summary>
/// Which shard an entity belongs to: FNV-1a with 32 bits over the UTF-8 bytes of its id, modulo the number of shards. Every node and every version must agree, so this
/// never changes. Test vectors: <c>""</c> 2166136261, <c>"a"</c> 3826002220, <c>"1203"</c> 4274414375.
/// </summary>
public static class ShardHash
{
    private const uint OffsetBasis = 2166136261;
    private const uint Prime = 16777619;
    private const int OnStackBytes = 256;

    /// <summary>The hash of an entity's id.</summary>
    public static uint Of(string entityId)
    {
        ArgumentNullException.ThrowIfNull(entityId);
        var size = Encoding.UTF8.GetMaxByteCount(entityId.Length);
        Span<byte> bytes = size <= OnStackBytes ? stackalloc byte[OnStackBytes] : new byte[size];
        var hash = OffsetBasis;
        foreach (var value in bytes[..Encoding.UTF8.GetBytes(entityId, bytes)])
        {
            hash = (hash ^ value) * Prime;
        }

        return hash;
    }

    /// <summary>The shard of an entity, from 0.</summary>
    public static int ShardOf(string entityId, int shards) => (int)(Of(entityId) % (uint)shards);
}
