using System.Collections.Immutable;
using System.Globalization;

namespace CaPresenceActors.Actors.Audit;

/// <summary>
/// Where a page of the audit trail has ended: for each persistent actor the position of the entry that comes next, so that nothing newer is walked again, however much there is.
/// </summary>
/// <param name="Positions">By persistence id; who is not named has no more.</param>
public sealed record AuditCursor(ImmutableSortedDictionary<string, long> Positions)
{
    private const char BetweenActors = '_';
    private const char BeforePosition = '.';

    /// <summary>As it stands in an address: <c>site.12_users.48</c>.</summary>
    public override string ToString() => string.Join(BetweenActors, Positions.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}{BeforePosition}{pair.Value}")));

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else.</summary>
    public static AuditCursor? Parse(string text)
    {
        var positions = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (var part in text.Split(BetweenActors))
        {
            var dot = part.LastIndexOf(BeforePosition);
            if (dot < 1
                || !long.TryParse(part.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                || position < 1
                || !positions.TryAdd(part[..dot], position))
            {
                return null;
            }
        }

        return new AuditCursor(positions.ToImmutable());
    }
}

/// <summary>A cursor names entries that are not those of the persistent actors that it names.</summary>
public sealed class AuditCursorException : Exception
{
    /// <summary>For a position.</summary>
    public AuditCursorException(string persistenceId, long position)
        : base($"The cursor says that {persistenceId} has an entry at position {position}, and that is not so. Take the cursor of an earlier page as it is, or begin without one.")
    {
    }

    /// <summary>With a sentence of one's own.</summary>
    public AuditCursorException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence of one's own and what lies behind it.</summary>
    public AuditCursorException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without words; for serializers.</summary>
    public AuditCursorException()
    {
    }
}
