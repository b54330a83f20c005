using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Codec;

/// <summary>Reads what is kept in the journal and beside it, and says so clearly when it is damaged.</summary>
internal static class Documents
{
    /// <summary>Reads a document of a persistent actor.</summary>
    /// <exception cref="JournalException">It is damaged.</exception>
    public static T Read<TForm, T>(RecoveredDocument document, string persistenceId, JsonTypeInfo<TForm> type, Func<TForm, T> make)
        where TForm : class => Read(document.Payload.Span, type, make, NameOf(document, persistenceId));

    /// <summary>Reads JSON and makes of it what it stands for.</summary>
    /// <exception cref="JournalException">It is damaged; the message names <paramref name="what"/>.</exception>
    public static T Read<TForm, T>(ReadOnlySpan<byte> json, JsonTypeInfo<TForm> type, Func<TForm, T> make, string what)
        where TForm : class
    {
        try
        {
            return make(JsonSerializer.Deserialize(json, type) ?? throw new JsonException("It is null."));
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(what, e);
        }
    }

    /// <summary>Reads a profile of the directory of users.</summary>
    /// <exception cref="JournalException">It is damaged.</exception>
    public static UserProfile ReadProfile(RecoveredDocument document, string persistenceId)
    {
        try
        {
            return UserJson.ReadProfile(document.Payload.Span);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(NameOf(document, persistenceId), e);
        }
    }

    /// <summary>Reads the last reading of an extension.</summary>
    /// <exception cref="JournalException">It is damaged.</exception>
    public static StoredReading ReadReading(RecoveredDocument document, string persistenceId)
    {
        try
        {
            return StoredReading.Decode(document.Payload.Span);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new JournalException($"The last reading of {persistenceId} is damaged and cannot be read. A calendar that cannot be read never counts as an empty one; restore the journal from a backup.", e);
        }
    }

    /// <summary>Whether an exception says that what was read is not what was written.</summary>
    public static bool IsDamage(Exception e) => e is JsonException or FormatException or OverflowException or RuleViolationException;

    /// <summary>Says what is damaged, and what now.</summary>
    public static JournalException Damaged(string what, Exception cause) => new($"The content of {what} is damaged and cannot be read. Nothing was changed; restore the journal from a backup.", cause);

    private static string NameOf(RecoveredDocument document, string persistenceId) => $"document \"{document.Key}\" of {persistenceId}";
}
